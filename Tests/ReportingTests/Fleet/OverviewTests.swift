import FoundationEssentials
import SwiftProtobuf
import Testing
import Wire

@testable import Reporting

/// The overview of a fleet, as text and as JSON.
@Suite struct OverviewTests {
    private static func worker(_ name: String, jobs: UInt32, silent: UInt64 = 1) -> Verdict_V1_WorkerStatus {
        .with { worker in
            worker.name = name
            worker.version = "0.1.0"
            worker.cores = 4
            worker.jobs = jobs
            worker.speed = 1.254
            worker.silentNs = silent * 1_000_000_000
            worker.disturbed = 0.123
        }
    }

    private static func overview(_ workers: [Verdict_V1_WorkerStatus]) -> Verdict_V1_Overview {
        .with { overview in
            overview.atNs = 1_795_292_676_000_000_000
            overview.workers = workers
            overview.queues = [
                .with { queue in
                    (queue.priority, queue.waiting, queue.leased, queue.tenants) = (.contest, 12, 3, 2)
                    (queue.waitP50Ns, queue.waitP99Ns) = (250_000_000, 1_500_000_000)
                },
                .with { $0.priority = .rejudge },
            ]
            (overview.submissionsPerMinute, overview.executionsPerMinute) = (120, 4800)
            overview.deadLetters = 1
            overview.verdicts = [
                .with { ($0.verdict, $0.count) = ("AC", 90) }, .with { ($0.verdict, $0.count) = ("WA", 7) },
            ]
        }
    }

    private let text = OverviewText(style: TextStyle(isColored: false))

