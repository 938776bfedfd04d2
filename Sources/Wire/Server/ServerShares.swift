import Identity
internal import Synchronization
public import Units

/// What servers divide between those who call them: connections, calls under way, and memory of what came and was not taken
/// yet or waits to be sent. Several servers of one program may have the same.
///
/// See ``Shares`` for how much each gets. What is refused is refused to who holds much, and says when to come again.
public final class ServerShares: Sendable {
    /// Memory is counted in pieces of so many bytes; less than one is not counted.
    static let piece = 16 * 1024

    private struct State {
        var connections: Shares<Principal>
        var calls: Shares<Principal>
        var memory: Shares<Principal>
    }

    private let state: Mutex<State>

    /// So much of each for all callers together.
    public init(
        connections: Int = 4096, calls: Int = 32_768, memory: ByteCount = .mebibytes(256)
    ) {
        state = Mutex(
            State(
                connections: Shares(total: connections), calls: Shares(total: calls),
                memory: Shares(total: Int(memory.bytes) / Self.piece)))
    }

    /// The connections that are counted.
    public var connections: Int { state.withLock { $0.connections.used } }

    /// The calls that are under way.
    public var calls: Int { state.withLock { $0.calls.used } }

    /// How much of messages waits in memory.
    public var memory: ByteCount { ByteCount(Int64(state.withLock { $0.memory.used }) * Int64(Self.piece)) }

    // MARK: Servers

    func connect(_ principal: Principal) -> WireError? {
        guard !state.withLock({ $0.connections.take(for: principal) }) else { return nil }
        return WireError(
            .resourceExhausted, "\(principal) has more connections than its share; close some",
            retryAfter: .seconds(5))
    }

    func disconnect(_ principal: Principal) { state.withLock { $0.connections.giveBack(of: principal) } }

    func begin(_ principal: Principal) -> WireError? {
        guard !state.withLock({ $0.calls.take(for: principal) }) else { return nil }
        return WireError(
            .resourceExhausted, "\(principal) has more calls under way than its share; let some end",
            retryAfter: .seconds(1), notStarted: true)
    }

    func end(_ principal: Principal) { state.withLock { $0.calls.giveBack(of: principal) } }

    /// A connection of `principal` holds so many pieces more, or less.
    func hold(_ pieces: Int, _ principal: Principal) -> WireError? {
        guard pieces > 0 else {
            state.withLock { $0.memory.giveBack(-pieces, of: principal) }
            return nil
        }
        guard !state.withLock({ $0.memory.take(pieces, for: principal) }) else { return nil }
        return WireError(
            .resourceExhausted,
            "what \(principal) has sent or not read takes more memory than its share; send less at once",
            retryAfter: .seconds(1))
    }
}
