import CoreMetrics
import Glibc
import Logging
import NIOCore
import ServiceLifecycle
import Testing

@testable import Operations

@Suite("The operations server", .serialized)
struct OperationsServerTests {
    private struct Broken: Error, CustomStringConvertible { var description: String }

    /// Runs `body` while a server serves, and ends it gracefully.
    private func serving(
        _ health: Health = Health(), _ metrics: MetricsRegistry = MetricsRegistry(),
        patience: TimeAmount = .seconds(30),
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, found) = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var server = OperationsServer(
            address: HostPort(host: "127.0.0.1", port: 0), health: health, metrics: metrics, logger: logger
        ) { address in found.yield(address.port) }
        server.patience = patience
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports.prefix(1) {
                do {
                    try await body(port)
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("Metrics are served in their format")
    func metrics() async throws {
        let metrics = MetricsRegistry(MetricDescription.worker)
        Counter(label: "verdict_worker_runs_total", factory: metrics).increment(by: 3)
        try await serving(Health(), metrics) { port in
            let answer = try await HTTPExchange.request("GET", "/metrics?x=1", port: port)
            #expect(answer.status == 200)
            #expect(answer.header.contains("content-type: text/plain; version=0.0.4; charset=utf-8"))
            #expect(answer.body.contains("\nverdict_worker_runs_total 3\n"))
            _ = try Exposition(answer.body)
        }
    }

    @Test("Health and readiness answer 200, or 503 with a line a problem")
    func health() async throws {
        let health = Health()
        health.check("loop", .liveness) {}
        health.check("store") { throw Broken(description: "the disk is full") }
        health.check("coordinator") { throw Broken(description: "not connected") }
        try await serving(health) { port in
            let alive = try await HTTPExchange.request("GET", "/healthz", port: port)
            #expect(alive.status == 200 && alive.body == "alive\n")
            let ready = try await HTTPExchange.request("GET", "/readyz", port: port)
            #expect(ready.status == 503)
            #expect(ready.body == "store: the disk is full\ncoordinator: not connected\n")
        }
        try await serving { port in
            let ready = try await HTTPExchange.request("GET", "/readyz", port: port)
            #expect(ready.status == 200 && ready.body == "ready\n")
        }
    }

    @Test("A daemon with a server does not live before the server can be asked")
    func notBoundYet() async throws {
        let health = Health()
        _ = OperationsServer(
            address: HostPort(host: "127.0.0.1", port: 0), health: health, metrics: MetricsRegistry(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(await health.results(.liveness).map(\.problem) == ["not bound to 127.0.0.1:0 yet"])
        let bound = Health()
        try await serving(bound) { _ in #expect(await bound.results(.liveness).map(\.problem) == [nil]) }
    }

    @Test("Nothing else is served")
    func others() async throws {
        try await serving { port in
            for path in ["/", "/metrics/", "/METRICS", "/debug", "/../etc/passwd", "//metrics"] {
                let answer = try await HTTPExchange.request("GET", path, port: port)
                #expect(answer.status == 404, "\(path)")
            }
            for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
                let answer = try await HTTPExchange.request(method, "/metrics", port: port)
                #expect(answer.status == 405 && answer.header.contains("allow: get"), "\(method)")
            }
        }
    }

    @Test("A header that is too long ends the connection")
    func longHeader() async throws {
        try await serving { port in
            let long = "X-Long: " + String(repeating: "x", count: 10_000) + "\r\n"
            let many = (0..<100).map { "X-\($0): y\r\n" }.joined()
            for header in [long, many] {
                let status = try? await HTTPExchange.request("GET", "/metrics", port: port, header: header).status
                #expect(status != 200)
            }
            let alive = try await HTTPExchange.request("GET", "/healthz", port: port)
            #expect(alive.status == 200)
        }
    }

    @Test("Who holds hundreds of connections keeps nobody out: those that wait longest go", .timeLimit(.minutes(1)))
    func manyConnections() async throws {
        try await serving { port in
            let before = try await Self.time(port)
            let held = try (0..<300).map { _ in try HTTPExchange(port: port) }
            for exchange in held.suffix(64) { try exchange.send("GET /metrics HTTP/1.1\r\nX-Slow: ") }
            let during = try await Self.time(port)
            // The first of them was closed long ago.
            let heard = try await Blocking.run { try held[0].receiveAll() }
            #expect(heard.isEmpty)
            print("operations port: an answer takes \(before) before, \(during) beside 300 held connections")
            withExtendedLifetime(held) {}
        }
    }

    private static func time(_ port: Int) async throws -> Duration {
        try await ContinuousClock().measure {
            let answer = try await HTTPExchange.request("GET", "/healthz", port: port)
            #expect(answer.status == 200)
        }
    }

    @Test("A header, or a body, that trickles is not waited for longer than silence is", .timeLimit(.minutes(1)))
    func trickle() async throws {
        try await serving(patience: .milliseconds(300)) { port in
            let beginnings = [
                "GET /metrics HTTP/1.1\r\nX-Slow: ", "POST /metrics HTTP/1.1\r\nContent-Length: 9999\r\n\r\n",
            ]
            for beginning in beginnings {
                try await Blocking.run {
                    let exchange = try HTTPExchange(port: port)
                    try exchange.send(beginning)
                    // Until the server has closed: then sending fails.
                    while (try? exchange.send("x")) != nil { usleep(20_000) }
                }
            }
            #expect(try await HTTPExchange.request("GET", "/healthz", port: port).status == 200)
        }
    }

    @Test("What is no HTTP is refused, and the server goes on")
    func garbage() async throws {
        try await serving { port in
            for text in ["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\u{1}", "GET /metrics HTTP/9.9\r\n\r\n\r\n"] {
                let exchange = try HTTPExchange(port: port)
                try exchange.send(text)
            }
            let alive = try await HTTPExchange.request("GET", "/healthz", port: port)
            #expect(alive.status == 200)
        }
    }

    @Test("An address that is taken is an error that says what to do")
    func taken() async throws {
        try await serving { port in
            let other = OperationsServer(
                address: HostPort(host: "127.0.0.1", port: port), health: Health(), metrics: MetricsRegistry(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let error = await #expect(throws: OperationsError.self) { try await other.run() }
            #expect(error?.code == .cannotListen)
        }
    }
}
