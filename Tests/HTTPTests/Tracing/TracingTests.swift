import CoreMetrics
import Foundation
import Logging
import MetricsTestKit
import NIOPosix
import ServiceLifecycle
import SystemPackage
import TestSupport
import Testing
import Wire

@testable import HTTP
@testable import Telemetry

/// Spans of requests, queues, leases, builds and tests, read by OpenTelemetry's own messages.
@Suite("Spans", .serialized, .timeLimit(.minutes(3)))
struct TracingTests {
    /// A span as the collector read it.
    private struct Read: Decodable {
        var trace, id, parent, name, service, instance, scope: String
        var kind, status: Int
        var start, end: Int64
        var attributes: [String: String]
    }

    private static let caller = "b7ad6b7169203331"
    private static let trace = "0af7651916cd43dd8448eb211c80319c"

    @Test(
        "Those of a request that its sender records go to the collector, from the request to each test",
        .enabled(if: FacadeClientTests.python != nil, "needs python3-venv, and PyPI once"))
    func exported() async throws {
        let folder = FilePath("/tmp/verdict-spans-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            atPath: folder.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Python/collector.py")
        let collector = try ChildProcess(
            [try #require(FacadeClientTests.python), "-B", "-u", script.path],
            output: URL(fileURLWithPath: folder.appending("spans").string))
        let port = try #require(try await collector.line(with: "port").split(separator: " ").last)
        let (coordinator, worker) = try await Self.start(folder, otlp: "http://127.0.0.1:\(port)")
        defer {
            worker.kill()
            coordinator.kill()
        }
        let address = HTTPAddress(.unix(folder.appending("http.socket")))
        let token = try SecretFile.token(folder.appending("tokens/client"))

        // Kept and not kept, in one trace; then one that its sender does not record, and one of nobody's.
        for body in [Self.body(keep: true), Self.body(keep: false)] {
            #expect(try await Self.post(body, to: address, token, "00-\(Self.trace)-\(Self.caller)-01") < 300)
        }
        let silent = "11111111111111111111111111111111"
        #expect(try await Self.post(Self.body(keep: true), to: address, token, "00-\(silent)-\(Self.caller)-00") < 300)
        #expect(try await Self.post(Self.body(keep: false), to: address, token, nil) < 300)

        // In each of the two: a request, its wait, its lease, the job, the build and two tests.
        let spans = try await Self.spans(of: collector, count: 14)
        #expect(Set(spans.map(\.trace)) == [Self.trace] && Set(spans.map(\.id)).count == spans.count)
        #expect(spans.allSatisfy { $0.end >= $0.start && $0.scope == "verdict" && $0.status == 0 })
        let requests = spans.filter { $0.parent == Self.caller }
        #expect(requests.count == 2 && requests.allSatisfy { $0.name == "POST /api/v1/executions" && $0.kind == 2 })
        for request in requests { Self.expectTree(below: request, in: spans) }

        // A collector that is away costs nobody anything.
        collector.kill()
        #expect(
            try await Self.post(Self.body(keep: false), to: address, token, "00-\(Self.trace)-\(Self.caller)-01") < 300)
        coordinator.signal(SIGTERM)
        #expect(coordinator.ends(within: .seconds(20)))
    }

