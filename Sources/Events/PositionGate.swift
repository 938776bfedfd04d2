import Storage
import Synchronization

/// Lets tasks wait until the log was read up to some position.
final class PositionGate: Sendable {
    private struct State {
        var position = LogPosition.start
        var waiting: [UInt64: (position: LogPosition, continuation: CheckedContinuation<Bool, Never>)] = [:]
        var last: UInt64 = 0
    }

    private let state = Mutex(State())

    /// How far the log was read.
    var position: LogPosition { state.withLock { $0.position } }

    /// The log was read up to `position`.
    func reach(_ position: LogPosition) {
        let woken = state.withLock { state -> [CheckedContinuation<Bool, Never>] in
            state.position = max(state.position, position)
            guard !state.waiting.isEmpty else { return [] }
            let due = state.waiting.filter { $0.value.position <= position }
            for id in due.keys { state.waiting[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume(returning: true) }
    }

    /// Returns when the log was read up to `position`.
    /// - Throws: `CancellationError` if the task is cancelled before.
    func wait(for position: LogPosition) async throws(CancellationError) {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        let isReached = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.position >= position { return true }
                    if Task.isCancelled { return false }
                    state.waiting[id] = (position, continuation)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.continuation.resume(returning: false)
        }
        if !isReached { throw CancellationError() }
    }
}
