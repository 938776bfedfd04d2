import Judging
import Problems
import Reporting
import Units

/// Prints what a judge tells: results on standard output in order, progress on standard error.
struct JudgeFollower {
    private let json: Bool
    private let text: JudgementText
    private var table: LiveTable
    private var painter = LivePainter(on: .error)
    private var order = InOrder<Judgement>()
    private var judgements: [Judgement] = []

    /// A follower of the judging of `submissions`, that prints JSON lines or text in `style`.
    init(json: Bool, style: TextStyle, submissions: [Submission]) {
        self.json = json
        text = JudgementText(style: style, paths: submissions.map(\.path))
        table = LiveTable(style: TextStyle(isColored: Terminal.wantsColor(on: .error)))
    }

    /// Follows `events` to their end; returns all judgements in order.
    /// - Throws: what the events end with; ``ClosedOutput``; `CancellationError`.
    mutating func follow(_ events: AsyncThrowingStream<JudgementEvent, any Error>) async throws -> [Judgement] {
        defer { painter.erase() }
        do {
            for try await event in events { try take(event) }
        } catch {
            // What is finished is worth seeing, even where what should come before it never will.
            try print(order.rest())
            throw error
        }
        // A cancelled stream ends as if it were complete.
        try Task.checkCancellation()
        painter.erase()
        if !json { try Output.standard.write(JudgementText.summary(of: judgements) + "\n") }
        return judgements
    }

    private mutating func take(_ event: JudgementEvent) throws {
        table.take(event)
        switch event {
        case .finished(let index, let judgement): try print(order.take(judgement, at: index))
        case .timeLimitFound(let estimate) where !json:
            painter.erase()
            try Output.standard.write(
                "time limit \(estimate.limit.secondsText): slowest accepted \(estimate.slowest.secondsText)"
                    + " (\(PrintableText.line(estimate.submission)))\n")
        default: break
        }
        painter.paint(table)
    }

    private mutating func print(_ ready: [Judgement]) throws {
        guard !ready.isEmpty else { return }
        painter.erase()
        for judgement in ready {
            judgements.append(judgement)
            let lines =
                json
                ? [JudgementRecord.json(of: judgement).line]
                : [text.line(for: judgement)] + text.details(for: judgement)
            try Output.standard.write(lines.map { $0 + "\n" }.joined())
        }
    }
}
