import Grading
public import Judging
import Problems
import Units

/// Judgements as lines of text.
public struct JudgementText: Sendable {
    private let style: TextStyle
    private let pathWidth: Int

    /// Lines in `style`, with room for the longest of `paths`.
    public init(style: TextStyle, paths: [String]) {
        self.style = style
        pathWidth = min(48, paths.map { PrintableText.line($0).count }.max() ?? 0)
    }

    /// `ok    AC   accepted/sum.cpp  cpp   0.012 s  3.4 MiB`, then the reason, and the promise where it is broken.
    public func line(for judgement: Judgement) -> String {
        var parts = [
            mark(for: judgement),
            style.mark(judgement.verdict.rawValue.padded(to: 3), judgement.verdict == .accepted ? .good : .strong),
            PrintableText.line(judgement.submission.path).padded(to: pathWidth),
            PrintableText.line(judgement.language ?? "?").padded(to: 10),
            judgement.cpuTime.secondsText.aligned(to: 9),
            judgement.memory.description.aligned(to: 10),
        ]
        if let score = judgement.score { parts.insert(score.text().aligned(to: 7), at: 2) }
        if !judgement.isAsExpected {
            parts.append(style.mark(judgement.brokenPromiseText, .bad))
        }
        if !judgement.message.isEmpty {
            let place = judgement.decidingTest.map { PrintableText.line($0) + ": " } ?? ""
            parts.append(place + PrintableText.line(judgement.message))
        }
        return parts.joined(separator: "  ")
    }

    private func mark(for judgement: Judgement) -> String {
        if judgement.verdict == .judgeError { return style.mark("error", .bad) }
        if judgement.submission.expected.isEmpty { return "     " }
        return judgement.isAsExpected ? style.mark("ok   ", .good) : style.mark("FAIL ", .bad)
    }

    /// The lines that follow a judgement's own: the compiler's log where it failed, what was said to an
    /// interactor where the result is not as expected, and warnings.
    public func details(for judgement: Judgement) -> [String] {
        var lines: [String] = []
        if let compilation = judgement.compilation, !compilation.succeeded {
            lines += Self.ends(of: compilation.log, most: 12).map { style.mark("      | " + $0, .faint) }
        }
        if !judgement.isAsExpected || judgement.submission.expected.isEmpty, !judgement.decidingTranscript.isEmpty {
            lines += Self.ends(of: judgement.decidingTranscript, most: 12).map { style.mark("      | " + $0, .faint) }
        }
        lines += Self.groups(of: judgement).map { style.mark("      " + $0, .faint) }
        return lines + judgement.warnings.map { style.mark("      warning: " + PrintableText.line($0), .doubtful) }
    }

    /// What came of the groups, on one line: `secret/1 AC 20, secret/2 WA 0`.
    private static func groups(of judgement: Judgement) -> [String] {
        guard !judgement.groups.isEmpty else { return [] }
        let texts = judgement.groups.map { group in
            [PrintableText.line(group.name), group.verdict.rawValue, group.score?.text()].compactMap(\.self)
                .joined(separator: " ")
        }
        return ["groups: " + texts.joined(separator: ", ")]
    }

    /// One line for all: how many are as expected, the slowest accepted and the fastest too slow submission.
    public static func summary(of judgements: [Judgement]) -> String {
        let errors = judgements.count { $0.verdict == .judgeError }
        let promising = judgements.filter { $0.verdict != .judgeError && !$0.submission.expected.isEmpty }
        let failed = promising.count { !$0.isAsExpected }
        var parts = ["\(judgements.count) submission\(judgements.count == 1 ? "" : "s")"]
        if failed > 0 {
            parts.append("\(failed) not as expected")
        } else if !promising.isEmpty {
            parts.append(promising.count == judgements.count ? "all as expected" : "\(promising.count) as expected")
        }
        if errors > 0 { parts.append("\(errors) not judged for an error") }
        if let slowest = judgements.filter(\.passesAll).max(by: { $0.cpuTime < $1.cpuTime }) {
            parts.append("slowest accepted \(slowest.cpuTime.secondsText)")
        }
        // A submission that a fleet could not judge has none while the package is not measured.
        if let limit = judgements.map(\.limits.cpuTime).last(where: { $0 > .zero }) {
            parts.append("time limit \(limit.secondsText)")
        }
        return parts.joined(separator: ", ")
    }

    /// The first and last lines of `text`, at most `most` in all, with a note where some were left out. A single line is
    /// not left out: the note would be no shorter.
    private static func ends(of text: String, most: Int) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { PrintableText.line(String($0)) }
        let trimmed = lines.last == "" ? Array(lines.dropLast()) : lines
        guard trimmed.count > most + 1 else { return trimmed }
        let head = most * 2 / 3
        let tail = most - head
        return trimmed.prefix(head) + ["… \(trimmed.count - most) lines left out"] + trimmed.suffix(tail)
    }
}

extension Judgement {
    /// What is otherwise than promised, beside the verdict: `expected AC or WA`.
    var brokenPromiseText: String {
        let expected = submission.expected
        guard !expected.verdicts.isEmpty, brokenPromises.count == 1, !verdict.isAmong(expected.verdicts) else {
            return brokenPromises.joined(separator: "; ")
        }
        return "expected " + expected.verdictNames.joined(separator: " or ")
    }

    /// Whether it is accepted and passes all test cases that were judged: one with a score can be accepted without.
    fileprivate var passesAll: Bool {
        verdict == .accepted && tests.allSatisfy { $0.verdict == .accepted || $0.verdict == .skipped }
    }
}
