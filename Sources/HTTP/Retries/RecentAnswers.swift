internal import Concurrency
internal import Synchronization

/// Keeps answers in memory: for a day, and no more than there is room for. A restart forgets them.
public final class RecentAnswers: IdempotencyStore {
    private struct Entry {
        var request: [UInt8]
        /// nil while it is being done.
        var answer: StoredAnswer?
        var began: Duration
    }

    private struct State {
        /// Those that are being done.
        var running: [IdempotencyKey: Entry] = [:]
        /// Those that are done, in the order in which they were.
        var done = RecentlyUsed<IdempotencyKey, Entry>()
    }

    /// How long an answer is kept.
    static let age = Duration.seconds(24 * 3600)

    private let mostKeys: Int
    private let mostBytes: Int64
    private let now: @Sendable () -> Duration
    private let state = Mutex(State())

    /// A store that is empty.
    ///
    /// - Parameters:
    ///   - keys: How many keys are kept.
    ///   - bytes: How much all answers together may take.
    public convenience init(keys: Int = 100_000, bytes: Int64 = 64 << 20) {
        let start = ContinuousClock.now
        self.init(keys: keys, bytes: bytes) { ContinuousClock.now - start }
    }

    init(keys: Int, bytes: Int64, now: @escaping @Sendable () -> Duration) {
        mostKeys = keys
        mostBytes = bytes
        self.now = now
    }

    /// A request with a key came.
    public func begin(_ key: IdempotencyKey, request: [UInt8]) -> IdempotencyDecision {
        let now = now()
        return state.withLock { state in
            if let running = state.running[key] { return running.request == request ? .wait : .mismatch }
            if let done = state.done.value(of: key), now - done.began < Self.age {
                guard done.request == request, let answer = done.answer else { return .mismatch }
                return .replay(answer)
            }
            _ = state.done.remove(key)
            guard state.running.count < mostKeys else { return .full }
            state.running[key] = Entry(request: request, answer: nil, began: now)
            return .proceed
        }
    }

    /// The request was answered.
    public func finish(_ key: IdempotencyKey, with answer: StoredAnswer) {
        state.withLock { state in
            guard var entry = state.running.removeValue(forKey: key) else { return }
            entry.answer = answer
            state.done.add(entry, size: Self.size(of: answer), for: key)
            _ = state.done.trim(to: mostBytes, count: mostKeys)
        }
    }

    /// The request failed.
    public func abandon(_ key: IdempotencyKey) { _ = state.withLock { $0.running.removeValue(forKey: key) } }

    /// How many answers are kept.
    var count: Int { state.withLock { $0.done.count } }

    private static func size(of answer: StoredAnswer) -> Int64 {
        Int64(answer.body.count + 512 + answer.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count })
    }
}
