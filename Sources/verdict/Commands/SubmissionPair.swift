import Grading
import Judging
import PackageFiles
import Problems
import Reporting

/// A submission that two packages have, one of which was made of the other.
struct SubmissionPair {
    /// The submission in the package that was read.
    var original: Submission
    /// The same in the package that was written.
    var copy: Submission

    /// All of them, by the files that were copied.
    static func pairs(of problem: Problem, _ result: PackageExport.Result) -> [SubmissionPair] {
        var sources: [TreePath: TreePath] = [:]
        for file in result.written.files {
            if case .copy(let source, _, _) = file.contents { sources[file.path] = source.path }
        }
        var copies: [TreePath: [Submission]] = [:]
        for submission in result.copy.problem.submissions.reversed() {
            guard let source = first(submission).flatMap({ sources[$0] }) else { continue }
            copies[source, default: []].append(submission)
        }
        return problem.submissions.compactMap { original in
            first(original).flatMap { copies[$0]?.popLast() }.map { SubmissionPair(original: original, copy: $0) }
        }
    }

    private static func first(_ submission: Submission) -> TreePath? {
        guard case .inPackage(let files) = submission.sources else { return nil }
        return files.first?.file.path
    }
}

/// What came of one submission in two packages.
struct SubmissionComparison {
    let original: Judgement
    let copy: Judgement

    /// Whether verdict and score are the same, and both packages expect them or both do not.
    var isSame: Bool {
        original.verdict == copy.verdict && original.score == copy.score
            && original.isAsExpected == copy.isAsExpected
    }

    /// Whether one of the packages, or the engine, failed.
    var isJudgeError: Bool { original.verdict == .judgeError || copy.verdict == .judgeError }

    /// The difference in words.
    var text: String {
        var text =
            "\(original.submission.path): \(Self.result(original)), and as \(copy.submission.path) \(Self.result(copy))"
        if original.isAsExpected != copy.isAsExpected {
            text += "; \(copy.isAsExpected ? "only the copy" : "only the original") expects what it gets"
        }
        for (judgement, name) in [(original, "original"), (copy, "copy")] where !judgement.message.isEmpty {
            text += "; \(name): \(judgement.decidingTest.map { "\($0): " } ?? "")\(judgement.message)"
        }
        return text
    }

    /// Both results as JSON.
    var record: JSONValue {
        func score(_ judgement: Judgement) -> JSONValue { judgement.score.map { .string($0.text()) } ?? .null }
        return [
            "submission": .string(original.submission.path), "copy": .string(copy.submission.path),
            "same": .bool(isSame), "verdict": .string(original.verdict.rawValue),
            "copy_verdict": .string(copy.verdict.rawValue), "score": score(original), "copy_score": score(copy),
            "as_expected": .bool(original.isAsExpected), "copy_as_expected": .bool(copy.isAsExpected),
        ]
    }

    private static func result(_ judgement: Judgement) -> String {
        judgement.verdict.rawValue + (judgement.score.map { " with \($0.text()) points" } ?? "")
    }
}
