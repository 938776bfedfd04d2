public import Grading
public import Problems
public import Sandbox
import Units

/// What a finished run of a package's own checker or interactor says, by the convention that it follows.
public enum CheckerDecision: Hashable, Sendable {
    /// The output is right.
    case accepted
    /// The output is wrong; the text says why.
    case rejected(String)
    /// So many points; the text says why.
    case points(Score, String)
    /// A part of the points; the text says why.
    case part(Score, String)
    /// The program failed, crashed, ran into a limit or answered in a way that nobody knows; the text says which, with the end of
    /// what it wrote to standard error. Never the submission's fault.
    case judgeError(String)

    /// Reads the decision off a run.
    /// - Parameters:
    ///   - result: the run, with both outputs collected.
    ///   - limits: what it was run within.
    ///   - convention: how it answers.
    ///   - name: what messages call the program: `checker`.
    public init(_ result: RunResult, limits: Limits, by convention: CheckerConvention, called name: String) {
        guard case .exited(let status) = result.outcome else {
            self = .judgeError(ValidatorFailure.words(result, limits: limits, called: name))
            return
        }
        let failure = { ValidatorFailure.words(result, limits: limits, called: name, exit: $0) }
        let said = CheckerAnswer(status: status, result, failure: failure)
        self =
            switch convention.answer {
            case .testlib: said.testlib(pointsArePercent: convention.pointsArePercent)
            case .uoj: said.uoj
            case .hydro: said.hydro
            case .dmoj: said.dmoj
            case .dmojTestlib: said.dmojTestlib
            case .coci: said.coci
            case .peg: said.peg
            case .cms: said.cms
            case .hustoj: said.hustoj
            case .qduoj: said.qduoj
            case .lemon: said.lemon
            case .syzoj: said.syzoj
            }
    }
}

/// What a checker left when it ended by itself.
struct CheckerAnswer {
    /// The most characters that are kept of a reason.
    private static let reasonLength = 1000
    /// The most lines.
    private static let reasonLines = 10

    let status: Int32
    let output: String
    let error: String
    /// What it wrote to its score file; nil if it wrote none.
    let score: [UInt8]?
    /// Words for its failure, given what its exit status means.
    let failure: (String) -> String

    init(status: Int32, _ result: RunResult, failure: @escaping (String) -> String) {
        self.status = status
        self.failure = failure
        output = ByteText.decode(result.standardOutput)
        error = ByteText.decode(result.standardError)
        // A file that cannot be read is none.
        score = try? result.scratch[CheckerProgram.folder]?.read(CheckerProgram.scoreFile, limit: .kibibytes(4))
    }

    /// The judge's fault, as the exit status is none that the system `home` has.
    func unknownStatus(_ home: String) -> CheckerDecision {
        .judgeError(failure("exited with status \(status), which \(home) does not have"))
    }

    /// A rejection for the reason in `text`.
    func rejection(_ text: some StringProtocol, as kind: String = "") -> CheckerDecision {
        let reason = Self.reason(text)
        return .rejected(kind + (reason.isEmpty ? "the checker does not say why" : reason))
    }

    /// As much of a reason as is kept.
    static func reason(_ text: some StringProtocol) -> String {
        let lines = text.split(whereSeparator: \.isNewline).prefix(reasonLines).joined(separator: "\n")
        return String(lines.drop(while: \.isWhitespace).prefix(reasonLength))
    }

    /// The lines of `text` without white space around them.
    static func lines(_ text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            let line = line.drop(while: \.isWhitespace)
            return line.lastIndex { !$0.isWhitespace }.map { line[...$0] } ?? ""
        }
    }

    /// The decimal number that `text` is; nil if it is none.
    static func number(_ text: some StringProtocol) -> Score? {
        text.contains("/") ? nil : Score(parsing: text)
    }
}
