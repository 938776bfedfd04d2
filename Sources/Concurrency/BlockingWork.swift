internal import Dispatch
internal import Synchronization

/// Does what waits for a disk on a thread that may wait.
package enum BlockingWork {
    /// Runs `work`, which asks now and then whether it is still wanted.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Value
    ) async throws -> Value {
        let cancelled = CancelledFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(with: Result { try work { cancelled.isSet.load(ordering: .relaxed) } })
                }
            }
        } onCancel: {
            cancelled.isSet.store(true, ordering: .relaxed)
        }
    }
}

private final class CancelledFlag: Sendable {
    let isSet = Atomic(false)
}
