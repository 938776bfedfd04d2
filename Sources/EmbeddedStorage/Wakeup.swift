import Storage
import Synchronization

/// Something that tasks wait for to happen again.
final class Wakeup: Sendable {
    private struct State {
        /// How often it has happened.
        var count: UInt64 = 0
        var isClosed = false
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter: UInt64 = 0

        mutating func wakeAll() -> [CheckedContinuation<Void, Never>] {
            defer { waiting = [:] }
            return Array(waiting.values)
        }
    }

    private let state = Mutex(State())

    /// How often it has happened.
    var count: UInt64 { state.withLock { $0.count } }

    /// It happens: everybody who waits goes on.
    func wake() {
        let waiting = state.withLock { state in
            state.count += 1
            return state.wakeAll()
        }
        for continuation in waiting { continuation.resume() }
    }

    /// It never happens any more: everybody who waits, or would, goes on with an error.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            return state.wakeAll()
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns when it has happened more often than `count` times, or when the task is cancelled.
    /// - Throws: ``StorageError`` (`closed`).
    func wait(past count: UInt64, stage: String) async throws(StorageError) {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    guard state.count <= count, !state.isClosed, !Task.isCancelled else { return true }
                    state.waiting[waiter] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: waiter) }?.resume()
        }
        guard !state.withLock({ $0.isClosed }) else { throw StorageError(closedAt: stage) }
    }

    /// Returns when it has happened more often than `count` times, when the clock shows `deadline`, or when the task is
    /// cancelled.
    /// - Throws: ``StorageError`` (`closed`).
    func wait(
        past count: UInt64, until deadline: Duration, clock: StorageClock, stage: String
    ) async throws(StorageError) {
        let result = await withTaskGroup(of: Result<Void, StorageError>.self) { group in
            group.addTask {
                do throws(StorageError) {
                    return .success(try await self.wait(past: count, stage: stage))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                // Cancelled: the other task has ended the wait.
                _ = try? await clock.sleep(deadline)
                return .success(())
            }
            let first = await group.next() ?? .success(())
            group.cancelAll()
            return first
        }
        try result.get()
    }
}

extension StorageError {
    /// The store was closed.
    init(closedAt stage: String) {
        self.init(.closed, stage: stage, reason: "the store was closed")
    }
}
