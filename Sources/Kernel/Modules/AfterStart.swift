package import Coordinator
internal import Synchronization

/// Something that a module needs and that is there only when the coordinator has started: its fleet, its packages. Modules are
/// made before, for their projections are read at the start.
package final class AfterStart<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    /// Nothing yet.
    package init() {}

    /// It is there from now on.
    package func set(_ value: Value) { self.value.withLock { $0 = value } }

    /// What was set.
    /// - Throws: `DomainError` (`unavailable`) while the coordinator starts.
    package func get() throws(DomainError) -> Value {
        guard let value = value.withLock({ $0 }) else { throw DomainError.starting }
        return value
    }
}
