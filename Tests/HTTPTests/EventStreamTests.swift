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

    @Test("A reader that falls behind is let go")
    func behind() {
        let stream = EventStream()
        var taken = 0
        while stream.offer(ServerEvent("event \(taken)")) { taken += 1 }
        #expect(taken == EventStream.mostEvents)
        let large = EventStream()
        #expect(large.offer(ServerEvent(String(repeating: "x", count: 200_000))))
        #expect(!large.offer(ServerEvent(String(repeating: "x", count: 200_000))))
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
