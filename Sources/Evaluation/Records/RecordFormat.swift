public import JSONText

/// A data set's way to write its records.
public enum RecordFormat: String, Hashable, Sendable, CaseIterable {
    /// Verdict's own.
    case verdict
    /// OpenAI's HumanEval.
    case humaneval
    /// EvalPlus' HumanEval+ and MBPP+: HumanEval and MBPP with inputs and a reference.
    case evalplus
    /// Google's MBPP, and its sanitized part.
    case mbpp
    /// MultiPL-E: HumanEval and MBPP in other languages.
    case multiple = "multipl-e"
    /// LiveCodeBench.
    case livecodebench
    /// APPS, and TACO, which has the same records.
    case apps
    /// DeepMind's CodeContests.
    case codecontests
    /// SandboxFusion's CommonOJ.
    case commonoj

    /// The format that a record shows by its keys; nil if it is like none.
    /// - Parameter record: the record.
    public init?(recognizing record: JSONTree) {
        func has(_ keys: String...) -> Bool { keys.allSatisfy { record[$0] != nil } }
        if has("id"), ["tests", "function", "program", "unit_tests"].contains(where: { record[$0] != nil }) {
            self = .verdict
        } else if has("entry_point", "base_input") {
            self = .evalplus
        } else if has("task_id", "prompt", "test", "entry_point") {
            self = .humaneval
        } else if has("test_list"), has("text") || has("prompt") || has("content") {
            self = .mbpp
        } else if has("name", "language", "prompt", "tests") {
            self = .multiple
        } else if has("question_id", "public_test_cases") {
            self = .livecodebench
        } else if has("input_output") {
            self = .apps
        } else if has("name", "public_tests") {
            self = .codecontests
        } else if has("id", "content", "test", "canonical_solution"),
            SandboxFusionRow.label("entry_point", of: record) != nil
        {
            self = .humaneval
        } else if has("id", "content", "test") {
            self = .commonoj
        } else {
            return nil
        }
    }

    /// The task that `record` describes.
    /// - Parameters:
    ///   - record: the record.
    ///   - line: its line in the file, by which a record is called that has no name.
    /// - Throws: ``RecordError`` with what is wrong in it.
    public func task(_ record: JSONTree, line: Int) throws(RecordError) -> EvaluationTask {
        switch self {
        case .verdict: try OwnRecord.task(record)
        case .humaneval: try HumanEvalRecord.task(record)
        case .evalplus: try HumanEvalRecord.differentialTask(record)
        case .mbpp: try MBPPRecord.task(record)
        case .multiple: try MultiPLERecord.task(record)
        case .livecodebench: try LiveCodeBenchRecord.task(record)
        case .apps: try APPSRecord.task(record, line: line)
        case .codecontests: try CodeContestsRecord.task(record)
        case .commonoj: try CommonOJRecord.task(record)
        }
    }
}
