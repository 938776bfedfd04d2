import Problems
import Sandbox
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Units

@testable import Judging

/// At the border of the time limit (one second here) the machine's noise does not decide.
@Suite(.timeLimit(.minutes(5))) struct BorderTests {
    static let limits = TestLimits(cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(8))

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var run: RunResult
        var verdict: Verdict
        var doubt: Doubt?

        var testDescription: String { name }

        init(
            _ name: String, _ verdict: Verdict, cpu: Int, wall: Int? = nil, struck: Set<RunResult.Limit> = [],
            _ disturbance: Disturbance = Disturbance(), doubt: Doubt?
        ) {
            self.name = name
            self.verdict = verdict
            self.doubt = doubt
            run = RunResult(
                exit: .exited(0), limitsStruck: struck, cpuTime: .milliseconds(cpu),
                wallTime: .milliseconds(wall ?? cpu))
            run.disturbance = disturbance
        }
    }

    @Test(arguments: [
        Case("far below", .accepted, cpu: 949, doubt: nil),
        Case("below by the margin", .accepted, cpu: 950, doubt: .nearLimit),
        Case("just below", .accepted, cpu: 999, doubt: .nearLimit),
        Case("just below with a wrong answer", .wrongAnswer, cpu: 999, doubt: .nearLimit),
        Case("at the limit", .accepted, cpu: 1000, doubt: .nearLimit),
        Case("just over", .timeLimit, cpu: 1010, doubt: .nearLimit),
        Case("over by more than the margin", .timeLimit, cpu: 1500, doubt: nil),
        Case("stopped by the limit", .timeLimit, cpu: 1051, struck: [.cpuTime], doubt: nil),
        Case(
            "stopped, and as much was stolen", .timeLimit, cpu: 1051, struck: [.cpuTime],
            Disturbance(stolen: .milliseconds(60)), doubt: .disturbed),
        Case(
            "stopped, and too little was stolen to matter", .timeLimit, cpu: 1051, struck: [.cpuTime],
            Disturbance(stolen: .milliseconds(20)), doubt: nil),
        Case(
            "stopped after a thousand turns with another program", .timeLimit, cpu: 1051, wall: 2000,
            struck: [.cpuTime], Disturbance(waited: .milliseconds(900), preemptions: 1000), doubt: .disturbed),
        Case(
            "stopped after a thousand turns of its own threads", .timeLimit, cpu: 1051,
            struck: [.cpuTime], Disturbance(waited: .zero, preemptions: 1000), doubt: nil),
        Case("a sleeper", .idleLimit, cpu: 0, wall: 3000, struck: [.wallTime], doubt: nil),
        Case("too little of a processor", .idleLimit, cpu: 600, wall: 3000, struck: [.wallTime], doubt: .disturbed),
        Case(
            "a sleeper that had to wait", .idleLimit, cpu: 10, wall: 3001, struck: [.wallTime],
            Disturbance(waited: .milliseconds(1500)), doubt: .disturbed),
        Case(
            "an accepted run that the host slowed down far from the limit", .accepted, cpu: 500, wall: 900,
            Disturbance(stolen: .milliseconds(300)), doubt: nil),
        Case("the judge's own fault", .judgeError, cpu: 999, doubt: nil),
    ]) func onlyWhatTheHostMayHaveCausedIsDoubtful(_ example: Case) {
        #expect(VerdictPolicy.doubt(about: example.run, verdict: example.verdict, within: Self.limits) == example.doubt)
    }

    @Test(arguments: [(10, 1, 20), (100, 10, 20), (1000, 50, 50), (5000, 250, 250), (60_000, 500, 500)])
    func theMarginIsAFewPerCentAndNeverNothing(limit: Int, below: Int, above: Int) {
        let limits = TestLimits(cpuTime: .milliseconds(limit), memory: .mebibytes(1), output: .mebibytes(1))
        #expect(limits.isNear(.milliseconds(limit - below)))
        #expect(!limits.isNear(.milliseconds(limit - below) - .microseconds(1)))
        #expect(limits.isNear(.milliseconds(limit + above)))
        #expect(!limits.isNear(.milliseconds(limit + above) + .microseconds(1)))
    }

    @Test(
        arguments: [
            ([(.timeLimit, 1010), (.accepted, 980)], 1), ([(.accepted, 990), (.timeLimit, 1010)], 0),
            ([(.accepted, 990), (.accepted, 970)], 1),
            ([(.timeLimit, 1020), (.timeLimit, 1010), (.timeLimit, 1030)], 1),
            ([(.accepted, 990), (.wrongAnswer, 970)], 0), ([(.timeLimit, 1010), (.judgeError, 0)], 0),
            ([(.idleLimit, 600), (.accepted, 700)], 1), ([(.judgeError, 0)], 0),
            ([(.idleLimit, 600), (.timeLimit, 1051)], 1), ([(.idleLimit, 600), (.idleLimit, 700)], 1),
        ] as [([(Verdict, Int)], Int)]) func theLeastTimeCountsAndTheFirstVerdict(made: [(Verdict, Int)], expected: Int)
    {
        let measurements = made.map { (verdict: $0.0, cpuTime: Duration.milliseconds($0.1)) }
        #expect(VerdictPolicy.decisive(of: measurements) == expected)
    }

    /// Programs that need so many ms, measured with noise that only adds: up to 7 % in company, up to 2 % alone.
    @Test(arguments: [
        (900, Verdict.accepted), (960, .accepted), (979, .accepted), (1001, .timeLimit), (1030, .timeLimit),
    ])
    func noiseDoesNotChangeTheVerdict(need: Int, verdict: Verdict) async throws {
        let package = try ToyPackage(testCases: 1)
        let submission = try package.submission("a.toy")
        for seed in 0..<40 {
            let random = Mutex(SeededGenerator(seed: UInt64(seed)))
            let runs = Gauge()
            let executor = FakeExecutor(store: package.directory.appending("store-\(seed)")) { _ in
                _ = runs.enter()
                let noise = random.withLock { Int($0.next() % (runs.total == 1 ? 71 : 21)) }
                return .writes("ok", cpuTime: .microseconds(need * (1000 + noise)))
            }
            let judge = try Judge(
                problem: package.problem, host: JudgeHost(executor: executor, languages: package.languages))
            for try await case .finished(_, let judgement) in judge.judge([submission]) {
                #expect(judgement.verdict == verdict, "need \(need), seed \(seed)")
                #expect(runs.total <= 1 + VerdictPolicy.mostRepetitions)
            }
        }
    }

    @Test func aProgramThatIsLateEveryTimeIsToldSoWithAllTimes() async throws {
        let package = try ToyPackage(testCases: 1)
        let runs = Gauge()
        let executor = FakeExecutor(store: package.directory.appending("store")) { _ in
            _ = runs.enter()
            return .writes("ok", cpuTime: .milliseconds(1030 - 5 * runs.total))
        }
        let judge = try Judge(
            problem: package.problem, host: JudgeHost(executor: executor, languages: package.languages))
        for try await case .finished(_, let judgement) in judge.judge([try package.submission("a.toy")]) {
            let test = try #require(judgement.tests.first)
            #expect(test.doubt == .nearLimit)
            #expect(test.measurements.map(\.wholeMilliseconds) == [1025, 1020, 1015, 1010])
            #expect(test.cpuTime == .milliseconds(1010))
            #expect(judgement.message.contains("first 1.025 s, then 1.020 s, 1.015 s, 1.010 s"))
            #expect(judgement.warnings == [])
        }
        #expect(runs.total == 4)
    }

    @Test func repetitionsHaveNothingBesideThem() async throws {
        let package = try ToyPackage(testCases: 6)
        let gauge = Gauge()
        let first = Mutex<Set<Int>>([])
        let executor = FakeExecutor(store: package.directory.appending("store"), parallelism: 3) { size in
            let isFirst = first.withLock { $0.insert(size).inserted }
            let beside = gauge.enter()
            if !isFirst { #expect(beside == 1) }
            try? await Task.sleep(for: .milliseconds(5))
            gauge.leave()
            return .writes("ok", cpuTime: .milliseconds(isFirst ? 1010 : 990))
        }
        let judge = try Judge(
            problem: package.problem, host: JudgeHost(executor: executor, languages: package.languages))
        for try await case .finished(_, let judgement) in judge.judge([try package.submission("a.toy")]) {
            #expect(judgement.verdict == .accepted)
            #expect(judgement.tests.allSatisfy { $0.wasRepeated })
        }
    }
}