    @Test func theTablesSayEverything() {
        var draining = Self.worker("judge-2", jobs: 1)
        draining.draining = true
        let workers = [Self.worker("judge-1", jobs: 3), draining, Self.worker("judge-3", jobs: 0, silent: 16)]
        #expect(
            text.lines(Self.overview(workers)) == [
                "2026-11-21T20:24:36Z   3 workers, 12 cores, 4 jobs",
                "a minute: 120 submissions, 4800 executions",
                "verdicts: AC 90  WA 7",
                "dead letters: 1   (see `verdict admin dead-letters`)",
                "",
                "QUEUE    WAITING  LEASED  WAIT P50  WAIT P99  TENANTS",
                "contest       12       3   0.250 s   1.500 s        2",
                "rejudge        0       0   0.000 s   0.000 s        0",
                "",
                "WORKER   STATE     CORES  JOBS  SPEED    SILENT  DISTURBED  VERSION",
                "judge-1  working       4     3   1.25   1.000 s       12 %  0.1.0",
                "judge-2  draining      4     1   1.25   1.000 s       12 %  0.1.0",
                "judge-3  silent        4     0   1.25  16.000 s       12 %  0.1.0",
            ])
    }

    @Test func noLineIsWiderAndNoPageHigherThanTheTerminal() {
        let workers = (0..<100).map { Self.worker("judge-\($0)", jobs: UInt32($0)) }
        for (width, height) in [(20, 12), (40, 20), (80, 24), (5, 1), (200, 200)] {
            let lines = text.lines(Self.overview(workers), width: width, height: height)
            #expect(lines.count <= height)
            #expect(lines.allSatisfy { $0.count <= width }, "\(lines)")
        }
    }

    @Test func whereNotAllWorkersFitThoseWithLeastToDoAreLeftOut() {
        let workers = (0..<100).map { Self.worker("judge-\($0)", jobs: UInt32($0)) }
        let lines = text.lines(Self.overview(workers), width: 80, height: 14)
        #expect(lines.count == 14)
        #expect(lines.last == "… 97 more")
        #expect(lines[10...12].map { $0.prefix(8) } == ["judge-97", "judge-98", "judge-99"])
    }

    @Test func aFleetWithoutWorkersIsShown() {
        let lines = text.lines(Verdict_V1_Overview())
        #expect(lines.first == "1970-01-01T00:00:00Z   0 workers, 0 cores, 0 jobs")
        #expect(lines.contains("verdicts: none"))
        #expect(lines.contains("dead letters: 0"))
    }

    @Test func noNameReachesTheTerminalAsItIs() {
        var hostile = Self.worker("\u{1b}[2Jevil\u{9b}31m\n\u{202e}", jobs: 1)
        hostile.version = "\u{1b}]0;title\u{7}"
        var overview = Self.overview([hostile])
        overview.verdicts = [.with { $0.verdict = "\u{1b}c" }]
        let lines = text.lines(overview).joined(separator: "\n") + OverviewRecord.json(of: overview).line
        let bad = lines.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
        #expect(bad.isEmpty)
        #expect(text.lines(overview).joined().contains(#"\x1b[2Jevil\u{9b}31m\n\u{202e}"#))
    }

    @Test(arguments: [Double.nan, .infinity, -1, 1e300]) func numbersThatAreNoneAreShownAsSuch(_ number: Double) {
        var worker = Self.worker("judge-1", jobs: .max, silent: 0)
        (worker.speed, worker.disturbed, worker.silentNs, worker.cores) = (number, number, .max, .max)
        let overview = Self.overview([worker, worker])
        #expect(text.lines(overview).last?.contains("?") == true)
        #expect(OverviewRecord.json(of: overview).line.contains(#""name": "judge-1""#))
    }

    @Test func theRecordHasEverythingUnderItsName() {
        let line = OverviewRecord.json(of: Self.overview([Self.worker("judge-1", jobs: 3)])).line
        #expect(
            line == #"{"at": "2026-11-21T20:24:36Z", "submissions_per_minute": 120, "executions_per_minute": 4800, "#
                + #""dead_letters": 1, "verdicts": {"AC": 90, "WA": 7}, "queues": ["#
                + #"{"priority": "contest", "waiting": 12, "leased": 3, "wait_p50_ms": 250, "wait_p99_ms": 1500, "#
                + #""tenants": 2}, {"priority": "rejudge", "waiting": 0, "leased": 0, "wait_p50_ms": 0, "#
                + #""wait_p99_ms": 0, "tenants": 0}], "workers": [{"name": "judge-1", "version": "0.1.0", "#
                + #""state": "working", "cores": 4, "jobs": 3, "speed": 1.254, "silent_ms": 1000, "draining": false, "#
                + #""disturbed": 0.123, "languages": []}], "measurings": [], "measurings_waiting": 0}"#)
    }

    @Test("Of more workers than one page has, the totals count, and how many are not shown is said")
    func pagesAreCounted() {
        var overview = Self.overview([.with { ($0.name, $0.cores, $0.jobs) = ("judge-1", 4, 1) }])
        (overview.workersTotal, overview.coresTotal, overview.jobsTotal) = (12_000, 48_000, 7)
        let lines = OverviewText(style: TextStyle(isColored: false)).lines(overview)
        #expect(lines[0].hasSuffix("12000 workers, 48000 cores, 7 jobs"), "\(lines[0])")
        #expect(lines.last == "… 11999 more")
    }

    @Test("What is measured is shown, in whose name, on which worker and for how long")
    func measuringsAreShown() {
        var overview = Self.overview([])
        overview.measurings = [
            .with { measuring in
                measuring.package = Data(repeating: 0xab, count: 32)
                (measuring.tenant, measuring.worker, measuring.sinceNs) = ("course\u{1b}[2J", "judge-7", 2_500_000_000)
            }
        ]
        overview.measuringsWaiting = 3
        let lines = OverviewText(style: TextStyle(isColored: false)).lines(overview)
        let words = #"measuring: package abababababab of course\x1b[2J on judge-7 for 2.500 s; 3 wait"#
        #expect(lines.contains(words), "\(lines)")
        let json = OverviewRecord.json(of: overview).line
        #expect(json.contains(#""measurings_waiting": 3"#) && json.contains(#""worker": "judge-7""#), "\(json)")
    }
}
