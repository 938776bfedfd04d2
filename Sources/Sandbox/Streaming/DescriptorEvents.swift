import CLinux
import Dispatch
import Synchronization

/// Waits for many descriptors on one thread of its own (`epoll(7)`), so that no task blocks a thread of the pool.
final class DescriptorEvents: Sendable {
    /// One for the process; its thread starts with the first wait.
    static let shared = DescriptorEvents()

    private struct State {
        var waiting: [UInt64: [UInt64: CheckedContinuation<Bool, Never>]] = [:]
        var lastNumber: UInt64 = 0
        /// The kernel tells nothing any more: whoever would wait looks again and again.
        var isOver = false
    }

    private let events: Int32
    private let state = Mutex(State())

    private init() {
        events = clinux_epoll()
        guard events >= 0 else {
            state.withLock { $0.isOver = true }
            return
        }
        DispatchQueue(label: "verdict.streams").async { self.follow() }
    }

    /// A number that nobody else has.
    func makeNumber() -> UInt64 {
        state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
    }

    /// Returns when `readiness` may have come, or at once if the task is cancelled.
    func wait(for readiness: Readiness) async {
        let ticket = makeNumber()
        let hasWaited = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return true }
                    guard !state.isOver, arm(readiness) else { return false }
                    state.waiting[readiness.number, default: [:]][ticket] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let continuation = state.withLock { $0.waiting[readiness.number]?.removeValue(forKey: ticket) }
            continuation?.resume(returning: true)
        }
        // The kernel has no room for one more to wait (epoll_ctl(2), ENOSPC, ENOMEM), or does not tell: look again soon.
        if !hasWaited { try? await Task.sleep(for: .milliseconds(1)) }
    }

    private func arm(_ readiness: Readiness) -> Bool {
        clinux_await(events, readiness.descriptor.rawValue, readiness.isWritable ? 1 : 0, readiness.number) == 0
    }

    private func follow() {
        var numbers = [UInt64](repeating: 0, count: 64)
        while true {
            let count = unsafe clinux_wait(events, &numbers, numbers.count)
            guard count >= 0 else { return giveUp() }
            let ready = state.withLock { state in
                numbers[..<Int(count)].flatMap { state.waiting.removeValue(forKey: $0).map { Array($0.values) } ?? [] }
            }
            for continuation in ready { continuation.resume(returning: true) }
        }
    }

    private func giveUp() {
        let all = state.withLock { state in
            defer { state.waiting = [:] }
            state.isOver = true
            return state.waiting.values.flatMap { Array($0.values) }
        }
        for continuation in all { continuation.resume(returning: false) }
    }
}

/// That a pipe's end can be read, or written, without waiting.
struct Readiness: Sendable {
    let descriptor: OwnedDescriptor
    let isWritable: Bool
    /// By which ``DescriptorEvents`` knows it; unlike a descriptor's, it is never used again.
    let number: UInt64

    init(_ descriptor: OwnedDescriptor, isWritable: Bool) {
        self.descriptor = descriptor
        self.isWritable = isWritable
        number = DescriptorEvents.shared.makeNumber()
    }

    /// Returns when it may have come, or the task was cancelled.
    func wait() async {
        await DescriptorEvents.shared.wait(for: self)
    }
}
