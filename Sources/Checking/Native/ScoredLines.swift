import Grading

/// Lines that give points one by one, in DMOJ's two ways.
enum ScoredLines: Sendable {
    /// Each line of the answer is worth the same; an output with more lines is wrong. Blanks around a line do not count.
    case equalParts
    /// The lines are worth what `weights` say. Unless `allowsMissing`, the output must have as many lines.
    case weighted([Int], allowsMissing: Bool)

    func check(_ texts: ComparedTexts) throws(Rejection) -> CheckerResult {
        switch self {
        case .equalParts: try checkEqualParts(texts)
        case .weighted(let weights, let allowsMissing): try checkWeighted(texts, weights, allowsMissing: allowsMissing)
        }
    }

    private func checkEqualParts(_ texts: ComparedTexts) throws(Rejection) -> CheckerResult {
        var format = LineFormat.dmoj
        let counts = (count(texts.answer, format), count(texts.output, format))
        guard counts.1 <= counts.0 else { throw tooMany(counts) }
        (format.lineEnd, format.trimsBeginning) = (.c, true)
        let right = equalLines(texts, format) { _ in 1 }
        guard right.sum < counts.0 else { return CheckerResult(.accepted) }
        let award = right.sum == 0 ? nil : CheckerResult.Award.part(Score(right.sum) / Score(counts.0))
        return CheckerResult(.wrongAnswer, award: award, message: message(right, of: counts.0))
    }

    private func checkWeighted(
        _ texts: ComparedTexts, _ weights: [Int], allowsMissing: Bool
    ) throws(Rejection) -> CheckerResult {
        let counts = (count(texts.answer, .dmoj), count(texts.output, .dmoj))
        guard counts.0 == weights.count else {
            throw Rejection(
                .judgeError,
                "point_distribution has \(weights.count) numbers and the answer \(counts.0) lines; give one for each line"
            )
        }
        guard allowsMissing || counts.0 == counts.1 else { throw tooMany(counts) }
        let right = equalLines(texts, .dmoj) { weights[$0] }
        let whole = weights.reduce(0, +)
        guard right.sum < whole else { return CheckerResult(.accepted) }
        guard right.sum > 0 else { return CheckerResult(.wrongAnswer, message: message(right, of: counts.0)) }
        return CheckerResult(
            .accepted, award: .part(Score(right.sum) / Score(whole)), message: message(right, of: counts.0))
    }

    private struct RightLines {
        var count = 0
        /// What they are worth together.
        var sum = 0
        var firstWrong: Rejection?
    }

    private func equalLines(_ texts: ComparedTexts, _ format: LineFormat, worth: (Int) -> Int) -> RightLines {
        var (answer, output) = (LineCursor(texts.answer, format), LineCursor(texts.output, format))
        var (right, index) = (RightLines(), 0)
        while let expected = answer.next(), let found = output.next() {
            if texts.areEqual(expected, found) {
                right.count += 1
                right.sum += worth(index)
            } else if right.firstWrong == nil {
                right.firstWrong = texts.difference(expected, found)
            }
            index += 1
        }
        return right
    }

    private func count(_ text: [UInt8], _ format: LineFormat) -> Int {
        var (cursor, count) = (LineCursor(text, format), 0)
        while cursor.next() != nil { count += 1 }
        return count
    }

    private func tooMany(_ counts: (Int, Int)) -> Rejection {
        Rejection(.wrongAnswer, "expected \(counts.0) lines, got \(counts.1)")
    }

    private func message(_ right: RightLines, of count: Int) -> String {
        "\(right.count) of \(count) lines are right" + (right.firstWrong.map { "; " + $0.message } ?? "")
    }
}
