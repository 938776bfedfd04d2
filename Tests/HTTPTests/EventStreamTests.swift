import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Wire

@testable import HTTP

@Suite("Streams of events", .timeLimit(.minutes(1)))
struct EventStreamTests {
    /// Opens the stream and reads its head and the first comment.
    private static func open(_ address: HTTPAddress, _ path: String, _ lines: String = "") throws -> RawConnection {
        let connection = try RawConnection(address)
        try connection.send(
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer alice-token\r\n\(lines)\r\n")
        let head = try connection.readHead()
        guard head.status == 200 else { throw RawConnection.Failure(description: "status \(head.status)") }
        #expect(head["content-type"] == "text/event-stream" && head["cache-control"] == "no-store")
        #expect(try connection.chunk() == ":\n\n")
        return connection
    }

    @Test("Events are written as browsers read them")
    func text() {
        let events: [(ServerEvent, String)] = [
            (ServerEvent("a"), "data: a\n\n"),
            (
                ServerEvent("a\nb\r\nc\rd", name: "x", id: "7"),
                "id: 7\nevent: x\ndata: a\ndata: b\ndata: c\ndata: d\n\n"
            ),
            (ServerEvent("", name: "a\ndata: evil", id: "1\r\n2\0"), "id: 12\nevent: adata: evil\ndata: \n\n"),
            (ServerEvent("a\n"), "data: a\ndata: \n\n"),
        ]
        for (event, text) in events { #expect(String(buffer: event.bytes) == text) }
    }

    @Test("A reader gets the events, and says where it was when it comes back")
    func order() async throws {
        try await Serving.run(routes: { router in
            router.requiring().get("events") { request, context in
                let first = request.lastEventID.flatMap { Int($0) } ?? 0
                return Response.events(context) { stream in
                    for id in (first + 1)...(first + 3) { try await stream.send(ServerEvent("n\(id)", id: "\(id)")) }
                }
            }
        }) { serving in
            try await blocking {
                let connection = try Self.open(serving.address, "/events")
                for id in 1...3 { #expect(try connection.chunk() == "id: \(id)\ndata: n\(id)\n\n") }
                #expect(try connection.chunk() == "")
                let again = try Self.open(serving.address, "/events", "Last-Event-ID: 3\r\n")
                #expect(try again.chunk() == "id: 4\ndata: n4\n\n")
            }
            let unknown = try await fetch(serving.address, "/events")
            #expect(unknown.status == 401)
        }
    }

    @Test("A stream without events says every 15 seconds that it is there")
    func heartbeat() async throws {
        let clock = ManualClock()
        try await Serving.run(routes: { router in
            router.requiring().get("quiet") { _, context in
                Response.events(context, clock: clock) { _ in try await Task.sleep(for: .seconds(600)) }
            }
        }) { serving in
            let connection = try await blocking { Sent(try Self.open(serving.address, "/quiet")) }
            for _ in 0..<3 {
                while clock.deadlines.isEmpty { await Task.yield() }
                clock.advance(by: .seconds(15))
                #expect(try await blocking { try connection.value.chunk() } == ":\n\n")
            }
        }
    }

    /// What was written to a reader who takes things when told to.
    private final class Reader: Sendable {
        private let left = Mutex<[(text: String, taken: @Sendable () -> Void)]>([])

        func write(_ text: ByteBuffer, _ taken: @escaping @Sendable () -> Void) {
            left.withLock { $0.append((String(buffer: text), taken)) }
        }

        var count: Int { left.withLock { $0.count } }

        /// Takes the first text.
        func take() -> String? {
            let first = left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            first?.taken()
            return first?.text
        }
    }

    @Test("A reader that falls behind is let go")
    func behind() {
        let slow = Reader()
        let stream = EventStream(slow.write)
        while stream.offer(ServerEvent("event")) {}
        #expect(slow.count == EventStream.mostEvents)
        let reader = Reader()
        let large = EventStream(reader.write)
        let event = ServerEvent(String(repeating: "x", count: EventStream.mostBytes))
        #expect(large.offer(event))
        #expect(reader.take() != nil)
        #expect(large.offer(event))
        #expect(!large.offer(event))
    }

    @Test("Who sends waits until there is room; nothing is written behind the end")
    func room() async throws {
        let reader = Reader()
        let stream = EventStream(reader.write)
        for number in 0..<EventStream.mostEvents { try await stream.send(ServerEvent("\(number)")) }
        async let sent: Void = stream.send(ServerEvent("last"))
        for number in 0..<EventStream.mostEvents { #expect(reader.take() == "data: \(number)\n\n") }
        try await sent
        #expect(reader.take() == "data: last\n\n")
        for _ in 0..<5 { stream.beat() }
        for _ in 0..<2 { #expect(reader.take() == ":\n\n") }
        #expect(reader.count == 0)
        for number in 0..<EventStream.mostEvents { try await stream.send(ServerEvent("\(number)")) }
        let waiting = Task { try await stream.send(ServerEvent("too late")) }
        stream.end()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        await stream.untilEnd()
        #expect(!stream.offer(ServerEvent("too late")))
        #expect(reader.count == EventStream.mostEvents)
    }

    @Test("A task that is cancelled sends nothing more, and ends the stream that it waits for")
    func cancelled() async {
        let reader = Reader()
        let stream = EventStream(reader.write)
        let large = ServerEvent(String(repeating: "x", count: EventStream.mostBytes))
        #expect(stream.offer(large))
        let sending = Task { try await stream.send(large) }
        sending.cancel()
        await #expect(throws: CancellationError.self) { try await sending.value }
        let waiting = Task { await stream.untilEnd() }
        waiting.cancel()
        await waiting.value
        #expect(!stream.offer(ServerEvent("too late")))
        #expect(reader.count == 1)
    }

    /// How often something was made.
    private final class Made: Sendable {
        let count = Mutex(0)
    }

    @Test("What thousands are told of one thing is made once")
    func shared() async throws {
        let events = SharedTexts<Int>()
        let made = Made()
        let texts = try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    try await events.text(of: 7) {
                        made.count.withLock { $0 += 1 }
                        return ServerEvent("seven").bytes
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(texts.allSatisfy { String(buffer: $0) == "data: seven\n\n" })
        #expect(made.count.withLock { $0 } == 1)
        struct Broken: Error {}
        await #expect(throws: Broken.self) { try await events.text(of: 8) { throw Broken() } }
        #expect(String(buffer: try await events.text(of: 8) { ServerEvent("eight").bytes }) == "data: eight\n\n")
    }

    @Test("A reader that has gone, and a caller whose token is taken back, end the stream; so does the server's end")
    func ends() async throws {
        let (ends, ended) = AsyncStream<Void>.makeStream()
        let (opens, opened) = AsyncStream<Void>.makeStream()
        try await Serving.run(routes: { router in
            router.requiring().get("open") { _, context in
                Response.events(context) { _ in
                    defer { ended.yield() }
                    opened.yield()
                    try await Task.sleep(for: .seconds(600))
                }
            }
        }) { serving in
            let gone = try await blocking { Sent(try Self.open(serving.address, "/open")) }
            for await _ in opens.prefix(1) {}
            gone.value.reset()
            for await _ in ends.prefix(1) {}

            let revoked = try await blocking { Sent(try Self.open(serving.address, "/open")) }
            for await _ in opens.prefix(1) {}
            #expect(serving.server.replaceAccess(AccessList()) == 1)
            for await _ in ends.prefix(1) {}
            #expect(try await blocking { try revoked.value.chunk() } == "")
            serving.server.replaceAccess(TestAccess.list)

            let stopped = try await blocking { Sent(try Self.open(serving.address, "/open")) }
            for await _ in opens.prefix(1) {}
            await serving.group.triggerGracefulShutdown()
            for await _ in ends.prefix(1) {}
            #expect(try await blocking { try stopped.value.chunk() } == "")
        }
    }
}
