import CoreMetrics
import Hummingbird
import MetricsTestKit
import NIOCore
import Telemetry
import Testing

@testable import HTTP

@Suite("What is known of requests")
struct ObservingTests {
    @Test("A line for each request, without tokens and queries")
    func log() async throws {
        try await Serving.run(routes: { router in
            router.requiring().get("things/{id}") { _, _ in "thing" }
            router.get("stream") { _, _ in
                Response(
                    status: .ok,
                    body: ResponseBody { writer in
                        for _ in 0..<3 { try await writer.write(ByteBuffer(repeating: 0, count: 1000)) }
                        try await writer.finish(nil)
                    })
            }
        }) { serving in
            let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            _ = try await fetch(
                serving.address, "/things/7?secret=hidden", "Authorization: Bearer alice-token", "X-Request-Id: abc",
                "traceparent: \(trace)")
            let line = try #require(await serving.log.first { $0.message == "answered" }).metadata
            #expect(line["method"] == "GET" && line["route"] == "/things/{id}" && line["status"] == "200")
            #expect(line["bytes"] == "5" && line["request"] == "abc" && line["client"] == "127.0.0.1")
            #expect(line["principal"] == "client alice of course")
            #expect(line["trace"] == "0af7651916cd43dd8448eb211c80319c")
            #expect(!line.values.contains { $0.contains("hidden") || $0.contains("alice-token") })
            _ = try await fetch(serving.address, "/stream")
            let stream = try #require(await serving.log.first { $0.metadata["route"] == "/stream" })
            #expect(stream.metadata["bytes"] == "3000")
            _ = try await fetch(serving.address, "/nothing/\u{25}41")
            let nothing = try #require(await serving.log.first { $0.metadata["status"] == "404" })
            #expect(nothing.metadata["route"] == "none")
        }
    }

    @Test("A request's id is the client's if it is sane, and else a new one")
    func requestIDs() async throws {
        try await Serving.run { serving in
            let kept = try await fetch(serving.address, "/hello", "X-Request-Id: a-1_b.c")
            #expect(kept["x-request-id"] == "a-1_b.c")
            var made: Set<String> = []
            for given in ["", "a b", "<script>", String(repeating: "x", count: 129), "ä"] {
                let id = try #require(
                    try await fetch(serving.address, "/hello", "X-Request-Id: \(given)")["x-request-id"])
                #expect(id.utf8.count == 24 && id != given)
                made.insert(id)
            }
            #expect(made.count == 5)
        }
    }

    @Test("Traces are read as W3C has them")
    func traces() {
        let sound = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        #expect(TraceContext(parsing: sound)?.description == sound)
        #expect(TraceContext(parsing: sound)?.isSampled == true)
        #expect(TraceContext(parsing: "cc" + sound.dropFirst(2) + "-what-comes") != nil)
        let wrong = [
            "", "00", "ff" + sound.dropFirst(2), sound + "-x", sound.uppercased(),
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", String(sound.dropLast()),
        ]
        for text in wrong { #expect(TraceContext(parsing: text) == nil, "\(text)") }
        #expect(TraceContext() != TraceContext())
        #expect(TraceContext(parsing: TraceContext().description) != nil)
    }

    @Test("Requests are counted by method, route and class of status, whatever clients send")
    func metrics() async throws {
        let metrics = TestMetrics()
        try await Serving.run(factory: metrics) { serving in
            for request in ["GET /hello", "GET /a", "GET /b", "BREW /hello", "PROPFIND /c"] {
                _ = try await ask(serving.address, request + " HTTP/1.1\r\nHost: a\r\n\r\n")
            }
            _ = try await ask(serving.address, "GET http://x/ HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        let count = { (method: String, route: String, status: String) in
            try metrics.expectCounter(
                "verdict_http_requests_total", [("method", method), ("route", route), ("status", status)]
            ).totalValue
        }
        #expect(try count("GET", "/hello", "2xx") == 1)
        #expect(try count("GET", "none", "4xx") == 2)
        #expect(try count("other", "none", "4xx") == 1)
        #expect(try metrics.expectTimer("verdict_http_request_seconds", [("route", "/hello")]).values.count == 1)
        #expect(try metrics.expectGauge("verdict_http_requests_in_flight").lastValue == 0)
        #expect(try metrics.expectCounter("verdict_http_refused_total", [("reason", "bad_request")]).totalValue >= 1)
    }

    @Test("The time as headers have it")
    func date() {
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(0) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }
}
