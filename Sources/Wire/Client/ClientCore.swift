internal import Logging
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import SystemPackage

/// What a client does on its event loop: one connection at a time, and the calls that wait for it.
final class ClientCore {
    private let configuration: ClientConfiguration
    private let loop: any EventLoop
    private let logger: Logger
    private let tell: (ClientState) -> Void
    private var machine: LinkStateMachine
    private var link: ClientLink?
    /// Where the connection is made, or was made last.
    private var address: WireAddress
    private var waiting: [(call: ClientCall, timer: Scheduled<Void>?)] = []
    private var onClosed: [OneShot<Void>] = []

    init(
        _ configuration: ClientConfiguration, loop: any EventLoop, logger: Logger, tell: @escaping (ClientState) -> Void
    ) {
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
        self.tell = tell
        // Anywhere, so that many clients are spread over the servers.
        let first = configuration.addresses.indices.randomElement() ?? 0
        address = configuration.addresses[first]
        machine = LinkStateMachine(
            backoff: Backoff(first: configuration.firstDelay, longest: configuration.longestDelay),
            servers: configuration.addresses.count, first: first)
    }

    // MARK: Calls

    /// Makes the call, now or when there is a connection.
    func start(_ call: ClientCall) {
        for address in configuration.addresses {
            if let refusal = address.refusal(
                isEncrypted: configuration.tls != nil, isAllowed: configuration.allowsUnencrypted)
            {
                return call.fail(refusal)
            }
        }
        let (decision, actions) = machine.call(waits: call.options.waitsForConnection, now: configuration.now())
        switch decision {
        case .begin: begin(call)
        case .wait: wait(call)
        case .fail(let error): call.fail(error)
        }
        perform(actions)
    }

    /// Gives the call up, wherever it is.
    func cancel(_ call: ClientCall) {
        if case .success(let place)? = call.begun.result {
            place.connection.execute { $0.cancel(place.id, .taskCancelled) }
            return
        }
        stopWaiting(call)
        call.fail(.taskCancelled)
    }

    private func begin(_ call: ClientCall) {
        guard call.begun.result == nil else { return }
        guard let handler = link?.handler else {
            // The connection was lost while calls that had waited for it were begun.
            start(call)
            return
        }
        do {
            let connection = ConnectionHandle(handler, loop: loop)
            let id = try handler.open(
                call.method, metadata: call.options.metadata, deadline: call.deadline, inbox: call.inbox)
            call.inbox.attach { bytes in connection.execute { $0.consumed(bytes, on: id) } }
            if let request = call.request {
                let written = OneShot<Void>()
                handler.send(request, on: id, done: written)
                if case .failure(let error)? = written.result {
                    // The message can never be sent; nothing of the call was done.
                    handler.cancel(id, error)
                }
                handler.halfClose(id)
            }
            handler.settle()
            call.begun.resolve(.success(.init(id: id, connection: connection)))
        } catch {
            call.fail(error)
        }
    }

    private func wait(_ call: ClientCall) {
        let timer = call.deadline.map { deadline in
            loop.assumeIsolated().scheduleTask(deadline: deadline) {
                self.stopWaiting(call)
                call.fail(
                    WireError(
                        .deadlineExceeded, "the server was not reached before the call's deadline", notStarted: true))
            }
        }
        waiting.append((call, timer))
    }

    private func stopWaiting(_ call: ClientCall) {
        for entry in waiting where entry.call === call {
            entry.timer?.cancel()
        }
        waiting.removeAll { $0.call === call }
    }

    // MARK: The connection

    /// The connection can be used.
    func linkReady(_ link: ClientLink, _ peer: Peer) {
        guard self.link === link else { return }
        logger.debug("connected", metadata: ["server": "\(address)"])
        perform(machine.ready("\(peer.program) \(peer.version)", now: configuration.now()))
    }

    /// The server takes no new calls on the connection; those under way go on.
    func linkLeaving(_ link: ClientLink, _ reason: WireError) {
        guard self.link === link else { return }
        self.link = nil
        perform(machine.lost(reason, isLeaving: true, random: .random(in: 0..<1), now: configuration.now()))
    }

