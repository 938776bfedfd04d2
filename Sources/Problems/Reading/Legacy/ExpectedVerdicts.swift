import Grading

/// What a package's folders and annotations promise of a submission.
///
/// `problemtools` knows fewer verdicts. What exceeds memory dies there of a failed allocation and is a run-time error,
/// as in DOMjudge, so both promises allow MLE; what writes too much is told apart there (OLE), so they do not allow it.
/// Idling until the wall limit is a time limit there.
enum ExpectedVerdicts {
    /// The folders of the format, for advice.
    static let mainFolders = "accepted, wrong_answer, run_time_error or time_limit_exceeded"

    private static let folders: [String: Set<Verdict>] = [
        "accepted": [.accepted],
        "partially_accepted": [.accepted],
        "wrong_answer": [.wrongAnswer],
        "run_time_error": runTimeError,
        "time_limit_exceeded": timeLimit,
        "memory_limit_exceeded": [.memoryLimit],
        "output_limit_exceeded": [.outputLimit],
        "compile_error": [.compileError],
        "compiler_error": [.compileError],
    ]

    private static let runTimeError: Set<Verdict> = [.runTimeError, .securityViolation, .memoryLimit]
    private static let timeLimit: Set<Verdict> = [.timeLimit, .idleLimit]

    /// The verdicts that submissions in the folder may get; nil if its name promises nothing.
    ///
    /// As in DOMjudge a folder may be called like a result, `no_output`.
    static func folder(_ name: String) -> Set<Verdict>? {
        if let verdicts = folders[name] { return verdicts }
        guard let verdicts = result(name), !verdicts.isEmpty else { return nil }
        return verdicts
    }

    /// What follows `@EXPECTED_RESULTS@:` in a source, or `@EXPECTED_SCORE@:` with results instead of a score.
    struct Annotation {
        var file: String
        var line: Int
        var text: String

        /// The verdicts that the annotation allows; empty if it leaves the choice to people.
        func verdicts() throws(UnknownResult) -> Set<Verdict> {
            var verdicts: Set<Verdict> = []
            var isOpen = false
            for name in text.split(separator: ",", omittingEmptySubsequences: false) {
                let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                guard let meant = ExpectedVerdicts.result(name) else { throw UnknownResult(name: name) }
                if meant.isEmpty { isOpen = true }
                verdicts.formUnion(meant)
            }
            return isOpen ? [] : verdicts
        }
    }

    struct UnknownResult: Error {
        var name: String

        var message: String {
            let known = "CORRECT, WRONG-ANSWER, TIMELIMIT, RUN-ERROR, MEMORY-LIMIT, OUTPUT-LIMIT, COMPILER-ERROR"
            return "unknown result \"\(name)\"; the results are \(known), CHECK-MANUALLY"
        }
    }

    private static func result(_ name: String) -> Set<Verdict>? {
        switch String(name.uppercased().map { $0 == "_" ? "-" : $0 }) {
        case "CORRECT", "ACCEPTED", "AC": [.accepted]
        case "WRONG-ANSWER", "NO-OUTPUT", "WA": [.wrongAnswer]
        case "TIMELIMIT", "TIME-LIMIT", "TIME-LIMIT-EXCEEDED", "TLE": timeLimit
        case "RUN-ERROR", "RUN-TIME-ERROR", "RUNTIME-ERROR", "RTE", "RE": runTimeError
        case "MEMORY-LIMIT", "MEMORY-LIMIT-EXCEEDED", "MLE": [.memoryLimit]
        case "OUTPUT-LIMIT", "OUTPUT-LIMIT-EXCEEDED", "OLE": [.outputLimit]
        case "COMPILER-ERROR", "COMPILE-ERROR", "CE": [.compileError]
        case "CHECK-MANUALLY": []
        default: nil
        }
    }

    /// The results that mean these verdicts, as an annotation lists them.
    static func results(for verdicts: Set<Verdict>) -> String {
        let isRunTimeError = verdicts.contains(.runTimeError)
        var names: [String] = []
        if verdicts.contains(.accepted) { names.append("CORRECT") }
        if verdicts.contains(.wrongAnswer) { names.append("WRONG-ANSWER") }
        if !verdicts.isDisjoint(with: timeLimit) { names.append("TIMELIMIT") }
        if isRunTimeError || verdicts.contains(.securityViolation) { names.append("RUN-ERROR") }
        if verdicts.contains(.memoryLimit), !isRunTimeError { names.append("MEMORY-LIMIT") }
        if verdicts.contains(.outputLimit) { names.append("OUTPUT-LIMIT") }
        if verdicts.contains(.compileError) { names.append("COMPILER-ERROR") }
        return names.isEmpty ? "CHECK-MANUALLY" : names.joined(separator: ", ")
    }

    /// The annotations in a source's bytes, whatever its case and encoding.
    static func annotations(in bytes: [UInt8], file: String) -> [Annotation] {
        let at = UInt8(ascii: "@")
        guard bytes.contains(at) else { return [] }
        var annotations: [Annotation] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            var rest = line
            while let start = rest.firstIndex(of: at) {
                rest = rest[start...]
                if let text = annotation(at: rest) {
                    annotations.append(Annotation(file: file, line: index + 1, text: text))
                }
                rest = rest.dropFirst()
            }
        }
        return annotations
    }

    private static func annotation(at bytes: ArraySlice<UInt8>) -> String? {
        func text(after mark: String) -> String? {
            let mark = mark.utf8
            guard bytes.prefix(mark.count).elementsEqual(mark, by: { uppercase($0) == $1 }) else { return nil }
            // A comment may end behind the names.
            return String(decoding: bytes.dropFirst(mark.count).prefix(while: isNamePart), as: UTF8.self)
        }
        if let results = text(after: "@EXPECTED_RESULTS@:") { return results }
        guard let results = text(after: "@EXPECTED_SCORE@:") else { return nil }
        return results.first { !$0.isWhitespace }?.isLetter == true ? results : nil
    }

    private static func uppercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch uppercase(byte) {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "-_, \t".utf8.contains(byte)
        }
    }
}
