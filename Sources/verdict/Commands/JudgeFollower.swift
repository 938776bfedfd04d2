import Grading
import Judging
import Problems
import Reporting
import Units

/// Prints what a judge tells, here or in a fleet: results on standard output in order, progress on standard error.
struct JudgeFollower {
    private struct Finished {
        var judgement: Judgement
        /// What else its record holds.
        var members: [JSONValue.Member] = []
    }

    private let json: Bool
    private let text: JudgementText
    private var table: LiveTable
    private var painter = LivePainter(on: .error)
    private var order = InOrder<Finished>()
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
        try await follow(events) { follower, event in try follower.take(event) }
    }

    /// Follows what a fleet does, as ``follow(_:)`` does what this machine does.
    mutating func follow(_ events: AsyncThrowingStream<FleetEvent, any Error>) async throws -> [Judgement] {
        try await follow(events) { follower, event in
            switch event {
            case .judging(let event): try follower.take(event)
            case .judged(let index, let fleet):
                try follower.take(.finished(submission: index, fleet.judgement), adding: fleet.members)
            case .notice(let text): try follower.say(text)
            }
        }
    }

    private mutating func follow<Event>(
        _ events: AsyncThrowingStream<Event, any Error>, _ take: (inout JudgeFollower, Event) throws -> Void
    ) async throws -> [Judgement] {
        defer { painter.erase() }
        do {
            for try await event in events { try take(&self, event) }
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

    private mutating func take(_ event: JudgementEvent, adding members: [JSONValue.Member] = []) throws {
        table.take(event)
        switch event {
        case .finished(let index, let judgement):
            try print(order.take(Finished(judgement: judgement, members: members), at: index))
        case .timeLimitFound(let estimate) where !json:
            painter.erase()
            try Output.standard.write(
                "time limit \(estimate.limit.secondsText): slowest measured \(estimate.slowest.secondsText)"
                    + " (\(PrintableText.line(estimate.submission)))\n")
        default: break
        }
        painter.paint(table)
    }

    /// Says something on standard error, above what changes.
    private mutating func say(_ text: String) throws {
        painter.erase()
        try Output.error.write("verdict: " + PrintableText.line(text) + "\n")
        painter.paint(table)
    }

    private mutating func print(_ ready: [Finished]) throws {
        guard !ready.isEmpty else { return }
        painter.erase()
        for finished in ready {
            let judgement = finished.judgement
            judgements.append(judgement)
            let lines =
                json
                ? [JudgementRecord.json(of: judgement, adding: finished.members).line]
                : [text.line(for: judgement)] + text.details(for: judgement)
            try Output.standard.write(lines.map { $0 + "\n" }.joined())
        }
    }
}
