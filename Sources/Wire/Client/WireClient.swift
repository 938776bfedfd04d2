internal import FoundationEssentials
public import Logging
internal import NIOCore
internal import NIOPosix
internal import SwiftProtobuf
internal import Synchronization

/// Calls the methods of a server, on one connection that is made when it is needed and made again when it was lost.
///
///     let client = WireClient(ClientConfiguration(address: address, token: token), logger: logger)
///     let answer = try await client.call(lease, request, CallOptions(timeout: .seconds(5)))
///
/// A call whose connection is lost fails with ``StatusCode/unavailable``; ``WireError/notStarted`` tells whether the server
/// may have begun it. Nothing is repeated here.
public final class WireClient: Sendable {
    private struct Observers {
        var state = ClientState.idle
        var all: [UInt64: AsyncStream<ClientState>.Continuation] = [:]
        var last: UInt64 = 0
    }

    private let configuration: ClientConfiguration
    private let loop: any EventLoop
    private let core: NIOLoopBoundBox<ClientCore>
    private let observers: ObserverBox

    /// Holds what both the client and its loop's side speak through.
    private final class ObserverBox: Sendable {
        let state = Mutex(Observers())

        func tell(_ new: ClientState) {
            let observers = state.withLock { observers in
                observers.state = new
                return Array(observers.all.values)
            }
            for observer in observers {
                observer.yield(new)
            }
        }
    }

    /// A client that is not connected yet.
    public init(_ configuration: ClientConfiguration, logger: Logger) {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let observers = ObserverBox()
        self.configuration = configuration
        self.loop = loop
        self.observers = observers
        core = NIOLoopBoundBox.makeBoxSendingValue(
            ClientCore(configuration, loop: loop, logger: logger) { observers.tell($0) }, eventLoop: loop)
    }

    deinit {
        onLoop { $0.abort() }
    }

    // MARK: Calls

    /// Sends one message and gives the one that comes back.
    public func call<Request, Response>(
        _ method: Method<Request, Response>, _ request: Request, _ options: CallOptions = CallOptions()
    ) async throws(WireError) -> Response {
        let call = ClientCall(
            method.path, options: options, request: try request.wireBytes(), now: configuration.now())
        defer { call.inbox.discard() }
        onLoop { $0.start(call) }
        do {
            return try await IncomingMessages<Response>(inbox: call.inbox).single()
        } catch {
            onLoop { $0.cancel(call) }
            throw error
        }
    }

    /// Sends one message and lets `body` read what comes back. When `body` has ended, so has the call.
    public func call<Request, Response, Result>(
        _ method: Method<Request, Response>, _ request: Request, _ options: CallOptions = CallOptions(),
        _ body: (IncomingMessages<Response>) async throws -> Result
    ) async throws -> Result {
        try await run(method, try request.wireBytes(), options) { call in
            try await body(IncomingMessages(inbox: call.inbox))
        }
    }

    /// Opens a call on which `body` sends and reads as it likes. When `body` has ended, so has the call.
    public func stream<Request, Response, Result>(
        _ method: Method<Request, Response>, _ options: CallOptions = CallOptions(),
        _ body: (ClientStream<Request, Response>) async throws -> Result
    ) async throws -> Result {
        try await run(method, nil, options) { call in try await body(ClientStream(call: call)) }
    }

    private func run<Request, Response, Result>(
        _ method: Method<Request, Response>, _ request: Data?, _ options: CallOptions,
        _ body: (ClientCall) async throws -> Result
    ) async throws -> Result {
        let call = ClientCall(method.path, options: options, request: request, now: configuration.now())
        onLoop { $0.start(call) }
        defer {
            onLoop { $0.cancel(call) }
            call.inbox.discard()
        }
        return try await body(call)
    }

    // MARK: The connection

    /// How the client stands with its server: now, and whenever that changes. Who reads too slowly misses old states.
    public var states: AsyncStream<ClientState> {
        let (stream, continuation) = AsyncStream.makeStream(of: ClientState.self, bufferingPolicy: .bufferingNewest(16))
        let observers = observers
        let id = observers.state.withLock { observers in
            observers.last += 1
            observers.all[observers.last] = continuation
            continuation.yield(observers.state)
            return observers.last
        }
        continuation.onTermination = { _ in observers.state.withLock { $0.all[id] = nil } }
        return stream
    }

    /// How the client stands with its server now.
    public var state: ClientState { observers.state.withLock { $0.state } }

    /// Makes no more calls; comes back when those under way have ended, or at once when the task is cancelled, which ends
    /// them.
    public func close() async {
        let done = OneShot<Void>()
        onLoop { $0.close(done) }
        await done.wait()
        if done.result == nil {
            onLoop { $0.abort() }
        }
    }

    private func onLoop(_ body: @escaping @Sendable (ClientCore) -> Void) {
        let core = core
        loop.execute { body(core.value) }
    }
}
