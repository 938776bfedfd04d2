import Reporting
import Synchronization

/// Tells of judgements in the order of ``LimitNews``, from any task.
final class JudgementTelling: Sendable {
    private let news = Mutex(LimitNews())

    /// Nothing was told yet.
    init() {}

    /// Tells what `change` has to be told now.
    func tell(_ events: SubmitSession.Events.Continuation, _ change: (inout LimitNews) -> [FleetEvent]) {
        // Within the lock, so that nobody comes between the limit and what waits for it.
        news.withLock { for event in change(&$0) { events.yield(event) } }
    }
}