    private static func expectTree(below request: Read, in spans: [Read]) {
        func children(_ parent: Read) -> [Read] { spans.filter { $0.parent == parent.id } }
        #expect(request.attributes["http.route"] == "/api/v1/executions")
        #expect(["200", "201"].contains(request.attributes["http.response.status_code"] ?? ""))
        #expect(Set(children(request).map(\.name)) == ["queue", "lease"])
        #expect(children(request).allSatisfy { $0.service == "verdict-coordinator" && $0.kind == 1 })
        let jobs = children(request).filter { $0.name == "lease" }.flatMap(children)
        #expect(
            jobs.map(\.name) == ["job"] && jobs.allSatisfy { $0.service == "verdict-worker" && $0.instance == "w1" })
        let parts = jobs.flatMap(children)
        #expect(parts.map(\.name).sorted() == ["build", "test", "test"])
        #expect(parts.first { $0.name == "build" }?.attributes["verdict.language"] == "python3")
        let verdicts = parts.filter { $0.name == "test" }
            .sorted { ($0.attributes["verdict.test"] ?? "") < ($1.attributes["verdict.test"] ?? "") }
            .map { $0.attributes["verdict.verdict"] }
        #expect(verdicts == ["AC", "WA"])
    }

    private static func body(keep: Bool) -> String {
        #"{"language": "python3", "source": "print(input())", "keep": \#(keep), "tests": [{"stdin": "1", "#
            + #""expected_output": "1"}, {"stdin": "1", "expected_output": "2"}]}"#
    }

    private static func post(
        _ body: String, to address: HTTPAddress, _ token: String, _ trace: String?
    ) async throws -> Int {
        let head = [
            "POST /api/v1/executions?wait=true HTTP/1.1", "Host: localhost", "Authorization: Bearer \(token)",
            "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
        ]
        return try await ask(
            address, (head + (trace.map { ["traceparent: \($0)"] } ?? [])).joined(separator: "\r\n") + "\r\n\r\n" + body
        ).status
    }

    private static func start(_ folder: FilePath, otlp: String) async throws -> (ChildProcess, ChildProcess) {
        let common = ["--operations-listen", "off", "--otlp-endpoint", otlp, "--otlp-percent", "0"]
        let coordinator = try ChildProcess(
            [
                try ChildProcess.built("verdict-coordinator"), "--create", "--data", folder.string, "--listen",
                "unix:\(folder)/socket", "--http-listen", "unix:\(folder)/http.socket",
            ] + common, output: URL(fileURLWithPath: folder.appending("coordinator.log").string))
        try await coordinator.line(with: "http.socket")
        let worker = try ChildProcess(
            [
                try ChildProcess.built("verdict-worker"), "--coordinator", "unix:\(folder)/socket", "--name", "w1",
                "--token-file", folder.appending("tokens/worker").string, "--cache-folder",
                folder.appending("cache").string, "--cache-size", "64MiB", "--jobs", "1",
                "--languages", RepositoryLanguages.few.string,
            ] + common, output: URL(fileURLWithPath: folder.appending("worker.log").string),
            environment: ["LC_ALL": "C"])
        try await worker.line(with: "connected")
        return (coordinator, worker)
    }

    /// What the collector has said, once that are as many, and no more after the next batch is due.
    private static func spans(of collector: ChildProcess, count: Int) async throws -> [Read] {
        for _ in 0..<6000 {
            let lines = try collector.lines().dropFirst()
            if lines.count >= count {
                try await Task.sleep(for: .milliseconds(1200))
                return try collector.lines().dropFirst().map {
                    try JSONDecoder().decode(Read.self, from: Data($0.utf8))
                }
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw RawConnection.Failure(description: "too few spans: \(try collector.lines())")
    }

    @Test("While the collector is away so many wait, and what is beyond that is dropped and counted")
    func dropped() async throws {
        let metrics = TestMetrics()
        var options = SpanExporter.Options(
            endpoint: "http://127.0.0.1:1", service: ("test", "1"), instance: "one")
        (options.share, options.mostWaiting, options.attempts) = (1, 10, 2)
        options.interval = .milliseconds(1)
        let exporter = try #require(
            SpanExporter(options, logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }, factory: metrics))
        for _ in 0..<25 { exporter.tracer.beginRequest("GET", of: nil).end() }
        #expect(try metrics.expectCounter("verdict_spans_dropped_total").totalValue == 15)
        // Those that waited are dropped when they were tried often enough.
        let running = Task { try await exporter.run() }
        while try metrics.expectCounter("verdict_spans_dropped_total").totalValue < 25 {
            try await Task.sleep(for: .milliseconds(2))
        }
        running.cancel()
        _ = await running.result
        #expect(try metrics.expectCounter("verdict_spans_exported_total").totalValue == 0)
    }

    @Test("Contexts pass through where nothing is recorded; a share of others' requests is")
    func sampling() throws {
        let context = try #require(TraceContext(parsing: "00-\(Self.trace)-\(Self.caller)-01"))
        #expect(Tracer.off.begin("x", in: context).context == context)
        #expect(Tracer.off.beginRequest("x", of: nil).context?.isSampled == false)
        let metrics = TestMetrics()
        let all = Tracer(queue: SpanQueue(most: 10, metrics), share: 1)
        let none = Tracer(queue: SpanQueue(most: 10, metrics), share: 0)
        #expect(all.beginRequest("x", of: nil).context?.isSampled == true)
        #expect(none.beginRequest("x", of: nil).context?.isSampled == false)
        let unsampled = try #require(TraceContext(parsing: "00-\(Self.trace)-\(Self.caller)-00"))
        #expect(all.beginRequest("x", of: unsampled).context == unsampled)
        let span = none.begin("x", in: context)
        #expect(span.context?.trace == Self.trace && span.context?.parent != Self.caller)
        #expect(none.begin("x", in: nil).context == nil)
    }

    @Test("What is too long or too much of a span is left out")
    func bounded() throws {
        let queue = SpanQueue(most: 10, TestMetrics())
        let tracer = Tracer(queue: queue, share: 1)
        let long = String(repeating: "ä", count: 1000)
        let attributes = Dictionary(uniqueKeysWithValues: (0..<100).map { ("key \($0)", Span.Value.text(long)) })
        tracer.beginRequest(long, of: nil).end(attributes, failure: long, at: 1)
        let span = try #require(queue.take(1).first)
        #expect(span.attributes.count == 16 && span.name.utf8.count <= 256 && span.end >= span.start)
        #expect((span.failure?.utf8.count ?? 0) <= 256)
        for case .text(let text) in span.attributes.values { #expect(text.utf8.count <= 256) }
        let message = OTLPExportTraceServiceRequest([span], of: ["service.name": .text("x")])
        #expect(message.resourceSpans[0].scopeSpans[0].spans[0].traceID.count == 16)
    }

    @Test(
        "Endpoints",
        arguments: [
            ("http://127.0.0.1:4318", true), ("https://collector.example/otlp/", true), ("127.0.0.1:4318", false),
            ("http://a b/", false), ("grpc://127.0.0.1:4317", false), ("http://x/?a=b", false),
        ])
    func endpoints(text: String, isOne: Bool) {
        #expect(SpanExporter.isEndpoint(text) == isOne)
    }
}
