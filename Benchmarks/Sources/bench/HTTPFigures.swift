import Foundation
import Glibc
import Synchronization

extension Figure {
    private static let served = ["--http-listen", "{http}", "--http-anonymous", "bench"]

    private struct Result: Decodable {
        struct Test: Decodable {
            var wall_ms: Double
            var verdict: String
        }
        var id: String?
        var verdict: String?
        var tests: [Test]?
    }

    private static let hello: [(language: String, source: String)] = [
        ("python3", "print('hello')"),
        ("cpp", "#include <iostream>\nint main() { std::cout << \"hello\" << std::endl; }"),
        ("java", "class Main { public static void main(String[] a) { System.out.println(\"hello\"); } }"),
        ("javascript", "console.log('hello')"),
    ]

    private static func body(_ fields: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: fields), as: UTF8.self)
    }

    // MARK: http-execute

    /// A hello world by HTTP, beside a plain server of subprocesses.
    static func httpExecute(_ bench: Bench) async throws -> [Reading] {
        try await BenchFleet.with(bench, options: served) { fleet in
            let plain = try PlainServer(bench)
            defer { plain.end() }
            return try hello.map { try execute($0.language, $0.source, fleet, plain, bench) }
        }
    }

    private static func execute(
        _ language: String, _ source: String, _ fleet: BenchFleet, _ plain: PlainServer, _ bench: Bench
    ) throws -> Reading {
        let request = try body(["language": language, "source": source])
        let (ours, theirs) = (try HTTPConnection(unix: fleet.http), try HTTPConnection(port: plain.port))
        var (whole, own, peer) = ([Double](), [Double](), [Double]())
        for round in -3..<bench.rounds(40, quick: 10) {
            let (took, answer) = try time { try ours.ask("POST", "/api/v1/executions?wait=true", request) }
            let result = try JSONDecoder().decode(Result.self, from: Data(answer.body))
            guard answer.status == 201, let test = result.tests?.first, test.verdict == "AC" else {
                throw BenchError("\(language): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
            }
            let (others, their) = try time { try theirs.ask("POST", "/", request) }
            guard their.status == 200, String(decoding: their.body, as: UTF8.self).contains("hello") else {
                throw BenchError("the plain server: \(their.status)")
            }
            // The first ones find everything cold.
            guard round >= 0 else { continue }
            whole.append(took)
            own.append(test.wall_ms)
            peer.append(others)
        }
        return Reading(
            name: "http-execute \(language)", value: Statistics.median(zip(whole, own).map { $0 - $1 }), digits: 1,
            unit: "ms", target: .atMost(15),
            detail: """
                \(Statistics.median(whole).text(1)) ms in all, durable, of which the run \
                \(Statistics.median(own).text(1)); a plain server without a sandbox \
                \(Statistics.median(peer).text(1)) ms
                """)
    }

    /// In milliseconds.
    private static func time<Value>(_ body: () throws -> Value) rethrows -> (Double, Value) {
        let start = ContinuousClock.now
        let value = try body()
        return ((ContinuousClock.now - start).seconds * 1000, value)
    }

    // MARK: http-rate

    /// What a thread has measured.
    private struct Times {
        var (reads, writes): ([Double], [Double]) = ([], [])
        var failures: [String] = []
    }

    /// Reads and writes at a rate that does not wait for answers, beside judging.
    static func httpRate(_ bench: Bench) async throws -> [Reading] {
        let (threads, rate, seconds) = (32, 1000, bench.rounds(10, quick: 3))
        let all = Mutex(Times())
        try await BenchFleet.with(bench, options: served) { fleet in
            let program = try body(["language": "c", "source": "int main(void) { return 0; }", "ttl_seconds": 600])
            let known = try (0..<20).map { _ in
                let answer = try HTTPConnection(unix: fleet.http).ask("POST", "/api/v1/executions?wait=true", program)
                guard let id = try JSONDecoder().decode(Result.self, from: Data(answer.body)).id else {
                    throw BenchError("an execution was not kept: \(answer.status)")
                }
                return id
            }
            let http = fleet.http
            let start = ContinuousClock.now + .milliseconds(200)
            await onThreads(threads) { thread in
                var times = Times()
                do {
                    let connection = try HTTPConnection(unix: http)
                    for number in stride(from: thread, to: rate * seconds, by: threads) {
                        try one(
                            number, at: start + .seconds(Double(number) / Double(rate)), known, program, connection,
                            &times)
                    }
                } catch {
                    times.failures.append("\(error)")
                }
                all.withLock { all in
                    all.reads += times.reads
                    all.writes += times.writes
                    all.failures += times.failures
                }
            }
        }
        let times = all.withLock { $0 }
        if let failure = times.failures.first { throw BenchError(failure) }
        let detail = { (values: [Double]) in
            "p50 \(Statistics.median(values).text(1)) ms, p99 \(Statistics.quantile(0.99, of: values).text(1)) ms, "
                + "\(values.count) requests"
        }
        return [
            Reading(
                name: "http-rate reads", value: Statistics.quantile(0.95, of: times.reads), digits: 1, unit: "ms",
                target: .atMost(25), detail: detail(times.reads)),
            Reading(
                name: "http-rate writes", value: Statistics.quantile(0.95, of: times.writes), digits: 1, unit: "ms",
                target: .atMost(80), detail: detail(times.writes)),
        ]
    }

    private static func one(
        _ number: Int, at moment: ContinuousClock.Instant, _ known: [String], _ program: String,
        _ connection: HTTPConnection, _ times: inout Times
    ) throws {
        let wait = moment - ContinuousClock.now
        if wait > .zero { usleep(UInt32(wait.seconds * 1e6)) }
        let answer: HTTPConnection.Answer
        switch number % 10 {
        case 0: answer = try connection.ask("POST", "/api/v1/executions", program)
        case 5: answer = try connection.ask("GET", "/api/v1/executions?limit=20")
        default: answer = try connection.ask("GET", "/api/v1/executions/\(known[number % known.count])")
        }
        guard answer.status < 300 else { throw BenchError("a request was answered with \(answer.status)") }
        let took = (ContinuousClock.now - moment).seconds * 1000
        if number % 10 == 0 { times.writes.append(took) } else { times.reads.append(took) }
    }

    // MARK: live-update

    /// How long an event takes to thousands of streams.
    static func liveUpdate(_ bench: Bench) async throws -> [Reading] {
        let count = 5000
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw BenchError("cannot read the limit of open files")
        }
        limit.rlim_cur = limit.rlim_max
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0,
            limit.rlim_cur > UInt(count + 200)
        else { throw BenchError("at most \(limit.rlim_cur) files may be open; see ulimit -n") }
        let rounds = bench.rounds(3, quick: 1)
        var times: [Double] = []
        let options = served + ["--http-connections", "\(count + 100)"]
        try await BenchFleet.with(bench, options: options) { fleet in
            for _ in 0..<rounds { times += try round(of: count, fleet) }
        }
        return [
            Reading(
                name: "live-update", value: Statistics.quantile(0.99, of: times), digits: 0, unit: "ms",
                target: .atMost(200),
                detail: """
                    p50 \(Statistics.median(times).text(0)) ms, the last \((times.max() ?? .nan).text(0)) ms; \(count) \
                    streams, \(rounds) rounds; the reader of all streams shares this machine
                    """)
        ]
    }

    private static func round(of count: Int, _ fleet: BenchFleet) throws -> [Double] {
        let asking = try HTTPConnection(unix: fleet.http)
        let program = try body([
            "language": "python3", "source": "import time; time.sleep(100)",
            "limits": ["wall_ms": 110_000, "cpu_ms": 10_000],
        ])
        let answer = try asking.ask("POST", "/api/v1/executions", program)
        guard let id = try JSONDecoder().decode(Result.self, from: Data(answer.body)).id else {
            throw BenchError("an execution was not kept: \(answer.status)")
        }
        let streams = try (0..<count).map { _ in
            let stream = try HTTPConnection(unix: fleet.http)
            try stream.send("GET", "/api/v1/executions/\(id)/events")
            return stream
        }
        // The first event says how it stands: then the stream follows it.
        for stream in streams { while !stream.has("event: open") { try stream.receive() } }
        var waiting = Array(streams.indices)
        var times: [Double] = []
        let start = ContinuousClock.now
        try asking.send("POST", "/api/v1/executions/\(id)/cancel", "{}")
        while !waiting.isEmpty {
            var polled = waiting.map { pollfd(fd: streams[$0].descriptor, events: Int16(POLLIN), revents: 0) }
            guard unsafe poll(&polled, nfds_t(polled.count), 30_000) > 0 else {
                throw BenchError("\(waiting.count) streams got nothing within 30 s")
            }
            var left: [Int] = []
            for (place, index) in zip(polled, waiting) {
                if place.revents != 0 {
                    try streams[index].receive()
                    if streams[index].has("event: cancelled") {
                        times.append((ContinuousClock.now - start).seconds * 1000)
                        continue
                    }
                }
                left.append(index)
            }
            waiting = left
        }
        return times
    }
}

