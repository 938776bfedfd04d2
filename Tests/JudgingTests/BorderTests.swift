import Grading
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
            "busy for a part of the time, and never kept waiting", .idleLimit, cpu: 600, wall: 3000,
            struck: [.wallTime],
            Disturbance(waited: .milliseconds(2)), doubt: nil),
        Case(
            "turns with another program until the clock was over", .timeLimit, cpu: 600, wall: 3000,
            struck: [.wallTime],
            Disturbance(waited: .milliseconds(2)), doubt: nil),
        Case(
            "turns with another program, kept waiting until the clock was over", .timeLimit, cpu: 600, wall: 3000,
            struck: [.wallTime], Disturbance(waited: .milliseconds(900)), doubt: .disturbed),
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
                package.whole, host: JudgeHost(executor: executor, languages: package.languages))
            for judgement in try await judge.judgements(of: [submission]) {
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
            package.whole, host: JudgeHost(executor: executor, languages: package.languages))
        for judgement in try await judge.judgements(of: [try package.submission("a.toy")]) {
            let test = try #require(judgement.tests.first)
            #expect(test.doubt == .nearLimit)
            #expect(test.measurements.map(\.wholeMilliseconds) == [1025, 1020, 1015, 1010])
            #expect(test.cpuTime == .milliseconds(1010))
            #expect(judgement.message.contains("first 1.025 s, then 1.020 s, 1.015 s, 1.010 s"))
            #expect(judgement.warnings == [])
        }
        #expect(runs.total == 4)
    }

    struct Spending: CustomTestStringConvertible, Sendable {
        var name: String
        var cores = 2
        /// What the runs took that nobody doubts, in ms.
        var honest: [Int] = []
        /// What is asked for: ms, which repetition of its test it is, and whether the program is busy.
        var asked: [(Int, Int, Bool)]
        var granted: [RepeatBudget.Permission]

        var testDescription: String { name }
    }

    // The limit is 1 s and a run is stopped at 1.05 s, so the three repetitions of a test take 3.15 s.
    private static let spendings = [
        Spending(
            name: "one test", asked: [(1000, 1, true), (1000, 2, true), (1000, 3, true)],
            granted: [.alone, .beside, .beside]),
        Spending(
            name: "one test on one core", cores: 1, asked: [(1000, 1, true), (1000, 2, true), (1000, 3, true)],
            granted: [.alone, .alone, .alone]),
        Spending(
            name: "many cores", cores: 64, asked: [(1000, 1, true), (1000, 2, true), (3000, 2, true)],
            granted: [.beside, .beside, .refused]),
        Spending(
            name: "who sleeps keeps nobody from the machine",
            asked: [(3000, 1, false), (3000, 2, false), (3000, 3, false)], granted: [.beside, .beside, .refused]),
        Spending(
            name: "every test has one repetition, however many there are",
            asked: [(Int, Int, Bool)](repeating: (1000, 1, true), count: 9),
            granted: [.alone] + [RepeatBudget.Permission](repeating: .beside, count: 8)),
        Spending(
            name: "honest tests pay for others", honest: [1000, 1000, 1000],
            asked: [(1000, 1, true), (1000, 2, true), (1000, 3, true), (1000, 2, true)],
            granted: [.alone, .alone, .alone, .beside]),
    ]

    @Test("Repetitions cost what the first runs cost, and once what those of a test take", arguments: spendings)
    func repetitionsHaveABudget(_ example: Spending) {
        var budget = RepeatBudget(limits: Self.limits, cores: example.cores)
        for time in example.honest { budget.earn(.milliseconds(time)) }
        let granted = example.asked.map { time, number, isBusy in
            budget.ask(for: .milliseconds(time), number: number, isBusy: isBusy)
        }
        #expect(granted == example.granted)
    }

    @Test("What a repetition did not take is there for the next one")
    func settling() {
        var budget = RepeatBudget(limits: Self.limits, cores: 2)
        #expect(budget.ask(for: .milliseconds(1500), number: 3, isBusy: true) == .alone)
        #expect(budget.ask(for: .milliseconds(1500), number: 3, isBusy: true) == .refused)
        budget.settle(.alone, expected: .milliseconds(1500), actual: .milliseconds(500))
        #expect(budget.ask(for: .milliseconds(1000), number: 3, isBusy: true) == .alone)
    }

    /// The host kept the run waiting for half of its time.
    private static func starved() -> RunResult {
        var run = RunResult(exit: nil, limitsStruck: [.wallTime])
        (run.cpuTime, run.wallTime) = (.milliseconds(400), .milliseconds(3000))
        run.disturbance.waited = .milliseconds(1500)
        return run
    }

    @Test(
        "Who is late because the host is busy waits for quiet, and is doubtful if there is none",
        arguments: [true, false])
    func busyHosts(becomesQuiet: Bool) async throws {
        let package = try ToyPackage(testCases: 1)
        let isQuiet = Mutex(false)
        let asked = Mutex<[Duration]>([])
        let executor = FakeExecutor(store: package.directory.appending("store")) { _ in
            isQuiet.withLock { $0 } ? .writes("ok", cpuTime: .milliseconds(800)) : Self.starved()
        }
        let host = JudgeHost(executor: executor, languages: package.languages) { patience in
            asked.withLock { $0.append(patience) }
            isQuiet.withLock { $0 = becomesQuiet }
            return becomesQuiet
        }
        var options = JudgeOptions()
        options.quietWait = .seconds(7)
        let judge = try Judge(package.whole, host: host, options: options)
        for judgement in try await judge.judgements(of: [try package.submission("a.toy")]) {
            let test = try #require(judgement.tests.first)
            #expect(judgement.verdict == (becomesQuiet ? .accepted : .idleLimit))
            #expect(test.isDoubtful != becomesQuiet && test.doubt == .disturbed)
            #expect(becomesQuiet || judgement.message.hasSuffix("; doubtful: the host was busy with other things"))
        }
        let waits = asked.withLock { $0 }
        #expect(waits.first == .seconds(7) && waits.allSatisfy { $0 <= .seconds(7) })
    }

    @Test("A message tells what each measurement was stopped by")
    func messagesTellEnds() {
        func outcome(_ verdict: Verdict, cpu: Int, wall: Int) -> TestRun.Outcome {
            var result = TestResult(name: "1", verdict: verdict, message: "late")
            (result.cpuTime, result.wallTime) = (.milliseconds(cpu), .milliseconds(wall))
            return TestRun.Outcome(result: result, layers: [])
        }
        var made = Repetitions(first: outcome(.idleLimit, cpu: 1644, wall: 3000))
        made.add((outcome(.timeLimit, cpu: 2104, wall: 2200), wasAlone: true))
        #expect(
            made.outcome(because: .disturbed).result.message == """
                late (measured again alone, the fastest within the wall-time limit counts: first 1.644 s when its \
                3.000 s by the clock were over, then 2.104 s)
                """)
    }

    @Test func repetitionsHaveNothingBesideThem() async throws {
        let package = try ToyPackage(testCases: 6)
        let gauge = Gauge()
        let first = Mutex<Set<Int>>([])
        let executor = FakeExecutor(store: package.directory.appending("store"), parallelism: 3) { size in
            let isFirst = first.withLock { $0.insert(size).inserted }
            let isNear = size == 6
            let beside = gauge.enter()
            if !isFirst { #expect(beside == 1) }
            try? await Task.sleep(for: .milliseconds(5))
            gauge.leave()
            return .writes("ok", cpuTime: .milliseconds(isNear ? isFirst ? 1010 : 990 : 900))
        }
        let judge = try Judge(
            package.whole, host: JudgeHost(executor: executor, languages: package.languages))
        for judgement in try await judge.judgements(of: [try package.submission("a.toy")]) {
            #expect(judgement.verdict == .accepted)
            #expect(judgement.tests.count { $0.wasRepeated } == 1)
        }
    }
}
