import Glibc
import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization
import Testing
import Units

@testable import HTTP

@Suite("What connections and requests may cost")
struct LimitTests {
    private static func post(_ path: String, _ lines: String, _ body: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n\(body)"
    }

    private static func routes(_ router: APIRouter) {
        router.post("echo") { request, _ in try await request.body.collect(upTo: .max) }
        router.limitingBody(to: 10).post("small") { request, _ in try await request.body.collect(upTo: .max) }
        router.post("deaf") { _, _ in "unread" }
    }

    @Test("A header that is too long, or has too many fields, is refused")
    func header() async throws {
        try await Serving.run { serving in
            let fields = (0..<101).map { "X-\($0): y\r\n" }.joined()
            for header in ["X: \(String(repeating: "x", count: 17_000))\r\n", fields] {
                let answer = try await ask(serving.address, "GET /hello HTTP/1.1\r\nHost: a\r\n\(header)\r\n")
                #expect(answer.status == 431)
            }
            let long = try await fetch(serving.address, "/" + String(repeating: "x", count: 17_000))
            #expect(long.status == 431)
            // Within the limits, each alone and all together.
            let many = (0..<90).map { "X-\($0): \(String(repeating: "y", count: 200))\r\n" }.joined()
            #expect(try await ask(serving.address, "GET /hello HTTP/1.1\r\nHost: a\r\n\(many)\r\n").status == 200)
        }
    }

    @Test("A large answer is there to its last byte, also where the connection is closed behind it")
    func largeAnswer() async throws {
        let size = 24 << 20
        try await Serving.run(routes: { router in
            router.get("large") { _, _ in ByteBuffer(repeating: UInt8(ascii: "x"), count: size) }
        }) { serving in
            for end in ["Connection: close", "Connection: keep-alive\r\nConnection: close"] {
                let answer = try await fetch(serving.address, "/large", end)
                #expect(answer.status == 200 && answer.body.count == size)
            }
        }
    }

    @Test("A body that is announced as too large is refused before it comes")
    func announced() async throws {
        var limits = HTTPLimits()
        limits.body = ByteCount(1000)
        try await Serving.run(limits: limits, routes: Self.routes) { serving in
            for (path, length, status) in [("/echo", 1001, 413), ("/small", 11, 413), ("/none", 1001, 413)] {
                let answer = try await ask(serving.address, Self.post(path, "Content-Length: \(length)"))
                #expect(answer.status == status && answer["connection"] == "close")
                #expect(answer.text.contains(#""code":"content_too_large""#))
            }
            let whole = String(repeating: "x", count: 1000)
            let answer = try await ask(serving.address, Self.post("/echo", "Content-Length: 1000", whole))
            #expect(answer.text == whole)
        }
    }

    @Test("A body that turns out to be too large is cut off")
    func chunked() async throws {
        try await Serving.run(routes: Self.routes) { serving in
            let answer = try await ask(
                serving.address, Self.post("/small", "Transfer-Encoding: chunked", "5\r\nabcde\r\n6\r\nfghijk\r\n"))
            #expect(answer.status == 413 && answer["connection"] == "close")
            let exact = try await ask(
                serving.address, Self.post("/small", "Transfer-Encoding: chunked", "a\r\nabcdefghij\r\n0\r\n\r\n"))
            #expect(exact.text == "abcdefghij")
            let broken = try await ask(
                serving.address, Self.post("/small", "Transfer-Encoding: chunked", "5\r\nabcde\r\nxyz\r\n"))
            #expect(broken.status == 400)
        }
    }

    @Test("Bodies that come at once are held to their sender's share, which comes back")
    func shares() async throws {
        var limits = HTTPLimits()
        limits.bodies = .kibibytes(64)
        limits.lingerTime = .milliseconds(100)
        try await Serving.run(limits: limits, routes: Self.routes) { serving in
            for _ in 0..<5 {
                for (size, status) in [(32 << 10, 200), (1, 200), (60 << 10, 503)] {
                    // In pieces, as it would come over a network.
                    let chunk = "1000\r\n" + String(repeating: "x", count: 4096) + "\r\n"
                    let body = size == 1 ? "1\r\nx\r\n" : String(repeating: chunk, count: size >> 12)
                    let answer = try await ask(
                        serving.address, Self.post("/echo", "Transfer-Encoding: chunked", body + "0\r\n\r\n"))
                    #expect(answer.status == status, "\(size)")
                }
            }
        }
    }

