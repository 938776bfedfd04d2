internal import NIOCore
internal import Synchronization

/// Tells a connection that it is to close when what is under way is answered.
struct ServerStops: Sendable {}

/// The connections of a server, on all its addresses.
final class OpenConnections: Sendable {
    private struct State {
        var table: ConnectionTable
        var channels: [UInt64: any Channel] = [:]
        var last: UInt64 = 0
        var isDraining = false
    }

    private let state: Mutex<State>

    init(_ limits: HTTPLimits) {
        state = Mutex(
            State(table: ConnectionTable(most: limits.connections, perAddress: limits.connectionsPerAddress)))
    }

    /// How many there are.
    var count: Int { state.withLock { $0.table.count } }

    /// How many of them wait for a request.
    var idleCount: Int { state.withLock { $0.table.idleCount } }

    /// A connection came: its number, or nil if it is to be closed.
    func arrived(from address: String?, _ channel: any Channel) -> UInt64? {
        let (id, closing) = state.withLock { state -> (UInt64?, (any Channel)?) in
            guard !state.isDraining else { return (nil, nil) }
            state.last += 1
            guard case .keep(let closing) = state.table.arrived(state.last, from: address) else { return (nil, nil) }
            state.channels[state.last] = channel
            return (state.last, closing.flatMap { state.channels.removeValue(forKey: $0) })
        }
        closing?.close(promise: nil)
        return id
    }

    func becameBusy(_ id: UInt64) { state.withLock { $0.table.becameBusy(id) } }

    func becameIdle(_ id: UInt64) { state.withLock { $0.table.becameIdle(id) } }

    func gone(_ id: UInt64) {
        state.withLock { state in
            state.table.gone(id)
            state.channels[id] = nil
        }
    }

    /// Takes no new ones, and lets those that there are end what they do.
    func drain() {
        for channel in stop() {
            channel.eventLoop.execute { channel.pipeline.fireUserInboundEventTriggered(ServerStops()) }
        }
    }

    /// Closes all now.
    func closeAll() {
        for channel in stop() { channel.close(promise: nil) }
    }

    private func stop() -> [any Channel] {
        state.withLock { state in
            state.isDraining = true
            return Array(state.channels.values)
        }
    }
}
