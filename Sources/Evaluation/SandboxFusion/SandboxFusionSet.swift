public import JSONText

/// How the rows of a data set are judged, by the names that SandboxFusion has for it.
public enum SandboxFusionSet: String, Hashable, Sendable, CaseIterable {
    /// Whole programs that read standard input and write standard output.
    case commonOJ = "CommonOJDataset"
    /// Programs to which tests are added.
    case autoEval = "AutoEvalDataset"
    /// OpenAI's HumanEval.
    case humanEval = "HumanEvalDataset"
    /// HumanEval and MBPP in other languages.
    case multiPLE = "MultiPLEDataset"
    /// MBPP, as a table of SandboxFusion has it.
    case mbpp = "MBPPDataset"
    /// LiveCodeBench, as a table of SandboxFusion has it.
    case liveCodeBench = "LiveCodeBenchDataset"
    /// Records of any data set that Verdict evaluates. SandboxFusion does not know it.
    case records = "VerdictDataset"

    /// The one of that name; nil if there is none.
    /// - Parameter name: its name, or one that SandboxFusion takes for it.
    public init?(named name: String) {
        let aliases: [String: SandboxFusionSet] = [
            "AutoEvalV4Dataset": .autoEval, "AutoEvalV5Dataset": .autoEval, "AutoEvalV6Dataset": .autoEval,
        ]
        guard let set = aliases[name] ?? SandboxFusionSet(rawValue: name) else { return nil }
        self = set
    }

    /// The one whose rows look like this one; nil if none do.
    /// - Parameter row: the row.
    public init?(recognizing row: JSONTree) {
        func has(_ keys: String...) -> Bool { keys.allSatisfy { row[$0] != nil } }
        if has("id", "content", "test_list", "labels") {
            self = .mbpp
        } else if has("id", "content", "test") {
            self.init(test: row["test"], entryPoint: SandboxFusionRow.label("entry_point", of: row))
        } else if has("name", "language", "prompt", "tests") {
            self = .multiPLE
        } else if has("prompt", "test", "entry_point"), !has("base_input") {
            self = .humanEval
        } else if RecordFormat(recognizing: row) != nil {
            self = .records
        } else {
            return nil
        }
    }

    /// What the column `test` of a table shows.
    private init?(test: JSONTree?, entryPoint: String?) {
        guard let test else { return nil }
        // What is no JSON is a text of another kind: a pickle, or a program.
        let value = test.string.flatMap { try? JSONTree(parsing: $0.utf8) } ?? test
        if value.array != nil {
            self = .commonOJ
        } else if value["code"] != nil {
            self = .autoEval
        } else if value["input_output"] != nil || value.string?.hasPrefix("eJ") == true {
            self = .liveCodeBench
        } else if entryPoint != nil {
            self = .humanEval
        } else {
            return nil
        }
    }
}
