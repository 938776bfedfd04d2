internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// A connection to a mail server: commands, and the replies to them.
struct SMTPConnection: Sendable {
    /// An answer did not come in time.
    struct Late: Error {}

    private let channel: any Channel
    private let handler: NIOLoopBound<SMTPReplyHandler>
    private let server: MailServer

    /// Connects, does `body`, and closes the connection whatever comes of it, at the latest when all took too long.
    static func with<Value: Sendable>(
        _ server: MailServer, _ body: @Sendable (SMTPConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await connect(to: server)
        let channel = connection.channel
        let end = channel.eventLoop.scheduleTask(in: TimeAmount(server.wholePatience)) { connection.giveUp() }
        defer {
            end.cancel()
            channel.close(promise: nil)
        }
        return try await withTaskCancellationHandler {
            try await body(connection)
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private static func connect(to server: MailServer) async throws -> SMTPConnection {
        let context = server.security == .tls ? try Self.context(server) : nil
        // Asked for later, it may be gone with a connection that the server has ended at once.
        let (channel, handler) = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(TimeAmount(server.patience))
            .connect(host: server.host, port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(Self.handler(context, server))
                    }
                    let handler = SMTPReplyHandler()
                    try channel.pipeline.syncOperations.addHandler(handler)
                    return (channel, NIOLoopBound(handler, eventLoop: channel.eventLoop))
                }
            }
        return SMTPConnection(channel: channel, handler: handler, server: server)
    }

    private func giveUp() {
        handler.value.fail(Late())
        channel.close(promise: nil)
    }

    /// The next reply.
    /// - Throws: ``Late``, ``SMTPReplyHandler/Closed``, ``SMTPReplyReader/Garbage``; what the network's failures are.
    func reply() async throws -> SMTPReply {
        try await inTime { handler.value.next(on: channel.eventLoop) }
    }

    /// Sends a line, and waits for the reply.
    /// - Throws: as ``reply()``.
    func ask(_ line: String) async throws -> SMTPReply {
        await send(Array((line + "\r\n").utf8))
        return try await reply()
    }

    /// Sends bytes. If that fails, the next ``reply()`` does, or is what the server said before it closed the connection.
    func send(_ bytes: [UInt8]) async {
        do {
            try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        } catch {
            channel.eventLoop.execute { handler.value.fail(error) }
        }
    }

    /// Goes on in TLS.
    /// - Throws: what TLS' failures are; ``SMTPReplyHandler/EarlyWords``.
    func beginTLS() async throws {
        let context = try Self.context(server)
        try await inTime {
            do {
                return handler.value.begin(try Self.handler(context, server), on: channel)
            } catch {
                return channel.eventLoop.makeFailedFuture(error)
            }
        }
    }

    /// What comes of `begin`, which is called on the event loop, if that is in time.
    private func inTime<Value: Sendable>(
        _ begin: @escaping @Sendable () -> EventLoopFuture<Value>
    ) async throws -> Value {
        let loop = channel.eventLoop
        let timer = loop.scheduleTask(in: TimeAmount(server.patience)) { giveUp() }
        defer { timer.cancel() }
        return try await loop.flatSubmit { begin() }.get()
    }

    private static func context(_ server: MailServer) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let trustRoots = server.trustRoots { configuration.trustRoots = trustRoots }
        return try NIOSSLContext(configuration: configuration)
    }

    /// A name is checked against the certificate; an address in its place is checked as one.
    private static func handler(_ context: NIOSSLContext, _ server: MailServer) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: server.host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : server.host)
    }
}
