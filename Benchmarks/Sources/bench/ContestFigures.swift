import Fleet
import Foundation
import Glibc
import Logging
import Rehearsals
import SystemPackage
import Toolchains
import Wire

extension Figure {
    // MARK: contest-load

    /// A contest's submissions through the platform's own modules; what the fleet says is made up.
    static func contestLoad(_ bench: Bench) async throws -> [Reading] {
        let languages = try LanguageCatalog(directory: FilePath(bench.root + "/Languages"))
        var options = ContestRehearsal.Options()
        (options.participants, options.length) = bench.isQuick ? (500, .seconds(10)) : (5000, .seconds(60))
        let outcome = try await ContestRehearsal.run(
            options, in: FilePath(bench.work + "/contest"), languages: languages,
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let count = outcome.accepted.count
        let setting = """
            \(options.perMinute) submissions a minute for \(options.length.seconds.text(0)) s by \(options.participants) \
            participants, \(count) taken, \(outcome.failures.count) not
            """
        let missed = outcome.failures.first ?? (outcome.counted < count ? "not all came to the board" : nil)
        return [
            contestTimes("contest-load accepted", outcome.accepted, .atMost(80), missed, setting),
            contestTimes(
                "contest-load board", outcome.shown, .atMost(1000), missed,
                """
                from the fleet's answer in the log to the board that people are shown; \(outcome.counted) of \(count) \
                after \(outcome.time.seconds.text(0)) s; \
                \((outcome.cpuTime.seconds / Double(max(1, count)) * 1000).text(2)) ms of CPU time for each submission, \
                \((outcome.cpuTime.seconds / outcome.time.seconds * 100).text(0)) % of a processor
                """),
        ]
    }

    private static func contestTimes(
        _ name: String, _ times: [Duration], _ target: Reading.Target, _ missed: String?, _ detail: String
    ) -> Reading {
        let times = times.map { $0.seconds * 1000 }
        let quantile = { (part: Double) in Statistics.quantile(part, of: times).text(1) + " ms" }
        return Reading(
            name: name, value: times.isEmpty ? nil : Statistics.quantile(0.95, of: times), digits: 1, unit: "ms",
            target: target, objection: missed,
            detail: "p95; p50 \(quantile(0.5)), p99 \(quantile(0.99)), the last \(quantile(1)); " + detail)
    }

    // MARK: contest-judging

    /// The most submissions a minute of which 95 of 100 are judged within half a minute, by a coordinator and a worker.
    static func contestJudging(_ bench: Bench) async throws -> [Reading] {
        let package = try SumPackage(in: bench.work + "/contest-package", tests: 20)
        let length = Duration.seconds(bench.isQuick ? 20 : 90)
        var tried: [String] = []
        let best = try await BenchFleet.with(bench) { fleet in
            let client = try fleet.client()
            let added = try await client.addPackage(at: package.folder)
            let contest = JudgedContest(client: client, package: added.id, length: length)
            // The first ones find everything cold.
            _ = try await contest.hold(perMinute: 60 * 4 / length.seconds)
            let best = try await highest(from: 30, steps: bench.rounds(3, quick: 1)) { rate in
                let late = try await contest.hold(perMinute: rate)
                tried.append("\(rate.text(0)) (\(Statistics.quantile(0.95, of: late).text(1)) s)")
                return Statistics.quantile(0.95, of: late) <= 30
            }
            await client.close()
            return best
        }
        let cores = Double(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        return [
            Reading(
                name: "contest-judging", value: best, digits: 0, target: .atLeast(25_000 / 8000 * cores),
                detail: """
                    submissions a minute, half in Python, half in C++, none like another, \(package.count) tests each, for \
                    \(length.seconds.text(0)) s; tried, with the 95th of 100: \(tried.joined(separator: ", ")); the target is \
                    these \(cores.text(0)) processors' share of 25 000 a minute on 8 000
                    """)
        ]
    }

    /// The highest rate that will do: doubled until one does not, then by halves between.
    private static func highest(
        from start: Double, steps: Int, _ willDo: (Double) async throws -> Bool
    ) async throws -> Double {
        var (good, bad) = (0.0, start)
        while bad < 20_000, try await willDo(bad) { (good, bad) = (bad, bad * 2) }
        for _ in 0..<steps {
            let middle = (good + bad) / 2
            if try await willDo(middle) { good = middle } else { bad = middle }
        }
        return good
    }
}

/// People who hand in to a fleet at a rate, whether those before were judged or not.
private struct JudgedContest {
    let client: VerdictClient
    let package: Data
    let length: Duration
    private let serial = Counter()

    init(client: VerdictClient, package: Data, length: Duration) {
        (self.client, self.package, self.length) = (client, package, length)
    }

    /// - Returns: how long each took from the moment when it was handed in until it was judged, in seconds.
    func hold(perMinute rate: Double) async throws -> [Double] {
        let pause = Duration.seconds(60 / rate)
        let count = max(1, Int(length.seconds * rate / 60))
        let start = ContinuousClock.now
        return try await withThrowingTaskGroup(of: Double.self) { group in
            for number in 0..<count {
                let due = start + pause * number
                serial.add(1)
                let request = request(serial.value)
                group.addTask {
                    try await Task.sleep(until: due, clock: .continuous)
                    try await judge(request)
                    return (ContinuousClock.now - due).seconds
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func judge(_ request: Verdict_V1_SubmitRequest) async throws {
        let answer = try await client.submit(request)
        for try await event in client.follow(answer.id) {
            guard case .judged(let judgement) = event.event else { continue }
            guard judgement.verdict == .accepted else {
                throw BenchError("a right program got \(judgement.verdict): \(judgement.message)")
            }
        }
    }

    private func request(_ number: Int) -> Verdict_V1_SubmitRequest {
        let isPython = number.isMultiple(of: 2)
        var file = Verdict_V1_SourceFile()
        file.name = isPython ? "sum.py" : "sum.cpp"
        let source =
            isPython
            ? "# \(number)\na, b = map(int, input().split())\nprint(a + b)\n"
            : "// \(number)\n#include <iostream>\nint main() { long a, b; std::cin >> a >> b; std::cout << a + b << '\\n'; }\n"
        file.content = Data(source.utf8)
        var request = Verdict_V1_SubmitRequest()
        request.idempotencyKey = "contest-\(number)"
        request.package = package
        request.sources = [file]
        return request
    }
}
