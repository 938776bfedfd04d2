import Hummingbird
import Identity
import NIOCore
import ServiceLifecycle
import TestSupport
import Testing
import Units
import Wire

@testable import HTTP

@Suite("WebSockets", .timeLimit(.minutes(1)))
struct WebSocketTests {
    private static let key = "dGhlIHNhbXBsZSBub25jZQ=="

    private static func handshake(_ path: String = "/echo", _ lines: [String] = []) -> String {
        let all =
            [
                "GET \(path) HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: keep-alive, Upgrade",
                "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(key)", "Authorization: Bearer alice-token",
            ] + lines
        return all.joined(separator: "\r\n") + "\r\n\r\n"
    }

    private static func open(
        _ address: HTTPAddress, _ path: String = "/echo", _ lines: [String] = []
    ) throws -> RawConnection {
        let connection = try RawConnection(address)
        try connection.send(handshake(path, lines))
        let answer = try connection.readHead()
        guard answer.status == 101 else { throw RawConnection.Failure(description: "status \(answer.status)") }
        #expect(answer["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        return connection
    }

    private static func echo(_ router: APIRouter) {
        var options = WebSocketOptions()
        options.largestMessage = ByteCount(1000)
        router.requiring(.run).webSocket("echo", options: options) { _, _, socket in
            for try await message in socket.messages { try await socket.send(message) }
        }
    }

    @Test("Messages are exchanged, in parts as well; pings are answered; both sides close")
    func echo() async throws {
        try await Serving.run(routes: Self.echo) { serving in
            try await blocking {
                let socket = try Self.open(serving.address)
                try socket.send(ClientFrame.text("hello"))
                #expect(try socket.frame() == ServerFrame(1, Array("hello".utf8)))
                try socket.send(ClientFrame(0, .text, Array("hé".utf8.dropLast())).bytes)
                try socket.send(ClientFrame(1, .ping, [1, 2]).bytes)
                #expect(try socket.frame() == ServerFrame(10, [1, 2]))
                try socket.send(ClientFrame(1, .continuation, Array("é".utf8.dropFirst()) + Array("!".utf8)).bytes)
                #expect(try socket.frame() == ServerFrame(1, Array("hé!".utf8)))
                let large = [UInt8](repeating: 7, count: 1000)
                try socket.send(ClientFrame(1, .binary, large).bytes)
                #expect(try socket.frame() == ServerFrame(2, large))
                try socket.send(ClientFrame(1, .close, [0x0F, 0xA0] + Array("bye".utf8)).bytes)
                #expect(try socket.frame() == ServerFrame(8, [0x0F, 0xA0] + Array("bye".utf8)))
                #expect(try socket.rest().isEmpty)
            }
            // The server forgets it when the client has read the end.
            while serving.server.streamCount != 0 { await Task.yield() }
        }
    }

    @Test("Who breaks the rules is closed with the code that says so")
    func rules() async throws {
        let wrong: [(String, [UInt8], UInt16)] = [
            ("not masked", [0x81, 0x01, 0x61], 1002),
            ("unknown opcode", ClientFrame(1, raw: 3, []).bytes, 1002),
            ("reserved bit", [0xC1, 0x80, 0, 0, 0, 0], 1002),
            ("ping in parts", ClientFrame(0, .ping, []).bytes, 1002),
            ("large ping", ClientFrame(1, .ping, [UInt8](repeating: 0, count: 126)).bytes, 1002),
            ("part without a beginning", ClientFrame(1, .continuation, []).bytes, 1002),
            ("beginning within a message", ClientFrame(0, .text, []).bytes + ClientFrame.text("x"), 1002),
            ("length in too many bytes", [0x82, 0xFE, 0, 1, 0, 0, 0, 0, 0], 1002),
            ("length without bounds", [0x82, 0xFF] + [UInt8](repeating: 0xFF, count: 8), 1009),
            ("no UTF-8", ClientFrame(1, .text, [0xC3]).bytes, 1007),
            ("too large", ClientFrame(1, .binary, [UInt8](repeating: 0, count: 1001)).bytes, 1009),
            (
                "too large in parts",
                ClientFrame(0, .binary, [UInt8](repeating: 0, count: 900)).bytes
                    + ClientFrame(1, .continuation, [UInt8](repeating: 0, count: 101)).bytes, 1009
            ),
            ("half a code", ClientFrame(1, .close, [3]).bytes, 1002),
            ("forbidden code", ClientFrame(1, .close, [0x03, 0xED]).bytes, 1002),
        ]
        try await Serving.run(routes: Self.echo) { serving in
            for (name, bytes, code) in wrong {
                let frame = try await blocking {
                    let socket = try Self.open(serving.address)
                    try socket.send(bytes)
                    return try socket.frame()
                }
                #expect(frame.opcode == 8 && frame.code == code, "\(name)")
            }
            let alive = try await fetch(serving.address, "/hello")
            #expect(alive.status == 200)
        }
    }

