internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import Units
internal import Views

/// The contests that there are.
struct ContestList: Sendable {
    static let read: Action = "contests.list"
    private static let most = 200

    /// When each is, and who takes part.
    static let view = ViewDeclaration(
        name: "contests", version: 2, streams: .prefixed(ContestStream.all),
        schema: [
            """
            CREATE TABLE contests (
                id TEXT PRIMARY KEY, title TEXT NOT NULL, starts INTEGER NOT NULL, length INTEGER NOT NULL,
                ends INTEGER NOT NULL, hidden INTEGER NOT NULL, owner TEXT NOT NULL) STRICT
            """,
            "CREATE INDEX contests_by_time ON contests (starts, id)",
            """
            CREATE TABLE contests_people (person TEXT NOT NULL, contest TEXT NOT NULL, PRIMARY KEY (person, contest))
                STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE contests_removed (
                contest TEXT NOT NULL, id TEXT NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL,
                PRIMARY KEY (contest, id)) STRICT, WITHOUT ROWID
            """,
        ]
    ) { entry, writer in
        guard let contest = ContestStream.contest(entry.stream) else { return }
        for event in entry.events { try apply(event, of: "\(contest)", writer) }
    }

    private static func apply(_ event: Event, of contest: String, _ writer: borrowing ViewWriter) throws {
        if let made = try event.unpackedIfHeld(ContestCreated.self) {
            try writer.execute(
                """
                INSERT INTO contests (id, title, starts, length, ends, hidden, owner) VALUES
                (\(contest), \(made.details.title), \(made.details.startNs), \(made.details.lengthNs), \
                \(made.details.startNs + made.details.lengthNs), \(made.details.isHidden), \(made.by))
                """)
        } else if let edited = try event.unpackedIfHeld(ContestEdited.self)?.details {
            try writer.execute(
                """
                UPDATE contests SET title = \(edited.title), starts = \(edited.startNs), length = \(edited.lengthNs), \
                hidden = \(edited.isHidden) WHERE id = \(contest)
                """)
            try setEnd(of: contest, writer)
        } else if let removed = try event.unpackedIfHeld(IntervalRemoved.self) {
            try writer.execute(
                """
                INSERT OR REPLACE INTO contests_removed (contest, id, starts, ends)
                VALUES (\(contest), \(removed.id), \(removed.fromNs), \(removed.untilNs))
                """)
            try setEnd(of: contest, writer)
        } else if let restored = try event.unpackedIfHeld(IntervalRestored.self) {
            try writer.execute(
                "DELETE FROM contests_removed WHERE contest = \(contest) AND id = \(restored.id)")
            try setEnd(of: contest, writer)
        } else if let person = try person(who: event) {
            try writer.execute("INSERT OR IGNORE INTO contests_people (person, contest) VALUES (\(person), \(contest))")
        } else if let left = try event.unpackedIfHeld(PersonLeft.self) {
            try writer.execute("DELETE FROM contests_people WHERE person = \(left.person) AND contest = \(contest)")
        }
    }

    /// When a contest ends follows from its length and from what was taken out of its clock.
    private static func setEnd(of contest: String, _ writer: borrowing ViewWriter) throws {
        guard let row = try writer.first("SELECT starts, length FROM contests WHERE id = \(contest)") else { return }
        var removed: [RemovedInterval] = []
        for row in try writer.rows("SELECT starts, ends FROM contests_removed WHERE contest = \(contest)") {
            removed.append(
                RemovedInterval(
                    from: Timestamp(nanoseconds: try row.get(0)), until: Timestamp(nanoseconds: try row.get(1))))
        }
        let timeline = ContestTimeline(
            start: Timestamp(nanoseconds: try row.get(0)), length: .nanoseconds(try row.get(1, as: Int64.self)),
            removed: removed)
        try writer.execute("UPDATE contests SET ends = \(timeline.end.nanoseconds) WHERE id = \(contest)")
    }

    /// Who takes part from now on.
    private static func person(who event: Event) throws(StorageError) -> String? {
        switch event.type {
        case PersonJoined.persistedType: try event.unpacked(PersonJoined.self).person
        case TeamFormed.persistedType: try event.unpacked(TeamFormed.self).captain
        case TeamJoined.persistedType: try event.unpacked(TeamJoined.self).person
        case VirtualBegun.persistedType: try event.unpacked(VirtualBegun.self).person
        default: nil
        }
    }

    let contests: Contests

    /// A page of those that somebody may see: `phase` is `upcoming`, `running` or `past`; with `mine=true` those that they take
    /// part in.
    func answer(_ request: RouteRequest) async throws -> RouteAnswer {
        let limit = try Self.limit(request.query["limit"])
        let filter = try filter(request)
        let cursor = request.query["cursor"]
        let page = try await contests.services.views.read("contests", atLeast: request.seen) { reader in
            var list = ViewList(
                columns: "id, title, starts, ends, hidden", from: "contests",
                order: [.descending("starts"), .ascending("id")])
            list.filter = filter
            return try reader.page(of: list, atMost: limit, after: cursor)
        }
        return try RouteAnswer(
            ContestAnswers.List(contests: try page.rows.map { try Self.listed($0) }, next: page.next))
    }

    private static func listed(_ row: ViewRow) throws -> ContestAnswers.Listed {
        .init(
            id: try row.get("id"), title: try row.get("title"),
            start: "\(Timestamp(nanoseconds: try row.get("starts")))",
            end: "\(Timestamp(nanoseconds: try row.get("ends")))", isHidden: try row.get("hidden"))
    }

    /// The contests that somebody has a role in by which they see all of it.
    private func judged(by actor: Actor) -> [String] {
        actor.grants.map(\.scope).filter { scope in
            scope.kind == "contest" && contests.services.allows(actor, Contests.judge, to: Subject(scopes: [scope]))
        }.map(\.id)
    }

    private func filter(_ request: RouteRequest) throws(DomainError) -> SQL {
        let person = request.actor.person.map { "\($0)" } ?? ""
        var filters: [SQL] = []
        if !contests.services.allows(request.actor, Contests.judge, to: Subject()) {
            filters.append(
                """
                (hidden = 0 OR (owner = \(person) AND owner <> '') OR id IN \(list: judged(by: request.actor)) OR \
                id IN (SELECT contest FROM contests_people WHERE person = \(person)))
                """)
        }
        if request.query["mine"] == "true" {
            filters.append("id IN (SELECT contest FROM contests_people WHERE person = \(person))")
        }
        let now = contests.now.nanoseconds
        switch request.query["phase"] {
        case nil: break
        case "upcoming": filters.append("starts > \(now)")
        case "running": filters.append("starts <= \(now) AND ends > \(now)")
        case "past": filters.append("ends <= \(now)")
        default: throw DomainError(.invalid, "phase is upcoming, running or past")
        }
        return filters.isEmpty ? "1" : SQL(filters, separator: " AND ")
    }

    /// How many somebody asks for.
    static func limit(_ text: String?) throws(DomainError) -> Int {
        guard let text else { return 50 }
        guard let number = Int(text), (1...most).contains(number) else {
            throw DomainError(.invalid, "limit must be from 1 to \(most)")
        }
        return number
    }
}
