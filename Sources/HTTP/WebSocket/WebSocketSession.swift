internal import Concurrency
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Synchronization
internal import Units

/// One WebSocket from its opening to its end: reads frames, answers pings and closings, writes what the route says.
struct WebSocketSession: Sendable {
    let socket: WebSocket
    let options: WebSocketOptions
    let logger: Logger
    /// How long a client that was told of the end may take to answer.
    let closeTime = Duration.seconds(2)
    private let heard = Heard()

    /// Whether something came since this was asked last.
    private final class Heard: Sendable {
        let something = Atomic<Bool>(true)
        /// Whether the route has not taken what came before: then nothing can be heard.
        let isHeldBack = Atomic<Bool>(false)

        var isAlive: Bool { something.load(ordering: .relaxed) || isHeldBack.load(ordering: .relaxed) }
    }

    init(_ socket: WebSocket, _ options: WebSocketOptions, _ logger: Logger) {
        self.socket = socket
        self.options = options
        self.logger = logger
    }

    /// Goes on until either side has closed.
    ///
    /// - Parameters:
    ///   - body: What comes.
    ///   - writer: Where it goes.
    ///   - handler: The route.
    func run(
        _ body: RequestBody, _ writer: inout any ResponseBodyWriter,
        _ handler: @escaping @Sendable (WebSocket) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (ended, end) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                defer { end.finish() }
                await read(body)
            }
            group.addTask { await answer(handler) }
            group.addTask { try await watch() }
            while let bytes = try await socket.outbox.next() { try await writer.write(bytes) }
            if let close = socket.closed { try await writer.write(WebSocketFrame.bytes(close)) }
            // A client that has not closed yet reads why first.
            group.addTask { [closeTime] in
                try await Task.sleep(for: closeTime)
                end.finish()
            }
            for await _ in ended {}
            group.cancelAll()
        }
    }

    /// Hands on what comes, until the client closes or breaks the rules. Behind the end nothing is looked at any more.
    private func read(_ body: RequestBody) async {
        var decoder = WebSocketDecoder(largest: Int(options.largestMessage.bytes))
        do {
            for try await bytes in body {
                heard.something.store(true, ordering: .relaxed)
                decoder.append(bytes)
                while let item = try decoder.next() {
                    guard try await take(item) else { return }
                }
            }
            socket.close(WebSocketClose(1001, "the connection ended"))
        } catch let close as WebSocketClose {
            socket.close(close)
        } catch {
            socket.close(WebSocketClose(1001, "the connection failed"))
        }
    }

    /// - Returns: false at the client's closing.
    private func take(_ item: WebSocketDecoder.Item) async throws -> Bool {
        switch item {
        case .message(let message):
            // Who closed reads nothing more.
            guard socket.closed == nil else { break }
            heard.isHeldBack.store(true, ordering: .relaxed)
            try await socket.inbox.send(message)
            heard.isHeldBack.store(false, ordering: .relaxed)
        case .ping(let bytes):
            // Who does not read what was said before needs no answer to this.
            if socket.closed == nil { _ = socket.outbox.offer(WebSocketFrame.frame(.pong, bytes)) }
        case .pong: break
        case .close(let code, let reason):
            socket.close(WebSocketClose(code ?? 1000, reason))
            return false
        }
        return true
    }

    private func answer(_ handler: @Sendable (WebSocket) async throws -> Void) async {
        do {
            try await handler(socket)
            socket.close()
        } catch let close as WebSocketClose {
            socket.close(close)
        } catch is CancellationError {
            socket.close(WebSocketClose(1001))
        } catch let problem as Problem {
            socket.close(WebSocketClose(problem.status.code < 500 ? 1008 : 1011, problem.detail))
        } catch {
            logger.error("a WebSocket failed", metadata: ["error": "\(error)"])
            socket.close(WebSocketClose(1011, "the server failed"))
        }
    }

    /// Pings a client that says nothing, and closes when it does not answer.
    private func watch() async throws {
        while socket.closed == nil {
            heard.something.store(false, ordering: .relaxed)
            try await options.clock.sleep(for: options.idleTime / 2)
            if heard.isAlive { continue }
            _ = socket.outbox.offer(WebSocketFrame.frame(.ping, []))
            try await options.clock.sleep(for: options.idleTime / 2)
            guard heard.isAlive else {
                return socket.close(WebSocketClose(1001, "nothing came for \(options.idleTime.secondsText)"))
            }
        }
    }
}
