internal import Coordinator
internal import Kernel
internal import Views

/// Boards as files.
extension Contests {
    /// Names are opened for so many rows at once.
    private static let step = 500

    /// The whole board: what the pages of it show.
    func export(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        let eye = try eye(request, id, contest)
        try requireOpenBoard(contest, eye)
        let name = request.query["format"] ?? "csv"
        guard let format = ExportFormat.byName[name] else { throw DomainError(.invalid, "format is csv or jsonl") }
        guard let page = index.read(id, { BoardPage($0, .init(eye: eye, limit: .max)) }) else {
            throw ContestRefusal.noContest
        }
        let isSeen = now >= contest.problemsSeen || eye == .judges
        let problems = isSeen ? contest.details.problems.map { (EntityID($0.problem), $0.label) } : []
        let writing = RowWriting(
            format: format,
            columns: ["rank", "participant", "name", "division", "solved", "points", "time"] + problems.map(\.1))
        var text = writing.header
        try await page.slice.forEach(Self.step) { rows in
            try Task.checkCancellation()
            let people = rows.reduce(into: [:]) { $0[$1.participant] = page.participants[$1.participant] }
            let names = try await names.names(of: people)
            for row in page.slice.inOrder(rows, names) {
                writing.write(Self.values(row, names, problems.map(\.0)), to: &text)
            }
        }
        return RouteAnswer(
            Array(text.utf8),
            as: .init(mediaType: name == "csv" ? "text/csv" : "application/jsonl", name: "leaderboard.\(name)"))
    }

    private static func values(
        _ row: RankedRow, _ names: [EntityID: String], _ problems: [EntityID?]
    ) -> [SQLValue] {
        let totals = row.row.totals
        let cells = problems.map { problem -> SQLValue in
            problem.flatMap { row.row.cells[$0] }.map { .text("\($0.points)") } ?? .null
        }
        return [
            .integer(Int64(row.rank)), .text("\(row.participant)"), names[row.participant].map { .text($0) } ?? .null,
            .text(row.row.division), .integer(Int64(totals.solved)), .text("\(totals.points)"), .integer(totals.time),
        ] + cells
    }
}
