import NIOCore
import NIOPosix
import Outgoing
import Testing

@testable import HTTP

/// A server that says the same bytes to whoever comes, and ends the connection then, or never.
private struct SayingServer: Sendable {
    /// Says it once something has come.
    private final class Sayer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let text: String
        private let ends: Bool
        private var hasSaid = false

        init(_ text: String, ends: Bool) { (self.text, self.ends) = (text, ends) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard !hasSaid else { return }
            hasSaid = true
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            if ends { context.close(promise: nil) }
        }
    }

    let port: Int

    static func with(_ text: String, ends: Bool = true, _ body: (SayingServer) async throws -> Void) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Sayer(text, ends: ends))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(channel.localAddress?.port)
        try await body(SayingServer(port: port))
        try await channel.close()
    }

    /// What a client reads of it that may come here.
    func fetch(atMost size: Int = 100, within timeout: Duration = .seconds(30)) async throws -> OutgoingExchange.Answer
    {
        var client = GuardedClient()
        client.allowed = ["127.0.0.0/8"].compactMap(NetworkRange.init(parsing:))
        client.timeout = timeout
        let url = try #require(OutgoingURL("http://127.0.0.1:\(port)/x"))
        return try await client.fetch(url, headers: [], atMost: size)
    }
}

@Suite("An answer from a place that others chose", .timeLimit(.minutes(1))) struct GuardedClientTests {
    @Test("is read whole, with its status, and a redirection is followed nowhere")
    func whole() async throws {
        let table = [
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 200, "hello"),
            ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", 302, ""),
            ("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "a", count: 100), 200, String(repeating: "a", count: 100)),
        ]
        for (text, status, body) in table {
            try await SayingServer.with(text) { server in
                let answer = try await server.fetch()
                #expect(answer.status == status && answer.body == Array(body.utf8), "\(text)")
            }
        }
    }

    @Test("is given up if it is larger than it may be, or no answer")
    func refused() async throws {
        let long = String(repeating: "a", count: 101)
        for text in [
            "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + long, "HTTP/1.1 200 OK\r\n\r\n" + long,
            "HTTP/1.1 200 OK\r\nX: " + String(repeating: "b", count: 1 << 20) + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", "SSH-2.0-OpenSSH_9.2\r\n", "",
        ] {
            try await SayingServer.with(text) { server in
                await #expect(throws: (any Error).self, "\(text.prefix(60))") { try await server.fetch() }
            }
        }
    }

    @Test("is given up if it does not end in time, and places that are not the Internet are not asked")
    func late() async throws {
        try await SayingServer.with("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", ends: false) { server in
            await #expect(throws: GuardedClient.Failure.self) { try await server.fetch(within: .milliseconds(50)) }
            let url = try #require(OutgoingURL("http://127.0.0.1:\(server.port)/"))
            await #expect(throws: GuardedClient.Failure.self) {
                try await GuardedClient().fetch(url, headers: [], atMost: 100)
            }
        }
    }
}
