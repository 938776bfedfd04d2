internal import Coordinator
internal import Kernel
internal import Submissions
internal import Units

/// Boards, and what is awarded by them.
extension Contests {
    static let readAwards: Action = "contests.read-awards"

    var boardRoutes: [Route] {
        let one = Self.path + "/{id}"
        return [
            Route(.get, one + "/leaderboard", Self.read, "The board, page by page.") { try await self.board($0) },
            Route(.get, one + "/leaderboard/export", Self.read, "The whole board as a file: CSV, or JSON lines.") {
                try await self.export($0)
            },
            Route(.get, one + "/awards", Self.readAwards, "What the contest awards, as the board shows it.") {
                try await self.awards($0)
            },
        ]
    }

    private func board(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        var part = BoardPage.Part()
        part.limit = try ContestList.limit(request.query["limit"])
        if let cursor = request.query["cursor"] {
            guard let place = Int(cursor), place >= 0 else {
                throw DomainError(.invalid, "the cursor is not one that this list ended with")
            }
            part.place = place
        }
        part.division = request.query["division"].flatMap { $0.isEmpty ? nil : $0 }
        if request.query["around"] == "me" { part.around = try await participant(of: request.actor, in: id) }
        part.eye = try eye(request, id, contest)
        switch request.query["rows"] {
        case nil, "all": break
        // Who has the rows of this version asks for all else.
        case "none": (part.hasNoRows, part.place, part.around) = (true, 0, nil)
        default: throw DomainError(.invalid, "rows is all or none")
        }
        return try RouteAnswer(try await answer(id, contest, part, own: request.actor.person))
    }

    /// Whose view of a board is asked for.
    func eye(_ request: RouteRequest, _ id: EntityID, _ contest: Contest) throws(DomainError) -> BoardEye {
        switch request.query["view"] {
        case nil, "public": return .open
        case "judges":
            try requireJudge(contest, id, request.actor)
            return .judges
        default: throw DomainError(.invalid, "view is public or judges")
        }
    }

    private func participant(of actor: Actor, in contest: EntityID) async throws -> EntityID? {
        guard let person = actor.person else { return nil }
        return try await roster(contest).places[person]
    }

    /// A part of a board.
    /// - Parameters:
    ///   - id: the contest.
    ///   - contest: what organisers decided.
    ///   - part: which part.
    ///   - own: whose own row is wanted as well.
    func answer(
        _ id: EntityID, _ contest: Contest, _ part: BoardPage.Part, own: EntityID?
    ) async throws -> BoardAnswer {
        guard let page = index.read(id, { BoardPage($0, part) }) else {
            throw DomainError(
                .unavailable, "the board is not made yet", advice: "try again", retryAfter: .seconds(1))
        }
        let (isClosed, now) = (isClosed(contest, to: part.eye), now)
        let names = isClosed ? [:] : try await names.names(of: page.participants)
        let isSeen = now >= contest.problemsSeen || part.eye == .judges
        let shown = isClosed || part.hasNoRows ? (place: 0, rows: []) : page.slice.named(names)
        let rows =
            shown.rows.map { row in
                BoardAnswer.Row(
                    row.row, of: row.participant, rank: row.rank, name: names[row.participant], page.game,
                    firsts: page.firsts)
            }
        let next = shown.place + rows.count
        return BoardAnswer(
            contest: "\(id)", title: contest.details.title, phase: contest.phase(at: now).rawValue,
            format: page.game.rules.format.rawValue, isFrozen: contest.game.isHidden(now), isClosed: isClosed,
            frozenText: FrozenText.text(contest, at: now),
            problems: isSeen
                ? contest.details.problems.map { problem in
                    let first = isClosed ? nil : EntityID(problem.problem).flatMap { page.firsts[$0] }
                    return .init(
                        id: problem.problem, label: problem.label, color: problem.color,
                        firstToSolve: first.map { "\($0)" })
                } : [],
            rows: rows, count: page.count, next: next < page.count && !rows.isEmpty ? "\(next)" : nil,
            version: isClosed ? nil : page.version(isSeen: isSeen),
            own: own.flatMap { self.ownRow(of: $0, in: id, contest) })
    }

    /// Somebody's own row, with all that is known: without a rank, which would tell of what others had while that is hidden.
    func ownRow(of person: EntityID, in id: EntityID, _ contest: Contest) -> BoardAnswer.Row? {
        let now = now
        // Who is told nothing of their own learns it when all do.
        let showsNothing = contest.details.feedbackView == .pending && contest.isClosed(at: now)
        return index.read(id) { known -> BoardAnswer.Row? in
            let alone = known.roster.virtuals[person]?.participant
            guard !showsNothing, let participant = known.roster.places[person] ?? alone,
                let row = known.board.ownRow(of: participant)
            else { return nil }
            let isHiding = known.board.game.isHidden(now) || contest.isClosed(at: now)
            let ranked =
                isHiding
                ? nil : known.board.face(.open).standings.row(of: participant)
            return BoardAnswer.Row(
                row, of: participant, rank: ranked?.rank, name: nil, known.board.game, firsts: [:])
        } ?? nil
    }

    /// Whether no row is shown now.
    func isClosed(_ contest: Contest, to eye: BoardEye) -> Bool {
        eye == .open && contest.isClosed(at: now)
    }

    /// Asks that a board is shown now.
    func requireOpenBoard(_ contest: Contest, _ eye: BoardEye) throws(DomainError) {
        guard !isClosed(contest, to: eye) else {
            throw DomainError(.wrongState, "the board is closed until the end")
        }
    }

    private func awards(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        let eye = try eye(request, id, contest)
        try requireOpenBoard(contest, eye)
        let labels = contest.details.problems.compactMap { problem in
            EntityID(problem.problem).map { ($0, problem.label) }
        }
        // Read at once, and counted beside: nobody waits meanwhile.
        guard let (face, game) = index.read(id, { ($0.board.face(eye), $0.board.game) }) else {
            throw ContestRefusal.noContest
        }
        let final = FinalRanks(
            of: face, game, labels: Dictionary(labels) { first, _ in first }, extraBronze: contest.extraBronze)
        // What is final is not told as long as some of it is hidden.
        let isWhole = eye == .judges || !contest.game.isHidden(now)
        return try RouteAnswer(AwardsAnswer(final, isFinal: contest.finalized != nil && isWhole))
    }
}

/// What a contest awards, as clients get it.
struct AwardsAnswer: Encodable, Sendable {
    struct Award: Encodable, Sendable {
        var id: String
        var participants: [String]
    }

    var isFinal: Bool
    var awards: [Award]
    /// The ranks of those who have one, when the results are final.
    var ranks: [String: Int]?

    init(_ final: FinalRanks, isFinal: Bool) {
        self.isFinal = isFinal
        awards = final.awards.map { Award(id: $0.id, participants: $0.participants.map { "\($0)" }) }
        let pairs = final.ranks.map { ("\($0.key)", $0.value) }
        ranks = isFinal ? Dictionary(pairs) { first, _ in first } : nil
    }
}
