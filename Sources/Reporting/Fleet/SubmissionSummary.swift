import Grading
import GradingWire
import Judging
import Problems
import Units
public import Wire

/// What a coordinator knows of submissions, for people and for programs.
public enum SubmissionSummary {
    /// A line for each.
    public static func lines(_ submissions: [Verdict_V1_Submission], style: TextStyle) -> [String] {
        var table = TextTable([
            .words("ID"), .words("STATE"), .words("VERDICT"), .words("LANGUAGE"), .words("TENANT"), .words("CONTEST"),
            .words("SUBMITTED"), .words("PACKAGE"),
        ])
        for submission in submissions {
            let verdict = submission.hasJudgement ? submission.judgement.verdict.shortName : ""
            table.add([
                .init(submission.id, .strong), .init(submission.state.name), .init(verdict),
                .init(submission.language), .init(submission.tenant), .init(submission.contest),
                .init(UTCTime.text(nanoseconds: submission.submittedAtNs)),
                .init(String(submission.package.hexadecimal.prefix(12))),
            ])
        }
        return table.lines(style: style)
    }

    /// Everything about one: its line, the judgement's, and those of its test cases.
    public static func details(_ submission: Verdict_V1_Submission, style: TextStyle) -> [String] {
        var lines = lines([submission], style: style)
        guard let judgement = judgement(of: submission) else { return lines }
        let text = JudgementText(style: style, paths: [judgement.submission.path])
        lines += ["", text.line(for: judgement)] + text.details(for: judgement)
        if !submission.judgement.workers.isEmpty {
            lines.append("workers: " + PrintableText.line(submission.judgement.workers.joined(separator: ", ")))
        }
        guard !judgement.tests.isEmpty else { return lines }
        var table = TextTable([
            .words("TEST"), .words("VERDICT"), .numbers("CPU"), .numbers("WALL"), .numbers("MEMORY"), .words("MESSAGE"),
        ])
        for test in judgement.tests {
            table.add([
                .init(test.name), .init(test.verdict.rawValue), .init(test.cpuTime.secondsText),
                .init(test.wallTime.secondsText), .init(test.memory.description), .init(test.message),
            ])
        }
        return lines + [""] + table.lines(style: style)
    }

    /// The record of one, with its judgement as ``JudgementRecord`` has it, or null.
    public static func json(of submission: Verdict_V1_Submission) -> JSONValue {
        [
            "id": .string(submission.id),
            "package": .string(submission.package.hexadecimal),
            "language": .string(submission.language),
            "tenant": .string(submission.tenant),
            "contest": .string(submission.contest),
            "submitted_at": .string(UTCTime.text(nanoseconds: submission.submittedAtNs)),
            "state": .string(submission.state.name),
            "generation": submission.hasJudgement ? .integer(Int64(submission.judgement.generation)) : .null,
            "workers": .array(submission.judgement.workers.map { .string($0) }),
            "judgement": judgement(of: submission).map { JudgementRecord.json(of: $0) } ?? .null,
        ]
    }

    private static func judgement(of submission: Verdict_V1_Submission) -> Judgement? {
        guard submission.hasJudgement else { return nil }
        // The coordinator does not know the path that it had where it came from.
        return Judgement(submission.judgement, of: Submission(path: submission.id, sources: .inPackage([])))
    }
}

extension Verdict_V1_Submission.State {
    /// In a word.
    var name: String {
        switch self {
        case .queued: "queued"
        case .judging: "judging"
        case .judged: "judged"
        case .cancelled: "cancelled"
        case .stuck: "stuck"
        case .unspecified, .UNRECOGNIZED: "unknown"
        }
    }
}
