import Concurrency
import Synchronization

/// A value that is made at the first need, and shared from then on. What fails is tried again at the next need; what nobody
/// waits for any more is stopped.
final class Once<Value: Sendable>: Sendable {
    /// The only piece of work.
    private enum Making { case value }

    private let made = Mutex<Value?>(nil)
    private let work = SharedWork<Making, Value>()

    /// The value, made by `make` unless somebody has made it, or is about to.
    func value(_ make: @escaping @Sendable () async throws -> Value) async throws -> Value {
        if let known { return known }
        return try await work.value(of: .value) {
            // It may have come in the meantime.
            if let known = self.known { return known }
            let value = try await make()
            self.made.withLock { $0 = value }
            return value
        }.value
    }

    private var known: Value? { made.withLock { $0 } }
}