    /// The connection is gone.
    func linkClosed(_ link: ClientLink, _ reason: WireError) {
        guard self.link === link else { return }
        self.link = nil
        logger.debug("disconnected", metadata: ["server": "\(address)", "reason": "\(reason)"])
        let random = Double.random(in: 0..<1)
        perform(machine.failed(reason, random: random, now: configuration.now()))
        perform(machine.lost(reason, isLeaving: false, random: random, now: configuration.now()))
        for closed in onClosed {
            closed.resolve(.success(()))
        }
        onClosed = []
    }

    /// No more calls; `done` comes to pass when those under way have ended and the connection is closed.
    func close(_ done: OneShot<Void>) {
        perform(machine.close())
        guard let link else {
            done.resolve(.success(()))
            return
        }
        onClosed.append(done)
        link.handler.drain(WireError(.unavailable, "the client was closed"))
    }

    /// Ends everything now.
    func abort() {
        perform(machine.close())
        link?.handler.abort(WireError(.cancelled, "the client is gone"))
    }

    private func perform(_ actions: [LinkStateMachine.Action]) {
        for action in actions {
            switch action {
            case .connect(let server):
                address = configuration.addresses[server]
                connect()
            case .schedule(let delay):
                loop.assumeIsolated().scheduleTask(in: delay.amount) {
                    self.perform(self.machine.retry(isNeeded: !self.waiting.isEmpty))
                }
            case .beginWaiting: takeWaiting { _ in true }.forEach(begin)
            case .failWaiting(let error, let all):
                takeWaiting { all || !$0.options.waitsForConnection }.forEach { $0.fail(error) }
            case .tell(let state): tell(state)
            }
        }
    }

    private func takeWaiting(_ isTaken: (ClientCall) -> Bool) -> [ClientCall] {
        let taken = waiting.filter { isTaken($0.call) }
        waiting.removeAll { isTaken($0.call) }
        for entry in taken {
            entry.timer?.cancel()
        }
        return taken.map(\.call)
    }

    private func connect() {
        let core = NIOLoopBound(self, eventLoop: loop)
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(configuration.connectTimeout.amount)
            .channelOption(.writeBufferWaterMark, value: .init(low: 128 * 1024, high: 512 * 1024))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try core.value.prepare(channel) }
            }
        let made =
            switch address {
            case .tcp(let host, let port):
                bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1).connect(host: host, port: port)
            case .unix(let path): bootstrap.connect(unixDomainSocketPath: path.string)
            }
        made.assumeIsolated().whenComplete { result in
            self.connected(Result { try self.link(of: result.get()) })
        }
    }

    private func connected(_ result: Result<ClientLink, any Error>) {
        switch result {
        case .success(let link):
            guard !machine.isClosed else {
                link.handler.abort(WireError(.cancelled, "the client was closed"))
                return
            }
            self.link = link
            link.adopt()
        case .failure(let error):
            let reason =
                error as? WireError
                ?? WireError(.unavailable, "\(address) cannot be reached: \(error)")
            perform(machine.failed(reason, random: .random(in: 0..<1), now: configuration.now()))
        }
    }

    private func link(of channel: any Channel) throws -> ClientLink {
        let handler = try channel.pipeline.syncOperations.handler(type: ConnectionHandler.self)
        guard let link = handler.owner as? ClientLink else {
            throw WireError(.unavailable, "\(address) closed the connection at once")
        }
        return link
    }

    private func prepare(_ channel: any Channel) throws {
        let machine = ConnectionStateMachine(
            side: .client, limits: configuration.limits,
            introduction: .init(
                program: configuration.program, version: configuration.version, token: configuration.token ?? ""),
            now: configuration.now())
        let handler = ConnectionHandler(machine: machine, now: configuration.now)
        handler.owner = ClientLink(core: self, handler: handler)
        if let tls = configuration.tls {
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLClientHandler(context: tls.clientContext(), serverHostname: serverName))
        }
        try channel.pipeline.syncOperations.addHandler(handler)
    }

    /// The name to look for in the server's certificate; nil: its address.
    private var serverName: String? {
        if let name = configuration.serverName { return name }
        guard case .tcp(let host, _) = address else { return nil }
        return (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
    }
}
