internal import Coordinator
internal import Kernel
internal import Units
internal import Views

/// Which problems of the tables somebody wants, and may see.
struct ProblemFilter {
    /// What each row has.
    static let columns: SQL = """
        library.id, library.title, library.state, library.difficulty, library.version, library.published,
        (SELECT group_concat(label, char(10)) FROM library_labels
            WHERE library_labels.number = library.number AND kind = 'tag') AS tags,
        (SELECT group_concat(label, char(10)) FROM library_labels
            WHERE library_labels.number = library.number AND kind = 'category') AS categories
        """

    private var conditions: [SQL]

    /// What a request asks for, as far as its actor sees it.
    init(_ request: RouteRequest, _ services: PlatformServices) throws(DomainError) {
        conditions = ["library.state <> \(LibraryView.deleted)", Self.seen(by: request.actor, services)]
        let query = request.query
        if let name = query["difficulty"] {
            guard let difficulty = Difficulty(name: name) else {
                let names = Difficulty.allCases.map(\.name).joined(separator: ", ")
                throw DomainError(.invalid, "difficulty is one of \(names)")
            }
            conditions.append("library.difficulty = \(difficulty.rawValue)")
        }
        for (parameter, kind) in [("category", "category"), ("tag", "tag")] {
            guard let label = query[parameter] else { continue }
            conditions.append(
                """
                library.number IN (SELECT number FROM library_labels WHERE kind = \(kind) AND label = \(label))
                """)
        }
        switch query["state"] {
        case nil: break
        case "draft": conditions.append("library.state = \(LibraryView.draft)")
        case "published": conditions.append("library.state = \(LibraryView.published)")
        default: throw DomainError(.invalid, "state is draft or published")
        }
        if query["mine"] == "true" {
            guard let person = request.actor.person else { throw DomainError(.invalid, "mine is for people only") }
            conditions.append("library.owner = \("\(person)")")
        }
    }

    /// All conditions together.
    var sql: SQL { SQL(conditions, separator: " AND ") }

    /// Published ones, and others that somebody looks after: their own, those of their scopes, or all.
    private static func seen(by actor: Actor, _ services: PlatformServices) -> SQL {
        guard !services.allows(actor, Library.inspect, to: Subject()) else { return "1" }
        var ways: [SQL] = ["library.state = \(LibraryView.published)"]
        if let person = actor.person, services.allows(actor, Library.inspect, to: Subject(owners: [person])) {
            ways.append("library.owner = \("\(person)")")
        }
        let scopes = Set(actor.grants.map(\.scope)).filter {
            $0.kind == LibraryProblem.scope && services.allows(actor, Library.inspect, to: Subject(scopes: [$0]))
        }
        // More than SQLite takes at once nobody has.
        let ids = scopes.map(\.id).sorted().prefix(1000)
        if !ids.isEmpty { ways.append("library.id IN \(list: ids)") }
        return "(\(SQL(ways, separator: " OR ")))"
    }

    /// The problems in the order that a request wants.
    func list(_ sort: String?) throws(DomainError) -> ViewList {
        let order: [ViewList.Order] =
            switch sort ?? "newest" {
            case "newest": [.descending("library.made"), .ascending("library.number")]
            case "title": [.ascending("library.title"), .ascending("library.number")]
            case "difficulty":
                [.ascending("library.difficulty"), .ascending("library.title"), .ascending("library.number")]
            default: throw DomainError(.invalid, "sort is newest, title or difficulty")
            }
        var list = ViewList(columns: Self.columns, from: "library", order: order)
        list.filter = sql
        return list
    }

    /// A row, as clients get it.
    static func row(_ row: ViewRow) throws(ViewError) -> LibraryBody.Row {
        let (state, published): (Int, Int64) = (try row.get("state"), try row.get("published"))
        let (tags, categories): (String?, String?) = (try row.get("tags"), try row.get("categories"))
        let labels = { (text: String?) in (text ?? "").split(separator: "\n").map(String.init).sorted() }
        return LibraryBody.Row(
            id: try row.get("id"), title: try row.get("title"),
            state: state == LibraryView.published ? "published" : "draft",
            difficulty: Difficulty(rawValue: try row.get("difficulty"))?.name, tags: labels(tags),
            categories: labels(categories), version: try row.get("version"),
            published: published > 0 ? "\(Timestamp(nanoseconds: published))" : nil)
    }
}
