import Concurrency
package import Storage

/// Lets tasks wait until the log was read up to some position.
package final class PositionGate: Sendable {
    private let reached = Threshold()

    /// Nothing was read yet.
    package init() {}

    /// How far the log was read.
    package var position: LogPosition { LogPosition(reached.number) }

    /// The log was read up to `position`.
    package func reach(_ position: LogPosition) { reached.reach(position.number) }

    /// Returns when the log was read up to `position`.
    /// - Throws: `CancellationError` if the task is cancelled before.
    package func wait(for position: LogPosition) async throws(CancellationError) {
        try await reached.wait(for: position.number)
    }
}
