import Grading
import Sandbox
import Toolchains
import Units

/// A package's own grader, built and ready to run in the sandbox.
///
/// It is called with the group's `grader_flags`, reads a line `VERDICT SCORE` for each member of the group that counts, and
/// writes one such line (legacy problem package format, "Graders").
struct ProgramGrader: Sendable {
    let plan: RunPlan
    /// Keeps the program where it is.
    let program: BuiltProgram
    let executor: any Executor

    /// What the program makes of the group's results; ``Verdict/judgeError`` with the reason if it fails.
    /// - Throws: `SandboxError` if it could not be run.
    func answer(_ question: GraderQuestion) async throws -> GroupGrade {
        var request = plan.request
        request.command += question.arguments
        request.standardInput = .bytes(Array(Self.input(question.results).utf8))
        request.standardOutput = .collect
        request.standardError = .collectEnds(.kibibytes(8))
        let run = try await executor.run(request, in: plan.cell)
        try Task.checkCancellation()
        guard run.exit == .exited(0), run.limitsStruck.isEmpty else {
            let words = ByteText.decode(ByteText.prefix(run.standardError[...], 500))
            return GroupGrade(.judgeError, remark: "the package's grader failed\(words.isEmpty ? "" : ": " + words)")
        }
        let output = String(decoding: run.standardOutput.prefix(4096), as: UTF8.self)
        return Self.grade(output)
            ?? GroupGrade(
                .judgeError, remark: "the package's grader must write a verdict and a score, as in \"AC 10\"")
    }

    /// What the program reads.
    static func input(_ results: [GroupGrade]) -> String {
        results.map { "\(name(of: $0.verdict)) \(($0.score ?? .zero).text(places: 12))\n" }.joined()
    }

    /// The result that `output` says; nil if it says none.
    static func grade(_ output: String) -> GroupGrade? {
        let words = output.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let verdict = verdicts[String(words[0])], !words[1].contains("/"),
            let score = Score(parsing: words[1])
        else { return nil }
        return GroupGrade(verdict, score: score)
    }

    private static let verdicts: [String: Verdict] = [
        "AC": .accepted, "WA": .wrongAnswer, "TLE": .timeLimit, "RTE": .runTimeError, "MLE": .memoryLimit,
        "OLE": .outputLimit, "JE": .judgeError,
    ]

    /// What the format calls a verdict; it knows fewer.
    private static func name(of verdict: Verdict) -> String {
        switch verdict {
        case .accepted, .partial: "AC"
        case .wrongAnswer: "WA"
        case .timeLimit, .idleLimit: "TLE"
        case .memoryLimit: "MLE"
        case .outputLimit: "OLE"
        case .runTimeError, .securityViolation, .compileError: "RTE"
        case .skipped, .judgeError: "JE"
        }
    }
}
