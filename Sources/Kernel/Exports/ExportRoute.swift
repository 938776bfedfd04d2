public import Views

/// Rows of a module's views that somebody takes away as a file, as CSV or as JSON lines.
public struct ExportRoute: Sendable {
    /// Where: `api/v1/contests/{id}/results`. The query's `format` says how: `csv` or `jsonl`.
    public var path: String
    /// What permissions call it.
    public var action: Action
    /// What it gives, for the description of the API, in a sentence.
    public var summary: String
    /// What the file is called, without its ending.
    public var file: String
    /// The views that the rows are of.
    public var views: [String]
    /// The query that gives the rows, for who asks; asks whether they may when it knows what it is about.
    public var rows: @Sendable (RouteRequest) async throws -> SQL

    /// An export from its parts.
    public init(
        _ path: String, _ action: Action, _ summary: String, file: String, of views: [String],
        rows: @escaping @Sendable (RouteRequest) async throws -> SQL
    ) {
        (self.path, self.action, self.summary, self.file) = (path, action, summary, file)
        (self.views, self.rows) = (views, rows)
    }
}

extension ExportFormat {
    /// The formats by the names that requests have for them.
    public static let byName: [String: Self] = ["csv": .csv(), "jsonl": .jsonLines]
}
