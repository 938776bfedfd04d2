internal import Concurrency
public import Evaluation
internal import Hummingbird
internal import JSONText

/// What SandboxFusion's data sets are: tables of a folder, and what programs that are handed in for their rows are judged with.
public struct SandboxFusionDatasets: Sendable {
    /// The programs around candidates.
    let harnesses: Harnesses
    /// The tables.
    let tables: RecordTables
    /// What the references of each table's rows give.
    private let references: [String: ReferenceResults]

    /// Those of `tables`, and whatever comes with requests.
    /// - Parameters:
    ///   - tables: the data sets that have a name here.
    ///   - harnesses: the programs around candidates that are functions.
    public init(_ tables: RecordTables = RecordTables(), harnesses: Harnesses) {
        (self.tables, self.harnesses) = (tables, harnesses)
        references = Dictionary(tables.names.map { ($0, ReferenceResults()) }) { first, _ in first }
    }

    /// The rows that a request is about, and how they are judged.
    struct Rows: Sendable {
        let set: SandboxFusionSet
        /// Those that came with the request; nil: those of a table.
        let own: JSONValue?
        let table: RecordTable?
        /// What references give; new ones for rows that came with the request, so that nobody's can be another's.
        let references: ReferenceResults
    }

    /// The rows that `request` is about.
    /// - Throws: ``FacadeAnswer`` (400) if nothing is known of them.
    func rows(for request: DatasetRequest) throws(FacadeAnswer) -> Rows {
        let table = tables[request.dataset]
        let set: SandboxFusionSet
        if let table {
            set = table.set
        } else {
            guard let type = request.type else {
                throw Self.refusal("no eval class found for dataset \(request.dataset.prefix(200))")
            }
            guard let named = SandboxFusionSet(named: type) else {
                throw Self.refusal("eval class \(type.prefix(200)) not found")
            }
            set = named
        }
        guard table != nil || request.rows != nil else {
            throw Self.refusal("there is no data set \(request.dataset.prefix(200)); send its rows as provided_data")
        }
        let isOwn = request.rows != nil
        return Rows(
            set: set, own: request.rows, table: table,
            references: isOwn ? ReferenceResults() : references[request.dataset] ?? ReferenceResults())
    }

    static func refusal(_ words: String) -> FacadeAnswer { FacadeAnswer(.badRequest, ["detail": .text(words)]) }
}

extension SandboxFusionDatasets.Rows {
    /// The most that the prompts of one answer have.
    private static let mostBytes = 64 << 20

    /// The row that `request` names, or brings.
    /// - Throws: ``FacadeAnswer`` (400) if there is none.
    func row(for request: DatasetRequest) async throws -> JSONTree {
        if let own {
            guard own.object != nil else {
                throw SandboxFusionDatasets.refusal(
                    "request.config.provided_data should be a dict with str -> str | int")
            }
            return own.tree
        }
        let row = try await BlockingWork.run { [table, id = request.id.tree] _ in try table?.row(id) }
        guard let row else {
            let name = request.id.text ?? request.id.integer.map(String.init) ?? ""
            throw SandboxFusionDatasets.refusal("there is no row \(name.prefix(200)) in \(request.dataset)")
        }
        return row
    }

    /// What the rows that `request` wants are called.
    func ids(for request: DatasetRequest) throws -> [JSONValue] {
        guard let own else {
            return (table?.ids ?? []).dropFirst(request.offset).prefix(request.limit).map { JSONValue($0) }
        }
        return try Self.rows(own).map { JSONValue(try Self.prompt($0, set, request).id) }
    }

    /// The prompts of the rows that `request` wants.
    func prompts(for request: DatasetRequest) async throws -> [JSONValue] {
        if let own { return try Self.rows(own).map { Self.json(try Self.prompt($0, set, request)) } }
        guard let table else { return [] }
        let wanted = table.ids.dropFirst(request.offset).prefix(request.limit)
        return try await BlockingWork.run { [set] _ in
            var room = Self.mostBytes
            return try wanted.compactMap { id in
                guard let row = try table.row(id) else { return nil }
                let prompt = try Self.prompt(row, set, request)
                room -= prompt.text.utf8.count + prompt.labels.text.utf8.count
                guard room >= 0 else {
                    throw SandboxFusionDatasets.refusal(
                        "the prompts have more than \(Self.mostBytes >> 20) MiB; ask for fewer, with offset and limit")
                }
                return Self.json(prompt)
            }
        }
    }

    /// The rows that came with a request for many.
    private static func rows(_ own: JSONValue) throws(FacadeAnswer) -> [JSONTree] {
        guard let rows = own.array else {
            throw SandboxFusionDatasets.refusal(
                "request.config.provided_data should be a list of str -> str | int")
        }
        return rows.map(\.tree)
    }

    /// The prompt of a row.
    /// - Throws: ``FacadeAnswer`` (400) if it has none.
    static func prompt(
        _ row: JSONTree, _ set: SandboxFusionSet, _ request: DatasetRequest
    ) throws(FacadeAnswer) -> SandboxFusionPrompt {
        do {
            return try SandboxFusionPrompt(row, of: set, request.configuration)
        } catch {
            throw SandboxFusionDatasets.refusal(error.reason)
        }
    }

    static func json(_ prompt: SandboxFusionPrompt) -> JSONValue {
        ["id": JSONValue(prompt.id), "prompt": .text(prompt.text), "labels": JSONValue(prompt.labels)]
    }
}
