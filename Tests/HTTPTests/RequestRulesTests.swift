import Hummingbird
import NIOCore
import TestSupport
import Testing

@testable import HTTP

@Suite("What is no sound request")
struct RequestRulesTests {
    /// What comes first on a connection, and the status of the answer.
    struct Game: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var status = 400
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ status: Int = 400) {
            self.name = name
            self.text = text
            self.status = status
        }
    }

    private static func header(_ name: String, _ lines: String, _ status: Int = 400) -> Game {
        Game(name, "POST /hello HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n", status)
    }

    private static func path(_ path: String, _ status: Int = 400) -> Game {
        Game("path \(path)", "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n", status)
    }

    static let framing: [Game] = [
        header("two lengths", "Content-Length: 1\r\nContent-Length: 1"),
        header("two other lengths", "Content-Length: 1\r\nContent-Length: 2"),
        header("lengths in a list", "Content-Length: 1, 1"),
        header("length and coding", "Content-Length: 4\r\nTransfer-Encoding: chunked"),
        header("coding and length", "Transfer-Encoding: chunked\r\nContent-Length: 4"),
        header("signed length", "Content-Length: +1"),
        header("negative length", "Content-Length: -1"),
        header("hexadecimal length", "Content-Length: 0x1"),
        header("huge length", "Content-Length: 99999999999999999999999"),
        header("no length", "Content-Length: "),
        header("other coding", "Transfer-Encoding: gzip, chunked", 501),
        header("coding twice", "Transfer-Encoding: chunked, chunked"),
        header("hidden coding", "Transfer-Encoding: xchunked", 501),
        header("folded line", "X-Long: a\r\n b"),
        header("folded coding", "Transfer-Encoding:\r\n chunked"),
        header("space before colon", "Transfer-Encoding : chunked"),
        header("no colon", "X-Nothing"),
        header("no name", ": x"),
        header("space in name", "X Y: z"),
        header("NUL in value", "X-Zero: a\0b"),
        header("CR in value", "X-Return: a\rb"),
        header("bare LF", "X-A: b\nTransfer-Encoding: chunked"),
        header("escape in value", "X-Escape: a\u{1B}[31m"),
        header("other expectation", "Expect: miracles", 417),
    ]

    static let hosts: [Game] = [
        Game("no host", "GET /hello HTTP/1.1\r\n\r\n"),
        Game("two hosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        Game("the same host twice", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        Game("path as host", "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        Game("user in host", "GET /hello HTTP/1.1\r\nHost: user@a\r\n\r\n"),
        Game("absolute form", "GET http://a/hello HTTP/1.1\r\nHost: a\r\n\r\n"),
        Game("authority form", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Game("asterisk", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        Game("version 2", "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n"),
        Game("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        Game("no HTTP", "\0\0\0\0\r\n\r\n"),
        Game("TLS", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n"),
        Game("no version", "GET /hello\r\n\r\n"),
    ]

    static let paths: [Game] = [
        path("/../hello"), path("/a/../hello"), path("/./hello"), path("/%2e%2e/hello"), path("/.%2E/hello"),
        path("/a%2fhello"), path("/a%5chello"), path("/hello%00"), path("/hello%0a"), path("/hello%zz"),
        path("/hello%c3"), path("/hello%"), path("/hello%2"), path("/h\\ello"), path("/hello?a=%ff"),
        path("/hello?a=%00"), path("/hellö"), path("/hello#top"), path("/hello", 200), path("/hello?a=%20b", 200),
        path("/hell%6F", 404), path("/caf%C3%A9", 404), path("//hello", 200),
    ]

    @Test("Two programs could take it for different requests, so it is refused and the connection closed")
    func refused() async throws {
        try await Serving.run { serving in
            for game in Self.framing + Self.hosts {
                let answer = try await ask(serving.address, game.text)
                #expect(answer.status == game.status, "\(game.name)")
                #expect(answer["connection"] == "close", "\(game.name)")
                #expect(answer["content-type"] == Problem.contentType, "\(game.name)")
            }
        }
    }

    @Test("A path means one thing")
    func paths() async throws {
        try await Serving.run { serving in
            for game in Self.paths {
                let answer = try await ask(serving.address, game.text)
                #expect(answer.status == game.status, "\(game.name)")
            }
        }
    }

    @Test("What follows a refused request on its connection is not looked at")
    func smuggled() async throws {
        try await Serving.run { serving in
            let text = try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send(
                    "POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                        + "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                return String(decoding: try connection.rest(), as: UTF8.self)
            }
            #expect(text.hasPrefix("HTTP/1.1 400 "))
            #expect(!text.contains("HTTP/1.1 200"))
        }
    }

    @Test("Whatever comes, it is answered or closed, and the server goes on", .timeLimit(.minutes(1)))
    func garbage() async throws {
        let sound = Self.framing.map(\.text) + Self.hosts.map(\.text) + Self.paths.map(\.text)
        try await Serving.run(routes: { router in
            router.post("hello") { request, _ in try await request.body.collect(upTo: .max) }
            router.webSocket("socket") { _, _, socket in for try await _ in socket.messages {} }
        }) { serving in
            try await blocking {
                var generator = SeededGenerator(seed: 11)
                for text in sound + sound + sound {
                    var bytes = Array(text.utf8)
                    for _ in 0..<Int.random(in: 1...4, using: &generator) {
                        let place = Int.random(in: 0..<bytes.count, using: &generator)
                        switch Int.random(in: 0..<3, using: &generator) {
                        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                        case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                        default: bytes.remove(at: place)
                        }
                    }
                    let connection = try RawConnection(serving.address)
                    try? connection.send(bytes)
                    connection.shutDown()
                    // Everything until the end, which has to come.
                    let answer = try connection.rest()
                    #expect(answer.isEmpty || answer.starts(with: Array("HTTP/1.".utf8)), "\(text)")
                }
            }
            let alive = try await fetch(serving.address, "/hello")
            #expect(alive.status == 200)
        }
    }

    @Test("HTTP/1.0 is answered, and closed")
    func oldVersion() async throws {
        try await Serving.run(routes: { router in
            router.get("stream") { _, _ in
                Response(
                    status: .ok,
                    body: ResponseBody { writer in
                        try await writer.write(ByteBuffer(string: "one"))
                        try await writer.write(ByteBuffer(string: "two"))
                        try await writer.finish(nil)
                    })
            }
        }) { serving in
            let text = try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send("GET /stream HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")
                return String(decoding: try connection.rest(), as: UTF8.self)
            }
            #expect(text.hasPrefix("HTTP/1.0 200 OK\r\n"))
            #expect(text.hasSuffix("\r\n\r\nonetwo"))
        }
    }
}