/// Runs `body` on so many threads at once, each with its number from 0. Dispatch has only as many as there are processors,
/// and requests that wait for answers would wait for each other.
private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) async {
    await withTaskGroup(of: Void.self) { group in
        for number in 0..<count {
            group.addTask {
                await withCheckedContinuation { ended in
                    Thread.detachNewThread {
                        body(number)
                        ended.resume()
                    }
                }
            }
        }
    }
}

/// A server that runs subprocesses, without a sandbox.
private struct PlainServer {
    let port: UInt16
    private let process: pid_t

    init(_ bench: Bench) throws {
        let folder = bench.work + "/plain-\(UInt64.random(in: 0 ... .max))"
        try HostFiles.makeDirectory(folder)
        process = try Command(
            arguments: ["/usr/bin/python3", bench.root + "/Benchmarks/Programs/plain_server.py", folder],
            output: folder + "/port", error: folder + "/log"
        ).start()
        for _ in 0..<600 {
            if let text = HostFiles.text(folder + "/port"), text.hasSuffix("\n"), let port = UInt16(text.dropLast()) {
                self.port = port
                return
            }
            usleep(50_000)
        }
        kill(process, SIGKILL)
        throw BenchError("the plain server does not answer: \(HostFiles.text(folder + "/log") ?? "")")
    }

    func end() {
        // It has nothing to lose; and it may have begun with signals blocked.
        kill(process, SIGKILL)
        _ = try? Command.wait(for: process)
    }
}
