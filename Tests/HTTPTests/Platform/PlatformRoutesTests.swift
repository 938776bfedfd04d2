import Coordinator
import Events
import Foundation
import Kernel
import KernelTestSupport
import Storage
import Synchronization
import Testing
import Wire

@testable import HTTP

/// The routes and topics of a module, as HTTP has them.
@Suite("The platform over HTTP", .timeLimit(.minutes(2)))
struct PlatformRoutesTests {
    /// - Parameter bob: whether he is still who he was.
    private static func with(
        bob: @escaping @Sendable () -> Bool = { true },
        _ body: @escaping @Sendable (Serving, PlatformUnderTest) async throws -> Void
    ) async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            try await Serving.run(
                person: { token in
                    switch token {
                    case "alice-session": Actor.alice
                    case "bob-session": bob() ? Actor.bob : nil
                    case "judge-session":
                        Actor(.person(.random()), grants: [RoleGrant(.admin, in: Scope("contest", "c1"))])
                    case "away-session": throw DomainError(.unavailable, "the store does not answer")
                    default: nil
                    }
                },
                routes: { router in
                    try PlatformRoutes(one.platform, lookingAgain: .milliseconds(20)) {
                        try await one.host.catchUp(to: $0)
                    }.add(to: router)
                }
            ) { serving in try await body(serving, one) }
        }
    }

    /// The answer to a request with these lines in its header.
    private static func ask(
        _ serving: Serving, _ method: String, _ path: String, as token: String?, body: String = "", _ lines: String...
    ) async throws -> RawAnswer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        head += lines.map { $0 + "\r\n" }.joined()
        return try await HTTPTests.ask(serving.address, head + "\r\n" + body)
    }

    @Test("People and programs do what the table lets them, and are told why not")
    func permissions() async throws {
        try await Self.with { serving, _ in
            let item = "/api/v1/loans/\(EntityID.random())"
            #expect(try await Self.ask(serving, "POST", item, as: nil).status == 401)
            #expect(try await Self.ask(serving, "POST", item, as: "nobody-session").status == 401)
            // While nobody can tell, nobody is told to log in anew.
            #expect(try await Self.ask(serving, "POST", item, as: "away-session").status == 503)
            // A program is no person.
            let program = try await Self.ask(serving, "POST", item, as: "alice-token")
            #expect(program.status == 403 && program.text.contains("may not do loans.borrow"))
            let lent = try await Self.ask(serving, "POST", item, as: "alice-session")
            #expect(lent.status == 200 && lent.text == #"{"borrower":"00000000000000000000000001"}"#)
            #expect(lent["verdict-position"].flatMap { UInt64($0) } != nil && lent["cache-control"] == "no-store")
            #expect(try await Self.ask(serving, "POST", item, as: "bob-session").status == 409)
            #expect(try await Self.ask(serving, "DELETE", item, as: "bob-session").status == 403)
            #expect(try await Self.ask(serving, "DELETE", item, as: "root-token").status == 204)
            #expect(try await Self.ask(serving, "POST", "/api/v1/loans/x", as: "alice-session").status == 404)
            #expect(try await Self.ask(serving, "PUT", item, as: "alice-session").status == 405)
        }
    }

    @Test("A file is taken as it is, and given so that no browser runs it")
    func files() async throws {
        try await Self.with { serving, _ in
            let path = "/api/v1/loans/x/picture?name="
            let shown = try await Self.ask(
                serving, "PUT", path + "a%22%0d%0ab.png", as: nil, body: "<script>", "Content-Type: image/png",
                "Accept-Language: en")
            #expect(shown.status == 200 && shown.text == "<script>" && shown["content-type"] == "image/png")
            #expect(shown["content-disposition"] == "inline; filename=\"a___b.png\"")
            #expect(shown["content-security-policy"] == "default-src 'none'; sandbox")
            #expect(shown["x-content-type-options"] == "nosniff")
            let saved = try await Self.ask(serving, "PUT", path + "b", as: nil, body: "x")
            #expect(saved.status == 200 && saved["content-disposition"] == "attachment; filename=\"b\"")
            let body = String(repeating: "x", count: 1001)
            #expect(try await Self.ask(serving, "PUT", path, as: nil, body: body).status == 413)
        }
    }

    @Test("A request that comes again with its key is done once, and another request with the key is refused")
    func keys() async throws {
        try await Self.with { serving, one in
            let item = "/api/v1/loans/\(EntityID.random())"
            let key = "Idempotency-Key: k1"
            let first = try await Self.ask(serving, "POST", item, as: "alice-session", key)
            let again = try await Self.ask(serving, "POST", item, as: "alice-session", key)
            #expect(first.status == 200 && again.status == 200 && again.text == first.text)
            #expect(again["verdict-position"] == first["verdict-position"])
            let other = try await Self.ask(serving, "POST", item + "?x=1", as: "alice-session", key)
            #expect(other.status == 409 && other.text.contains("another request"))
            let bad = try await Self.ask(serving, "POST", item, as: "alice-session", "Idempotency-Key: a b")
            #expect(bad.status == 400)
        }
    }

    @Test("A read that brings a position waits for it, and is told if it is none")
    func positions() async throws {
        try await Self.with { serving, one in
            let person = EntityID.random()
            let roles = "/api/v1/people/\(person)/roles"
            let granted = try await Self.ask(
                serving, "POST", roles, as: "root-token",
                body: #"{"role":"judge","scope":{"kind":"contest","id":"c1"}}"#,
                "Content-Type: application/json")
            #expect(granted.status == 204)
            let position = try #require(granted["verdict-position"])
            let read = try await Self.ask(serving, "GET", roles, as: "root-token", "Verdict-Position: \(position)")
            #expect(read.text == #"{"roles":[{"role":"judge","scope":{"id":"c1","kind":"contest"}}]}"#)
            #expect(try await Self.ask(serving, "GET", roles, as: "root-token", "Verdict-Position: x").status == 400)
            #expect(try await Self.ask(serving, "GET", roles, as: "alice-session").status == 403)
            // An admin of a contest is none of the site.
            #expect(try await Self.ask(serving, "GET", roles, as: "judge-session").status == 403)
            let letters = "/api/v1/platform/dead-letters"
            #expect(try await Self.ask(serving, "GET", letters, as: "judge-session").status == 403)
            #expect(try await Self.ask(serving, "GET", letters, as: "root-token").status == 200)
            let wrong = try await Self.ask(
                serving, "POST", roles, as: "root-token", body: #"{"role":7}"#, "Content-Type: application/json")
            #expect(wrong.status == 422 && wrong.text.contains("role"))
            let noJSON = try await Self.ask(serving, "POST", roles, as: "root-token", body: "role=judge")
            #expect(noJSON.status == 415)
        }
    }

    @Test("A topic is a stream of events with the positions of what they show, and can be gone on with")
    func topics() async throws {
        try await Self.with { serving, one in
            let item = EntityID.random()
            let connection = try await blocking { try Self.open(serving, item) }
            let first = try await blocking { try connection.value.chunk() }
            #expect(first.hasSuffix("data: {\"isLent\":false}\n\n"))
            let done = try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            let second = try await blocking { try connection.value.chunk() }
            #expect(second == "id: \(done.position.number)\ndata: {\"isLent\":true}\n\n")
            // Who has seen that is told nothing until something new happens.
            let back = try await blocking { try Self.open(serving, item, "Last-Event-ID: \(done.position.number)\r\n") }
            let end = try await one.platform.commands.perform(Return(item: item), by: .alice)
            let third = try await blocking { try back.value.chunk() }
            #expect(third == "id: \(end.position.number)\ndata: {\"isLent\":false}\n\n")
        }
    }

    /// A connection that one task at a time uses.
    private struct Connection: @unchecked Sendable {
        let value: RawConnection
    }

    private static func open(_ serving: Serving, _ item: EntityID, _ lines: String = "") throws -> Connection {
        let connection = try RawConnection(serving.address)
        let address = lines.isEmpty ? "loans/\(item)/live" : "live/loans/\(item)"
        try connection.send("GET /api/v1/\(address) HTTP/1.1\r\nHost: localhost\r\n\(lines)\r\n")
        let head = try connection.readHead()
        guard head.status == 200 else { throw RawConnection.Failure(description: "status \(head.status)") }
        #expect(try connection.chunk() == ":\n\n")
        return Connection(value: connection)
    }

    private static func handshake(_ item: EntityID, _ lines: String...) -> String {
        """
        GET /api/v1/live/loans/\(item) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
        """ + lines.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    @Test("A topic is a WebSocket for who asks for one, but for no page of another origin, and for nobody who speaks")
    func webSockets() async throws {
        try await Self.with { serving, one in
            let item = EntityID.random()
            let socket = try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send(Self.handshake(item))
                #expect(try connection.readHead().status == 101)
                #expect(try connection.frame().text.hasSuffix(#","data":{"isLent":false}}"#))
                return Connection(value: connection)
            }
            let done = try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            try await blocking {
                let text = try socket.value.frame().text
                #expect(text == #"{"position":\#(done.position.number),"data":{"isLent":true}}"#)
                try socket.value.send(ClientFrame.text("hello"))
                #expect(try socket.value.frame().code == 1008)
                let foreign = try RawConnection(serving.address)
                try foreign.send(Self.handshake(item, "Origin: https://elsewhere.example"))
                #expect(try foreign.readHead().status == 403)
            }
        }
    }

    @Test("What somebody watches ends soon after they are not who they were any more")
    func endedSessions() async throws {
        let bob = Atomic(true)
        let isBob: @Sendable () -> Bool = { bob.load(ordering: .sequentiallyConsistent) }
        try await Self.with(bob: isBob) { serving, _ in
            let item = EntityID.random()
            let token = "Authorization: Bearer bob-session"
            let stream = try await blocking { try Self.open(serving, item, token + "\r\n") }
            let socket = try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send(Self.handshake(item, token))
                #expect(try connection.readHead().status == 101)
                return Connection(value: connection)
            }
            try await blocking { () throws in
                #expect(try stream.value.chunk().contains("isLent"))
                #expect(try socket.value.frame().text.contains("isLent"))
            }
            bob.store(false, ordering: .sequentiallyConsistent)
            try await blocking { () throws in
                #expect(try socket.value.frame().code == 1008)
                #expect(try stream.value.chunk() == "")
            }
            #expect(try await Self.ask(serving, "GET", "/api/v1/live/loans/\(item)", as: "bob-session").status == 401)
        }
    }

    @Test("Rows are taken away as CSV or JSON lines by who may, and nobody else")
    func exports() async throws {
        try await Self.with { serving, one in
            let item = EntityID.random()
            let done = try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            let (path, seen) = ("/api/v1/lent-things", "Verdict-Position: \(done.position.number)")
            #expect(try await Self.ask(serving, "GET", path, as: nil).status == 401)
            #expect(try await Self.ask(serving, "GET", path, as: "alice-session").status == 403)
            let person = "00000000000000000000000001"
            let table = try await Self.ask(serving, "GET", path, as: "root-token", seen)
            #expect(table.status == 200 && table.text == "item,borrower\r\nloans-\(item),\(person)\r\n")
            #expect(table["content-disposition"] == #"attachment; filename="lent.csv""#)
            let lines = try await Self.ask(serving, "GET", path + "?format=jsonl", as: "root-token", seen)
            #expect(lines.text == "{\"item\":\"loans-\(item)\",\"borrower\":\"\(person)\"}\n")
            let wrong = try await Self.ask(serving, "GET", path + "?format=xlsx", as: "root-token")
            #expect(wrong.status == 422 && wrong.text.contains("csv or jsonl"))
        }
    }

    @Test("What is asked for too often is refused with the time to wait, also where many ask together")
    func limits() async throws {
        try await Self.with { serving, one in
            let item = "/api/v1/loans/\(EntityID.random())"
            for number in 0..<20 {
                let token = number.isMultiple(of: 2) ? "alice-session" : "bob-session"
                #expect(try await Self.ask(serving, "POST", item, as: token).status == (number == 0 ? 200 : 409))
            }
            let refused = try await Self.ask(serving, "POST", item, as: "alice-session")
            #expect(refused.status == 429)
            #expect(refused["retry-after"].flatMap { Int($0) }.map { (56...64).contains($0) } == true)
            let other = "/api/v1/loans/\(EntityID.random())"
            #expect(try await Self.ask(serving, "POST", other, as: "alice-session").status == 200)
            // Who looks after the thing brings it back all the same.
            #expect(try await Self.ask(serving, "DELETE", item, as: "alice-session").status == 204)
        }
    }

    @Test("What modules can be asked is described, and nothing else")
    func description() async throws {
        try await Self.with { serving, _ in
            #expect(serving.server.undescribed { $0 != "/hello" } == [])
            let operations = serving.server.description.operations
            #expect(
                operations.isSuperset(of: [
                    "POST /api/v1/loans/{id}", "GET /api/v1/live/loans/{id}", "GET /api/v1/loans/{id}/live",
                    "GET /api/v1/lent-things",
                ]))
        }
    }
}
