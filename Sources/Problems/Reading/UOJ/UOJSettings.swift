import Grading
import PackageFiles
import StrictYAML
import Units

/// `problem.conf`: pairs of a key and a value, all between white space. A key may have the number of a test behind it, `time_limit_3`;
/// what is not said of a test is said of all.
struct UOJSettings {
    /// A value, and where it stands.
    struct Value {
        var text: String
        /// From 1.
        var line: Int
    }

    /// The most that tests and subtasks may be in number.
    static let mostTests = 10_000

    private static let keys: Set<String> = [
        "use_builtin_judger", "use_builtin_checker", "n_tests", "n_ex_tests", "n_sample_tests", "n_subtasks",
        "input_pre",
        "input_suf", "output_pre", "output_suf", "with_implementer", "submit_answer", "interaction_mode", "token",
        "validate_input_before_test", "custom_test_requirement",
    ]
    /// Keys that may have a number behind them.
    private static let numbered: Set<String> = [
        "time_limit", "memory_limit", "output_limit", "point_score", "subtask_end", "subtask_score", "subtask_type",
        "subtask_dependence", "checker_time_limit", "checker_memory_limit", "interactor_time_limit",
        "interactor_memory_limit",
    ]
    /// What is said of programs that are not run here.
    private static let unused = [
        "compiler_", "validator_", "standard_", "checker_output", "interactor_output", "readable_",
    ]

    let file: String
    private var values: [String: Value] = [:]
    private let findings: Findings

    /// Reads the package's file.
    /// - Throws: `ProblemError` with all findings if it cannot be read: without it nothing can.
    init(_ package: LoadedPackage, _ entry: PackageEntry, _ findings: Findings) throws(ProblemError) {
        file = entry.location
        self.findings = findings
        let text = findings.collect { () throws(Diagnostic) in
            let bytes = try package.settings(entry, atMost: YAMLDocument.sizeLimit, findings)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Diagnostic(file: entry.location, message: "must be UTF-8")
            }
            return text
        }
        guard let text else { throw ProblemError(.invalid, findings.errors) }
        read(text)
    }

    private mutating func read(_ text: String) {
        var key: Value?
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            for word in line.split(whereSeparator: \.isWhitespace) {
                let value = Value(text: String(word), line: index + 1)
                guard let name = key else {
                    key = value
                    continue
                }
                key = nil
                if !Self.isKnown(name.text) {
                    findings.warn(
                        file, line: name.line,
                        "unknown key \"\(name.text.prefix(40))\"; it is not used: correct or remove it")
                }
                if values.updateValue(value, forKey: name.text) != nil {
                    findings.warn(
                        file, line: name.line, "\"\(name.text.prefix(40))\" stands twice; the last one counts")
                }
            }
        }
        guard let key else { return }
        findings.error(file, line: key.line, "\"\(key.text.prefix(40))\" has no value; each key needs one")
    }

    private static func isKnown(_ key: String) -> Bool {
        if keys.contains(key) || numbered.contains(key) || unused.contains(where: key.hasPrefix) { return true }
        var parts = key.split(separator: "_", omittingEmptySubsequences: false)
        // subtask_dependence_3_1 has two numbers.
        for _ in 0..<2 where parts.last.flatMap({ Int($0) }) != nil {
            parts.removeLast()
            if numbered.contains(parts.joined(separator: "_")) { return true }
        }
        return false
    }

    /// What is said of `key`; nil: nothing.
    subscript(key: String) -> Value? { values[key] }

    /// Whether `key` is switched on.
    func isOn(_ key: String) -> Bool { values[key]?.text == "on" }

    /// What is said of `key` for the test or subtask of that number, or else for all.
    func value(_ key: String, _ number: Int?) -> Value? { number.flatMap { values["\(key)_\($0)"] } ?? values[key] }

    /// A whole number in `range`; `usual` if none is given, or a wrong one, which is an error.
    func integer(_ key: String, _ number: Int? = nil, in range: ClosedRange<Int>, or usual: Int) -> Int {
        guard let value = value(key, number) else { return usual }
        if let given = Int(value.text), range.contains(given) { return given }
        findings.error(
            file, line: value.line,
            "\"\(key)\" must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(value.text.prefix(40))\""
        )
        return usual
    }

    /// A time in seconds.
    func time(_ key: String, _ number: Int? = nil, or usual: Duration) -> Duration {
        guard let value = value(key, number) else { return usual }
        let isDecimal = value.text.allSatisfy { $0 == "." || ($0.isASCII && $0.isNumber) }
        if isDecimal, let seconds = Double(value.text), seconds >= 0.001, seconds <= 86_400 {
            return .decimalSeconds(seconds)
        }
        findings.error(
            file, line: value.line, "\"\(key)\" must be from 0.001 to 86400 seconds, not \"\(value.text.prefix(40))\"")
        return usual
    }

    /// A size in MiB.
    func size(_ key: String, _ number: Int? = nil, or usual: Int) -> ByteCount {
        .mebibytes(Int64(integer(key, number, in: 1...1 << 20, or: usual)))
    }

    /// What the files of a test are called; an extra test has `ex_` before that.
    func name(_ kind: String, _ number: Int, isExtra: Bool) -> String {
        let (start, end) = (values["\(kind)_pre"]?.text ?? kind, values["\(kind)_suf"]?.text ?? "txt")
        return (isExtra ? "ex_" : "") + "\(start)\(number).\(end)"
    }
}
