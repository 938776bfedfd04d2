import Concurrency
import Storage

/// Lets tasks wait until the log was read up to some position.
final class PositionGate: Sendable {
    private let reached = Threshold()

    /// How far the log was read.
    var position: LogPosition { LogPosition(reached.number) }

    /// The log was read up to `position`.
    func reach(_ position: LogPosition) { reached.reach(position.number) }

    /// Returns when the log was read up to `position`.
    /// - Throws: `CancellationError` if the task is cancelled before.
    func wait(for position: LogPosition) async throws(CancellationError) {
        try await reached.wait(for: position.number)
    }
}
