import NIOCore
import NIOPosix
import Synchronization

/// A server that says and expects what a test tells it to, to one client.
enum ScriptedServer {
    /// What it does next.
    enum Step: Sendable {
        /// Says that, whether it was asked or not.
        case say(String)
        /// Waits for a line that begins so.
        case wait(String)
        /// Waits for the end of a mail.
        case takeMail
        /// Says nothing more, until the client has gone.
        case hang

        /// Whether it is over when the client says that.
        func isOver(by line: String) -> Bool {
            switch self {
            case .wait(let beginning): line.hasPrefix(beginning)
            case .takeMail: line == "."
            case .say, .hang: false
            }
        }
    }

    /// What the client said, line by line.
    final class Heard: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock(\.self) }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    typealias Client = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// All that have connected. They stay here: one that connects just when its server ends is served by nobody, and must not be
    /// let go of, for that ends the process.
    private static let clients = Mutex<[Client]>([])

    /// Runs such a server while `body` is done; it closes the connection behind its last step.
    static func run(_ steps: [Step], _ body: @escaping @Sendable (Int) async throws -> Void) async throws -> [String] {
        let heard = Heard()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let client = try Client(wrappingChannelSynchronously: channel)
                    clients.withLock { $0.append(client) }
                    return client
                }
            }
        let port = server.channel.localAddress?.port ?? 0
        try await server.executeThenClose { clients in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for try await client in clients {
                        do { try await play(steps, to: client, heard) } catch is ChannelError {}
                        return
                    }
                }
                try await body(port)
                group.cancelAll()
            }
        }
        return heard.all
    }

    private static func play(
        _ steps: [Step], to client: Client, _ heard: Heard
    ) async throws {
        try await client.executeThenClose { input, output in
            var (rest, pending) = (steps[...], "")
            while case .say(let text)? = rest.first {
                rest.removeFirst()
                try await output.write(ByteBuffer(string: text))
            }
            guard !rest.isEmpty else { return }
            for try await piece in input {
                pending += String(decoding: piece.readableBytesView, as: UTF8.self)
                while let end = pending.firstRange(of: "\r\n") {
                    let line = String(pending[..<end.lowerBound])
                    pending.removeSubrange(..<end.upperBound)
                    heard.add(line)
                    guard rest.first?.isOver(by: line) == true else { continue }
                    rest.removeFirst()
                    while case .say(let text)? = rest.first {
                        rest.removeFirst()
                        try await output.write(ByteBuffer(string: text))
                    }
                    guard !rest.isEmpty else { return }
                }
            }
        }
    }
}
