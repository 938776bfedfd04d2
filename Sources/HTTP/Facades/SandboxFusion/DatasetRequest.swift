internal import Evaluation
internal import Hummingbird
internal import JSONText
internal import Units

/// A question about a data set, as SandboxFusion's API has it. Pure.
struct DatasetRequest: Hashable, Sendable {
    /// The data set's name.
    var dataset: String
    /// The row's name, a text or a number; null where none is asked for.
    var id: JSONValue = .null
    /// The whole answer of a model.
    var completion = ""
    /// Which rows of all.
    var (offset, limit) = (0, 1_000_000)
    /// How the rows are judged, for a data set that is not known here.
    var type: String?
    /// The row, or the rows, that came with the request.
    var rows: JSONValue?
    /// What else it says.
    var configuration = SandboxFusionConfiguration()

    /// What a request asks for.
    enum Kind {
        /// Rows.
        case rows
        /// A row.
        case row
        /// What an answer to a row is worth.
        case judging
        /// Something about the data set.
        case dataset
    }

    /// Reads a body.
    /// - Parameters:
    ///   - languages: the names of those that there are.
    /// - Throws: ``FacadeAnswer``, 422 with all that is wrong, 400 for what is not done here.
    init(
        _ body: JSONValue, _ kind: Kind, languages: [String], _ options: SandboxFusionOptions
    ) throws(FacadeAnswer) {
        var reader = ModelReader(body)
        dataset = reader.text("dataset")
        switch kind {
        case .rows:
            offset = reader.count("offset", otherwise: offset)
            limit = reader.count("limit", otherwise: limit)
        case .row: id = reader.identifier("id")
        case .judging:
            id = reader.identifier("id")
            completion = reader.text("completion")
        case .dataset: break
        }
        let read = reader.object("config") { Settings(&$0, languages: languages, options) }
        try reader.end()
        guard let read else { return }
        guard read.logic == nil else {
            throw FacadeAnswer(
                .badRequest, ["detail": "custom_extract_logic is not run here; send the program between fences"])
        }
        (type, rows, configuration) = (read.type, read.rows, read.configuration)
    }

    /// The object `config`.
    private struct Settings {
        let type: String?
        let logic: String?
        let rows: JSONValue?
        var configuration = SandboxFusionConfiguration()

        init(_ reader: inout ModelReader, languages: [String], _ options: SandboxFusionOptions) {
            type = reader.optionalText("dataset_type")
            logic = reader.optionalText("custom_extract_logic")
            rows = reader.rows("provided_data")
            configuration.language = reader.optionalChoice("language", of: languages)
            configuration.locale = reader.optionalText("locale")
            configuration.isFewshot = reader.optionalBool("is_fewshot") ?? false
            configuration.compileTimeout = reader.optionalNumber("compile_timeout").map { options.time($0) }
            configuration.runTimeout = reader.optionalNumber("run_timeout").map { options.time($0) }
            let extra = reader.dictionary("extra")
            configuration.isFreeform = extra.isTrue("is_freeform")
            configuration.runsAllCases = extra.isTrue("run_all_cases")
            configuration.returnsFullCases = extra.isTrue("return_full_case")
            configuration.appendsFlag = extra.isTrue("append_flag")
            configuration.reprCode = extra.isTrue("repr_code")
            configuration.context = extra["context"]?.text
            configuration.fewshot = extra["fewshot"]?.text
            configuration.promptTemplate = extra["prompt_template"]?.text
        }
    }
}

extension JSONValue {
    /// Whether the member is what Python takes for true.
    fileprivate func isTrue(_ name: String) -> Bool {
        switch self[name] {
        case nil, .null?, .bool(false)?, .integer(0)?, .number(0)?, .text("")?: false
        case .array(let elements)?: !elements.isEmpty
        case .object(let members)?: !members.isEmpty
        default: true
        }
    }
}