    @Test("A client that waits to be asked for its body is asked, or refused without")
    func expectation() async throws {
        var limits = HTTPLimits()
        limits.lingerTime = .milliseconds(100)
        try await Serving.run(limits: limits, routes: Self.routes) { serving in
            try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send(Self.post("/echo", "Content-Length: 3\r\nExpect: 100-continue"))
                #expect(try connection.readAnswer().status == 100)
                try connection.send("abc")
                #expect(try connection.answer().text == "abc")
                // The connection goes on.
                try connection.send(Self.post("/small", "Content-Length: 11\r\nExpect: 100-continue"))
                #expect(try connection.readAnswer().status == 413)
                #expect(try connection.rest().isEmpty)
            }
        }
    }

    @Test("A body that nobody reads does not keep the connection")
    func unread() async throws {
        var limits = HTTPLimits()
        limits.linger = ByteCount(100_000)
        try await Serving.run(limits: limits, routes: Self.routes) { serving in
            try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send(Self.post("/deaf", "Content-Length: 10000000"))
                let answer = try connection.answer()
                #expect(answer.text == "unread" && answer["connection"] == "close")
                // What is sent on is thrown away for a while, and no longer.
                let chunk = [UInt8](repeating: 0, count: 10_000)
                #expect(throws: (any Error).self) { for _ in 0..<1000 { try connection.send(chunk) } }
            }
        }
    }

    @Test("A header that trickles is refused; a body without progress ends the connection", .timeLimit(.minutes(1)))
    func trickle() async throws {
        var limits = HTTPLimits()
        limits.headerTime = .milliseconds(300)
        limits.bodyTime = .milliseconds(300)
        limits.bodyProgress = ByteCount(1000)
        // A busy machine may look at the time late: it is to be the time that ends it.
        (limits.header, limits.headerField, limits.headerFields) = (.mebibytes(1), .mebibytes(1), 100_000)
        try await Serving.run(limits: limits, routes: Self.routes) { serving in
            let answer = try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n")
                // Until the server has closed: then sending fails.
                while (try? connection.send("X: y\r\n")) != nil, try !connection.isReadable(within: 20) {}
                return try connection.answer()
            }
            #expect(answer.status == 408)
            try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send(Self.post("/echo", "Content-Length: 1000000", "x"))
                while (try? connection.send("x")) != nil, try !connection.isReadable(within: 20) {}
                #expect(try connection.rest().isEmpty)
            }
            // One that says nothing at all.
            let silent = try await blocking { try RawConnection(serving.address).rest() }
            #expect(silent.isEmpty)
            #expect(try await fetch(serving.address, "/hello").status == 200)
        }
    }

    @Test("A body that makes progress may take longer than that", .timeLimit(.minutes(1)))
    func slowBody() async throws {
        var limits = HTTPLimits()
        limits.bodyTime = .milliseconds(200)
        limits.bodyProgress = ByteCount(100)
        try await Serving.run(limits: limits, routes: Self.routes) { serving in
            let answer = try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send(Self.post("/echo", "Content-Length: 6000"))
                // Thirty waits of 20 ms are three times that.
                for _ in 0..<30 {
                    try connection.send(String(repeating: "x", count: 200))
                    _ = try connection.isReadable(within: 20)
                }
                return try connection.answer()
            }
            #expect(answer.status == 200 && answer.body.count == 6000)
        }
    }

    @Test("Who reads nothing of an answer is closed, and whoever writes it hears of it", .timeLimit(.minutes(1)))
    func slowReader() async throws {
        var limits = HTTPLimits()
        limits.stallTime = .milliseconds(300)
        let (ends, ended) = AsyncStream<Int>.makeStream()
        try await Serving.run(
            limits: limits,
            routes: { router in
                router.get("endless") { _, _ in
                    Response(
                        status: .ok,
                        body: ResponseBody { writer in
                            var written = 0
                            defer { ended.yield(written) }
                            while true {
                                try await writer.write(ByteBuffer(repeating: 0, count: 65_536))
                                written += 65_536
                            }
                        })
                }
            }
        ) { serving in
            let connection = try RawConnection(serving.address)
            connection.shrinkReceiveBuffer()
            try connection.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
            for await written in ends.prefix(1) {
                // What waited is what the kernel takes and a buffer of the server's.
                #expect(written < 16 << 20)
            }
        }
    }

    @Test("Requests sent ahead are answered in order, and only so many are taken")
    func pipelined() async throws {
        try await Serving.run { serving in
            try await blocking {
                let connection = try RawConnection(serving.address)
                let request = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
                try connection.send(String(repeating: request, count: 10))
                for _ in 0..<10 { #expect(try connection.answer().text == "hello") }
                try connection.send(String(repeating: request, count: 1000))
                var answers = 0
                while let answer = try? connection.answer() {
                    #expect(answer.status == 200)
                    answers += 1
                }
                #expect(answers >= 16 && answers < 1000)
            }
        }
    }

    @Test("A connection without a request is closed after a while", .timeLimit(.minutes(1)))
    func idle() async throws {
        var limits = HTTPLimits()
        limits.idleTime = .milliseconds(200)
        try await Serving.run(limits: limits) { serving in
            try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try connection.answer().status == 200)
                #expect(try connection.rest().isEmpty)
            }
        }
    }

    @Test("Who holds connections keeps nobody out: for a new one that goes which was idle longest")
    func manyConnections() async throws {
        var limits = HTTPLimits()
        limits.connections = 20
        limits.connectionsPerAddress = 10
        try await Serving.run(limits: limits) { serving in
            try await blocking {
                let held = try (0..<10).map { _ in try RawConnection(serving.address) }
                for connection in held {
                    try connection.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try connection.answer().status == 200)
                    // An answer comes before the server notes that it was sent.
                    while serving.server.idleConnectionCount < 10 { usleep(1000) }
                }
                let another = try RawConnection(serving.address)
                try another.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try another.answer().status == 200)
                #expect(try held[0].rest().isEmpty)
                try held[9].send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try held[9].answer().status == 200)
            }
            #expect(serving.server.connectionCount <= 11)
        }
    }

    @Test("A client that sends nothing more still gets its answer")
    func halfClosed() async throws {
        try await Serving.run(routes: Self.routes) { serving in
            try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send(Self.post("/echo", "Content-Length: 3", "abc"))
                connection.shutDown()
                #expect(try connection.answer().text == "abc")
                #expect(try connection.rest().isEmpty)
                // A request that will never be whole is none.
                let half = try RawConnection(serving.address)
                try half.send(Self.post("/echo", "Content-Length: 3", "ab"))
                half.shutDown()
                #expect(try half.rest().isEmpty)
            }
        }
    }

    @Test("When the server stops, a request under way is answered, and idle connections close")
    func drain() async throws {
        let (begins, began) = AsyncStream<Void>.makeStream()
        let (gate, open) = AsyncStream<Void>.makeStream()
        try await Serving.run(routes: { router in
            router.get("slow") { _, _ in
                began.yield()
                for await _ in gate.prefix(1) {}
                return "done"
            }
        }) { serving in
            let idle = try RawConnection(serving.address)
            try idle.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try idle.answer().status == 200)
            let slow = try RawConnection(serving.address)
            try slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in begins.prefix(1) {}
            await serving.group.triggerGracefulShutdown()
            #expect(try idle.rest().isEmpty)
            open.yield()
            // Whether its end is announced depends on which of both comes first: that it closes does not.
            #expect(try slow.answer().text == "done")
            #expect(try slow.rest().isEmpty)
        }
    }

    @Test("Whoever answers a client that has gone is cancelled", .timeLimit(.minutes(1)))
    func gone() async throws {
        let (ends, ended) = AsyncStream<Bool>.makeStream()
        let (begins, began) = AsyncStream<Void>.makeStream()
        try await Serving.run(routes: { router in
            router.get("wait") { _, _ in
                began.yield()
                do {
                    try await Task.sleep(for: .seconds(60))
                } catch {
                    ended.yield(true)
                    throw error
                }
                return "never"
            }
        }) { serving in
            do {
                let connection = try RawConnection(serving.address)
                try connection.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
                for await _ in begins.prefix(1) {}
                connection.reset()
            }
            for await isCancelled in ends.prefix(1) { #expect(isCancelled) }
        }
    }
}
