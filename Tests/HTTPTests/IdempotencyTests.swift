import Hummingbird
import Identity
import Synchronization
import Testing

@testable import HTTP

@Suite("Requests that are sent again")
struct IdempotencyTests {
    private static func post(_ body: String, _ lines: String..., token: String = "alice-token") -> String {
        "POST /things HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nContent-Length: \(body.utf8.count)\r\n"
            + lines.map { $0 + "\r\n" }.joined() + "\r\n" + body
    }

    @Test("The same request with a key gets the first answer again; another one is refused")
    func replayed() async throws {
        let count = Counted()
        try await Serving.run(routes: { router in
            router.requiring(.submit).add(middleware: Idempotent(RecentAnswers())).post("things") { request, context in
                let body = String(buffer: try await request.body.collect(upTo: .max))
                let number = count.next()
                if body == "refuse" { throw Problem(.unprocessableContent, "refused \(number)") }
                if body == "fail" { throw Problem(.serviceUnavailable, "failed \(number)") }
                return Response(
                    status: .created, headers: [.location: "/things/\(number)"],
                    body: ResponseBody(byteBuffer: .init(string: "\(body) \(number)")))
            }
        }) { serving in
            let first = try await ask(serving.address, Self.post("a", "Idempotency-Key: k1"))
            #expect(first.status == 201 && first.text == "a 1" && first["idempotency-replayed"] == nil)
            let again = try await ask(serving.address, Self.post("a", "Idempotency-Key: k1"))
            #expect(again.status == 201 && again.text == "a 1" && again["location"] == "/things/1")
            #expect(again["idempotency-replayed"] == "true")
            let other = try await ask(serving.address, Self.post("b", "Idempotency-Key: k1"))
            #expect(other.status == 409 && other.text.contains("idempotency_mismatch"))
            // Another caller's key is another key; without one, each request counts.
            #expect(
                try await ask(serving.address, Self.post("a", "Idempotency-Key: k1", token: "root-token")).text == "a 2"
            )
            #expect(try await ask(serving.address, Self.post("a")).text == "a 3")
            // Refusals stay, failures can be tried again.
            for text in ["refused 4", "refused 4"] {
                let answer = try await ask(serving.address, Self.post("refuse", "Idempotency-Key: k2"))
                #expect(answer.status == 422 && answer.text.contains(text))
            }
            for text in ["failed 5", "failed 6"] {
                let answer = try await ask(serving.address, Self.post("fail", "Idempotency-Key: k3"))
                #expect(answer.status == 503 && answer.text.contains(text))
            }
            for key in ["", String(repeating: "x", count: 256), "a b"] {
                #expect(try await ask(serving.address, Self.post("a", "Idempotency-Key: \(key)")).status == 400)
            }
        }
    }

    private final class Counted: Sendable {
        private let number = Mutex(0)

        func next() -> Int {
            number.withLock { number in
                number += 1
                return number
            }
        }
    }

    @Test("Answers are kept for a day, and no more than there is room for")
    func room() {
        let time = TestTime()
        let store = RecentAnswers(keys: 10, bytes: 10_000) { time.now.withLock { $0 } }
        let answer = StoredAnswer(status: 200, headers: [], body: [UInt8](repeating: 0, count: 1000))
        let key = { IdempotencyKey(principal: "client a", key: $0) }
        #expect(store.begin(key("1"), request: [1]) == .proceed)
        #expect(store.begin(key("1"), request: [1]) == .wait)
        #expect(store.begin(key("1"), request: [2]) == .mismatch)
        store.finish(key("1"), with: answer)
        #expect(store.begin(key("1"), request: [1]) == .replay(answer))
        #expect(store.begin(key("1"), request: [2]) == .mismatch)
        store.abandon(key("1"))
        #expect(store.begin(key("1"), request: [1]) == .replay(answer))
        time.now.withLock { $0 = .seconds(24 * 3600) }
        #expect(store.begin(key("1"), request: [2]) == .proceed)
        store.abandon(key("1"))
        for number in 0..<20 {
            #expect(store.begin(key("n\(number)"), request: [1]) == .proceed)
            store.finish(key("n\(number)"), with: answer)
        }
        #expect(store.count == 6)
        for number in 0..<10 { #expect(store.begin(key("r\(number)"), request: [1]) == .proceed) }
        #expect(store.begin(key("r10"), request: [1]) == .full)
    }

    /// A time that the test moves.
    private final class TestTime: Sendable {
        let now = Mutex(Duration.zero)
    }
}
