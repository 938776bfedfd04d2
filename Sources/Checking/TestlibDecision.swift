public import Grading
public import Sandbox
import Units

/// What a finished run of a checker or interactor that follows testlib's conventions says: by its exit status, and by the words
/// that a line of its standard error begins with.
///
/// | exit status | words | says |
/// |---|---|---|
/// | 0 | | accepted |
/// | 1 | `wrong answer` | wrong answer |
/// | 2, 4 | `wrong output format` | presentation error: the output is not written as it should be, or goes on behind its end |
/// | 8 | `unexpected eof` | the output ends too early |
/// | 7 | `points 2.5` | so many points |
/// | *n* or 50 + *n* | `partially correct (n)` | so many hundredths |
/// | 3, any other | | the program's own failure |
///
/// A program that rejects without a word is believed, one that says something else is not: a crash often has status 1, too.
public enum TestlibDecision: Hashable, Sendable {
    /// The output is right.
    case accepted
    /// The output is wrong; the text says why.
    case rejected(String)
    /// So many points; the text says why.
    case points(Score, String)
    /// So many hundredths; the text says why.
    case part(Int, String)
    /// The program failed, crashed, ran into a limit or ended with a status that nobody knows; the text says which, with the end
    /// of what it wrote to standard error. Never the submission's fault.
    case judgeError(String)

    /// The most characters that are kept of the reason.
    private static let reasonLength = 1000
    /// What testlib adds to the number of a partially right answer where it is built for some systems.
    private static let partBases = [0, 50]

    /// Reads the decision off a run.
    /// - Parameter name: what messages call the program: `checker`.
    public init(_ result: RunResult, limits: Limits, called name: String) {
        guard case .exited(let status) = result.outcome else {
            self = .judgeError(ValidatorFailure.words(result, limits: limits, called: name))
            return
        }
        let text = ByteText.decode(result.standardError)
        let failure = ValidatorFailure.words(
            result, limits: limits, called: name, exit: Self.meaning(ofFailure: status))
        if let (part, reason) = Self.part(in: text), Self.partBases.contains(Int(status) - part) {
            self = .part(part, reason)
            return
        }
        switch status {
        case 0: self = .accepted
        case 1: self = .rejection(text, "wrong answer", or: failure)
        case 2, 4: self = .rejection(text, "wrong output format", as: "presentation error: ", or: failure)
        case 8: self = .rejection(text, "unexpected eof", as: "the output ends too early: ", or: failure)
        case 7: self = Self.points(in: text).map { .points($0, $1) } ?? .judgeError(failure)
        default: self = .judgeError(failure)
        }
    }

    private static func meaning(ofFailure status: Int32) -> String {
        switch status {
        case 3: "says that the test or the package is wrong (exit status 3)"
        case 1, 2, 4, 7, 8: "exited with status \(status) without the words that testlib has for it"
        default: "exited with status \(status), which testlib does not have"
        }
    }

    /// A rejection in `words`, or without any; `failure` if the text says something else.
    private static func rejection(
        _ text: String, _ words: String, as kind: String = "", or failure: String
    ) -> TestlibDecision {
        let isSilent = !text.contains { !$0.isWhitespace }
        guard let rest = rest(of: text, behind: words) ?? (isSilent ? "" : nil) else { return .judgeError(failure) }
        let reason = cut(rest)
        return .rejected(kind + (reason.isEmpty ? "the checker does not say why" : reason))
    }

    /// The number and the reason in `points 2.5 reason`.
    private static func points(in text: String) -> (Score, String)? {
        guard let rest = rest(of: text, behind: "points ") else { return nil }
        let number = rest.prefix { !$0.isWhitespace }
        guard !number.contains("/"), let points = Score(parsing: number) else { return nil }
        return (points, cut(rest[number.endIndex...]))
    }

    /// The number and the reason in `partially correct (40) reason`.
    private static func part(in text: String) -> (Int, String)? {
        guard let rest = rest(of: text, behind: "partially correct (") else { return nil }
        let number = rest.prefix { $0.isASCII && $0.isNumber }
        guard let part = Int(number), rest[number.endIndex...].first == ")" else { return nil }
        return (part, cut(rest[number.endIndex...].dropFirst()))
    }

    /// What stands behind `words` where the first line begins with them that does; nil if none does.
    private static func rest(of text: String, behind words: String) -> Substring? {
        text.split(whereSeparator: \.isNewline).first { $0.hasPrefix(words) }
            .map { text[$0.startIndex...].dropFirst(words.count) }
    }

    private static func cut(_ text: Substring) -> String {
        let lines = text.split(whereSeparator: \.isNewline).prefix(10).joined(separator: "\n")
        return String(lines.drop(while: \.isWhitespace).prefix(reasonLength))
    }
}
