/// Lets tasks wait until something has changed.
package final class ChangeSignal: Sendable {
    private let changes = Threshold()

    /// A signal of something that has not changed yet.
    package init() {}

    /// How often something changed.
    package var count: UInt64 { changes.number }

    /// Something changed.
    package func raise() { changes.increase() }

    /// Returns when something has changed after ``count`` was `seen`.
    /// - Throws: `CancellationError`.
    package func wait(after seen: UInt64) async throws { try await changes.wait(for: seen + 1) }
}
