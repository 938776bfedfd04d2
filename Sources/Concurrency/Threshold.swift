internal import Synchronization

/// A number that only grows, and tasks that wait until it is large enough.
package final class Threshold: Sendable {
    private struct State {
        var number: UInt64 = 0
        var waiting: [UInt64: (number: UInt64, continuation: CheckedContinuation<Bool, Never>)] = [:]
        var last: UInt64 = 0
    }

    private let state = Mutex(State())

    /// It is 0.
    package init() {}

    /// How large it is.
    package var number: UInt64 { state.withLock { $0.number } }

    /// It is `number` now, or was larger before.
    package func reach(_ number: UInt64) { grow { max($0, number) } }

    /// It is larger by 1.
    package func increase() { grow { $0 + 1 } }

    private func grow(_ next: (UInt64) -> UInt64) {
        let woken = state.withLock { state -> [CheckedContinuation<Bool, Never>] in
            state.number = next(state.number)
            guard !state.waiting.isEmpty else { return [] }
            let due = state.waiting.filter { $0.value.number <= state.number }
            for id in due.keys { state.waiting[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume(returning: true) }
    }

    /// Returns when it is `number` or more.
    /// - Throws: `CancellationError` if the task is cancelled before.
    package func wait(for number: UInt64) async throws(CancellationError) {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        let isReached = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.number >= number { return true }
                    if Task.isCancelled { return false }
                    state.waiting[id] = (number, continuation)
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
