internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import Units

/// A connection that was taken and is not served yet.
struct NewConnection: Sendable {
    let channel: any Channel
    /// The number that ``OpenConnections`` gave it.
    let id: UInt64
    /// The address at its other end; nil for a Unix socket.
    let peer: String?
    let isEncrypted: Bool

    /// Serves it until it is closed. Whoever answers is cancelled when the client has gone.
    func serve(
        _ answering: Answering, _ limits: HTTPLimits, _ connections: OpenConnections, _ logger: Logger
    ) async {
        let quiet = quieted(logger)
        var configuration = HTTP1Channel.Configuration()
        configuration.httpDecoder = .init(
            maxHeaderFieldSize: Int(limits.headerField.bytes), maxHeaderListSize: Int(limits.header.bytes),
            maxHeaderFieldCount: limits.headerFields)
        let http = HTTP1Channel(responder: answering.respond, configuration: configuration)
        let value: HTTP1Channel.Value
        do {
            value = try await channel.eventLoop.flatSubmit { [channel, id] in
                // Everything is done when this returns: nothing can be read between.
                http.setup(channel: channel, logger: quiet).flatMapThrowing { value in
                    try Self.addGuard(to: channel, id, answering, limits, connections)
                    return value
                }
            }.get()
        } catch {
            return channel.close(promise: nil)
        }
        await withDiscardingTaskGroup { group in
            group.addTask { await http.handle(value: value, logger: quiet) }
            // How it was closed does not matter.
            _ = try? await channel.closeFuture.get()
            group.cancelAll()
        }
    }

    /// Lines about each connection are for whoever looks for a fault in the library.
    private func quieted(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }

    /// Behind the parser, before all others; then reading begins.
    private static func addGuard(
        to channel: any Channel, _ id: UInt64, _ answering: Answering, _ limits: HTTPLimits,
        _ connections: OpenConnections
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        let watch = try pipeline.handler(type: ConnectionWatch.self)
        let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let requestGuard = RequestGuard(
            limits, watch: watch,
            isBusy: { isBusy in isBusy ? connections.becameBusy(id) : connections.becameIdle(id) },
            refused: answering.refused)
        try pipeline.addHandler(requestGuard, position: .after(parser))
        watch.start()
        try channel.syncOptions?.setOption(.autoRead, value: true)
    }
}
