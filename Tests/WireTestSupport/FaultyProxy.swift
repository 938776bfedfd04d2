import NIOCore
import NIOPosix
import Synchronization
import TestSupport
public import Wire

/// Stands between a client and a server on loopback, and hands bytes on as badly as told.
public final class FaultyProxy: Sendable {
    /// What goes wrong, of a thousand pieces each.
    public struct Faults: Sendable {
        /// Both sides are closed in the middle of a piece.
        public var cut = 0
        /// One direction is closed, the other goes on.
        public var halfClose = 0
        /// A piece, and all after it, come so late in milliseconds at most.
        public var delay = 0
        /// A piece is handed on in small ones.
        public var splits = false
        /// The first of those that end a connection comes with this byte at the latest. In how many pieces a line is read is the
        /// kernel's to say, and with few of them chance alone might end none.
        public var firstWithin: Int

        /// Those; none by default.
        public init(
            cut: Int = 0, halfClose: Int = 0, delay: Int = 0, splits: Bool = false, firstWithin: Int = .max
        ) {
            self.cut = cut
            self.halfClose = halfClose
            self.firstWithin = firstWithin
            self.delay = delay
            self.splits = splits
        }
    }

    private struct State {
        var faults: Faults
        var random: SeededGenerator
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isFrozen = false
        var cuts = 0
        var bytes = 0

        /// Whether what comes so often among a thousand comes now.
        mutating func isDue(_ probability: Int) -> Bool {
            random.below(1000) < probability || (probability > 0 && cuts == 0 && bytes >= faults.firstWithin)
        }
    }

    private let state: Mutex<State>
    private let listener: any Channel

    private init(listener: any Channel, state: consuming Mutex<State>) {
        self.listener = listener
        self.state = state
    }

    /// A proxy in front of `target`, while `body` runs.
    public static func with<Result>(
        to target: WireAddress, faults: Faults = Faults(), seed: UInt64 = 1,
        _ body: (FaultyProxy) async throws -> Result
    ) async throws -> Result {
        let box = ProxyHolder()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in box.proxy?.join(channel, to: target) ?? channel.close() }
            .bind(host: "127.0.0.1", port: 0).get()
        let proxy = FaultyProxy(
            listener: listener, state: Mutex(State(faults: faults, random: SeededGenerator(seed: seed))))
        box.proxy = proxy
        do {
            let result = try await body(proxy)
            await proxy.stop()
            return result
        } catch {
            await proxy.stop()
            throw error
        }
    }

    /// Where it listens.
    public var address: WireAddress { .tcp(host: "127.0.0.1", port: listener.localAddress?.port ?? 0) }

    /// How many connections were cut.
    public var cuts: Int { state.withLock { $0.cuts } }

    /// Ends all connections.
    public func cutAll() {
        for channel in state.withLock({ Array($0.channels.values) }) {
            channel.close(promise: nil)
        }
    }

    /// Hands nothing on any more, and says nothing about it: both sides believe that the other is there.
    public func freeze() {
        state.withLock { $0.isFrozen = true }
    }

    private func stop() async {
        cutAll()
        try? await listener.close()
    }

    private func join(_ channel: any Channel, to target: WireAddress) -> EventLoopFuture<Void> {
        guard case .tcp(let host, let port) = target else { return channel.close() }
        let loop = channel.eventLoop
        return channel.setOption(.autoRead, value: false).flatMap {
            ClientBootstrap(group: loop)
                .channelOption(.autoRead, value: false)
                .channelOption(.allowRemoteHalfClosure, value: true)
                .connect(host: host, port: port)
        }.flatMapThrowing { other in
            try channel.pipeline.syncOperations.addHandler(Forwarder(to: other, proxy: self))
            try other.pipeline.syncOperations.addHandler(Forwarder(to: channel, proxy: self))
            self.state.withLock { state in
                state.channels[ObjectIdentifier(channel)] = channel
                state.channels[ObjectIdentifier(other)] = other
            }
            for end in [channel, other] {
                try end.syncOptions?.setOption(.autoRead, value: true)
            }
        }
    }

    fileprivate func forget(_ channel: any Channel) {
        state.withLock { $0.channels[ObjectIdentifier(channel)] = nil }
    }

    fileprivate enum Fate {
        case pieces([Int], delay: Int)
        case cut(after: Int)
        case halfClose
        case nothing
    }

    /// What becomes of a piece of `count` bytes.
    fileprivate func fate(of count: Int) -> Fate {
        state.withLock { state in
            guard !state.isFrozen else { return .nothing }
            state.bytes += count
            if state.isDue(state.faults.cut) {
                state.cuts += 1
                return .cut(after: state.random.below(count + 1))
            }
            if state.isDue(state.faults.halfClose) {
                state.cuts += 1
                return .halfClose
            }
            var pieces: [Int] = []
            var left = count
            while state.faults.splits, left > 1, pieces.count < 20 {
                pieces.append(1 + state.random.below(min(left - 1, 1 << state.random.below(14))))
                left -= pieces.last ?? 0
            }
            return .pieces(pieces + [left], delay: state.faults.delay > 0 ? state.random.below(state.faults.delay) : 0)
        }
    }
}

/// Holds the proxy for connections that come; the listener has to be there first.
private final class ProxyHolder: Sendable {
    private let held = Mutex<FaultyProxy?>(nil)
    var proxy: FaultyProxy? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}

/// One direction.
private final class Forwarder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel
    private let proxy: FaultyProxy
    private var earliest = NIODeadline.now()
    /// Pieces that wait for their time; none may overtake them.
    private var waiting = 0

    init(to other: any Channel, proxy: FaultyProxy) {
        self.other = other
        self.proxy = proxy
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        switch proxy.fate(of: bytes.readableBytes) {
        case .nothing: return
        case .halfClose: other.close(mode: .output, promise: nil)
        case .cut(let count):
            // What waits is lost with the connection; the rest must not come before it.
            if waiting == 0, let first = bytes.readSlice(length: count) { other.writeAndFlush(first, promise: nil) }
            other.close(promise: nil)
            context.close(promise: nil)
        case .pieces(let lengths, let delay):
            earliest = max(earliest, .now() + .milliseconds(Int64(delay)))
            for length in lengths {
                guard let piece = bytes.readSlice(length: length) else { return }
                let other = other
                if earliest <= .now(), waiting == 0 {
                    other.writeAndFlush(piece, promise: nil)
                } else {
                    waiting += 1
                    context.eventLoop.assumeIsolated().scheduleTask(deadline: earliest) {
                        self.waiting -= 1
                        other.writeAndFlush(piece, promise: nil)
                    }
                }
            }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            other.close(mode: .output, promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        proxy.forget(context.channel)
        other.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