    @Test("The handshake is checked: method, version, key, origin, subprotocol, token")
    func handshakes() async throws {
        try await Serving.run(
            configure: { $0.corsOrigins = ["https://judge.example"] },
            routes: { router in
                Self.echo(router)
                var options = WebSocketOptions()
                options.protocols = ["v2", "v1"]
                router.webSocket("named", options: options) { _, _, socket in
                    try await socket.send(.text(socket.subprotocol ?? "none"))
                }
            }
        ) { serving in
            let whole = Self.handshake()
            let games: [(String, Int)] = [
                (whole.replacing("Upgrade: websocket\r\n", with: ""), 426),
                (whole.replacing("Connection: keep-alive, Upgrade", with: "Connection: keep-alive"), 426),
                (whole.replacing("Version: 13", with: "Version: 8"), 426),
                (whole.replacing(Self.key, with: "short"), 400),
                (whole.replacing("alice-token", with: "wrong"), 401),
                (whole.replacing("alice-token", with: "worker-token"), 403),
                (whole.replacing("GET", with: "POST"), 405),
                (whole.replacing("GET", with: "HEAD"), 426),
                (whole.replacing("/echo", with: "/nothing"), 404),
                (Self.handshake("/echo", ["Content-Length: 3"]) + "abc", 400),
                (Self.handshake("/echo", ["Origin: https://evil.example"]), 403),
                (Self.handshake("/echo", ["Origin: null"]), 403),
                (Self.handshake("/named", ["Sec-WebSocket-Protocol: v3"]), 400),
            ]
            for (text, status) in games {
                let answer = try await ask(serving.address, text)
                #expect(answer.status == status, "\(text)")
            }
            for origin in ["https://judge.example", "http://localhost"] {
                try await blocking { _ = try Self.open(serving.address, "/echo", ["Origin: \(origin)"]) }
            }
            let spoken = try await blocking {
                try Self.open(serving.address, "/named", ["Sec-WebSocket-Protocol: v1, v2"]).frame()
            }
            #expect(spoken == ServerFrame(1, Array("v2".utf8)))
        }
    }

    @Test("A route that fails, a token that is taken back and the server's end close it, each with its code")
    func closes() async throws {
        try await Serving.run(routes: { router in
            Self.echo(router)
            router.webSocket("fail") { _, _, _ in throw RawConnection.Failure(description: "secret") }
            router.webSocket("own") { _, _, _ in throw WebSocketClose(4001, "mine") }
        }) { serving in
            let codes = try await blocking {
                try ["/fail", "/own"].map { try Self.open(serving.address, $0).frame() }
            }
            #expect(codes.map(\.code) == [1011, 4001])
            #expect(!codes[0].text.contains("secret"))
            // The answer to a message says that the route is at it.
            let revoked = try await blocking { Sent(try Self.open(serving.address)) }
            try await blocking {
                try revoked.value.send(ClientFrame.text("x"))
                _ = try revoked.value.frame()
            }
            #expect(serving.server.replaceAccess(AccessList()) == 1)
            #expect(try await blocking { try revoked.value.frame() }.code == 1008)
            serving.server.replaceAccess(TestAccess.list)
            let stopped = try await blocking { Sent(try Self.open(serving.address)) }
            try await blocking {
                try stopped.value.send(ClientFrame.text("x"))
                _ = try stopped.value.frame()
            }
            await serving.group.triggerGracefulShutdown()
            try await blocking {
                #expect(try stopped.value.frame().code == 1001)
                try stopped.value.send(ClientFrame(1, .close, []).bytes)
                #expect(try stopped.value.rest().isEmpty)
            }
        }
    }

    @Test("A client that says nothing is pinged, and closed when it does not answer")
    func idle() async throws {
        let clock = ManualClock()
        try await Serving.run(routes: { router in
            var options = WebSocketOptions()
            options.clock = clock
            router.webSocket("quiet", options: options) { _, _, socket in for try await _ in socket.messages {} }
        }) { serving in
            let socket = try await blocking { Sent(try Self.open(serving.address, "/quiet")) }
            let halves = { () async in
                while clock.deadlines.isEmpty { await Task.yield() }
                clock.advance(by: .seconds(30))
            }
            await halves()
            #expect(try await blocking { try socket.value.frame() } == ServerFrame(9, []))
            await halves()
            #expect(try await blocking { try socket.value.frame() }.code == 1001)
        }
    }

    @Test("Whatever comes in whatever pieces, the decoder reads the same, or refuses")
    func pieces() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            var bytes: [UInt8] = []
            for _ in 0..<5 {
                let payload = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
                bytes += ClientFrame(1, .binary, payload).bytes
            }
            // Sometimes a byte is another.
            if Bool.random(using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^=
                    1 << UInt8.random(in: 0...7, using: &generator)
            }
            let whole = Self.decode([bytes])
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = min(rest.count, Int.random(in: 1...50, using: &generator))
                pieces.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            let cut = Self.decode(pieces)
            #expect(whole.items == cut.items && whole.failure == cut.failure)
        }
    }

    private static func decode(_ pieces: [[UInt8]]) -> (items: [WebSocketDecoder.Item], failure: WebSocketClose?) {
        var decoder = WebSocketDecoder(largest: 10_000)
        var items: [WebSocketDecoder.Item] = []
        do throws(WebSocketClose) {
            for piece in pieces {
                decoder.append(ByteBuffer(bytes: piece))
                while let item = try decoder.next() { items.append(item) }
            }
        } catch {
            return (items, error)
        }
        return (items, nil)
    }
}
