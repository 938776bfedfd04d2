import Grading
import Problems
import Sandbox
import Testing
import Units

@testable import Judging

/// Who is at fault when a program and an interactor talk with each other: every way in which the two can end.
@Suite struct InteractionVerdictTests {
    private static let limits = TestLimits(cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(8))

    /// How the program ended.
    enum End: CaseIterable, Sendable {
        case well, withStatus, bySignal, brokenPipe, late, idle, overMemory, overOutput

        var run: RunResult {
            switch self {
            case .well: RunResult(exit: .exited(0))
            case .withStatus: RunResult(exit: .exited(1))
            case .bySignal: RunResult(exit: .signaled(.segmentationFault))
            case .brokenPipe: RunResult(exit: .signaled(.pipe))
            case .late: RunResult(exit: nil, limitsStruck: [.cpuTime], cpuTime: .seconds(2))
            case .idle: RunResult(exit: nil, limitsStruck: [.wallTime], wallTime: .seconds(3))
            case .overMemory: RunResult(exit: .signaled(.kill), limitsStruck: [.memory])
            case .overOutput: RunResult(exit: nil, limitsStruck: [.output])
            }
        }

        /// What is said of it where its own failure decides.
        var own: Verdict {
            switch self {
            case .well: .accepted
            case .withStatus, .bySignal, .brokenPipe: .runTimeError
            case .late: .timeLimit
            case .idle: .idleLimit
            case .overMemory: .memoryLimit
            case .overOutput: .outputLimit
            }
        }
    }

    /// How the interactor ended.
    enum Word: CaseIterable, Sendable {
        case accepts, rejects, crashes, late, stays

        var run: RunResult {
            switch self {
            case .accepts: RunResult(exit: .exited(42))
            case .rejects: RunResult(exit: .exited(43))
            case .crashes: RunResult(exit: .exited(1))
            case .late: RunResult(exit: nil, limitsStruck: [.cpuTime], cpuTime: .seconds(60))
            case .stays: RunResult(exit: nil, limitsStruck: [.wallTime], wallTime: .seconds(9))
            }
        }

        var check: CheckResult {
            switch self {
            case .accepts: .accepted(nil)
            case .rejects: .wrongAnswer("no")
            case .crashes: .judgeError("crashed")
            case .late, .stays: .judgeError("over a limit")
            }
        }
    }

    /// What the verdict is made of.
    enum Decides: Sendable { case program, wrongAnswer, acceptance, judge }

    struct Row: CustomTestStringConvertible, Sendable {
        var outcome: InteractionOutcome
        var words: [Word]
        var ends: [End]
        /// Who left first; nil stands for nobody knows.
        var first: [Interaction.Side?]
        var homes: [HomeSystem] = HomeSystem.allCases
        var decides: Decides

        var testDescription: String { "\(outcome.rawValue), \(words), \(first)" }
    }

    private static let anybody: [Interaction.Side?] = [.first, .second, nil]
    private static let failures = End.allCases.filter { $0 != .well && $0 != .brokenPipe }
    private static let notPolygon = HomeSystem.allCases.filter { $0 != .polygon }
    private static let others = notPolygon.filter { $0 != .kattis && $0 != .icpc }
    private static let notCutOff = End.allCases.filter { $0 != .idle }

    static let rows = [
        Row(outcome: .rejectedFirst, words: [.rejects], ends: End.allCases, first: [.second], decides: .wrongAnswer),
        Row(outcome: .programFailed, words: [.rejects], ends: failures, first: [.first, nil], decides: .program),
        Row(outcome: .programFailed, words: [.accepts], ends: failures, first: anybody, decides: .program),
        Row(
            outcome: .programFailed, words: [.accepts, .rejects], ends: [.brokenPipe], first: [.first],
            decides: .program),
        Row(outcome: .pipeBroke, words: [.accepts], ends: [.brokenPipe], first: [.second, nil], decides: .acceptance),
        Row(outcome: .pipeBroke, words: [.rejects], ends: [.brokenPipe], first: [nil], decides: .wrongAnswer),
        Row(outcome: .bothEnded, words: [.rejects], ends: [.well], first: [.first, nil], decides: .wrongAnswer),
        Row(outcome: .bothEnded, words: [.accepts], ends: [.well], first: anybody, decides: .acceptance),
        Row(
            outcome: .interactorFailed, words: [.crashes], ends: End.allCases, first: [.second, nil], decides: .judge),
        Row(
            outcome: .interactorFailed, words: [.crashes], ends: notCutOff, first: [.first], homes: notPolygon,
            decides: .judge),
        Row(
            outcome: .interactorFailed, words: [.crashes], ends: [.idle], first: [.first], homes: others,
            decides: .judge),
        Row(
            outcome: .programCutOff, words: [.crashes, .late, .stays], ends: [.idle], first: [.first],
            homes: [.kattis, .icpc], decides: .program),
        Row(
            outcome: .interactorOverItsLimits, words: [.late, .stays], ends: End.allCases, first: [.second, nil],
            decides: .judge),
        Row(
            outcome: .interactorOverItsLimits, words: [.late, .stays], ends: notCutOff, first: [.first],
            homes: notPolygon, decides: .judge),
        Row(
            outcome: .interactorOverItsLimits, words: [.late, .stays], ends: [.idle], first: [.first],
            homes: others, decides: .judge),
        Row(
            outcome: .programFailedFirst, words: [.crashes, .late, .stays], ends: failures + [.brokenPipe],
            first: [.first], homes: [.polygon], decides: .program),
        Row(
            outcome: .interactorFailed, words: [.crashes], ends: [.well], first: [.first], homes: [.polygon],
            decides: .judge),
        Row(
            outcome: .interactorOverItsLimits, words: [.late, .stays], ends: [.well], first: [.first],
            homes: [.polygon], decides: .judge),
    ]

    private struct Situation: Hashable {
        var (word, end, first, home): (Word, End, Interaction.Side?, HomeSystem)
    }

    private static func situations(of row: Row) -> [Situation] {
        row.words.flatMap { word in
            row.ends.flatMap { end in
                row.first.flatMap { first in
                    row.homes.map { Situation(word: word, end: end, first: first, home: $0) }
                }
            }
        }
    }

    private static func finding(_ situation: Situation) -> VerdictPolicy.Finding {
        let run = situation.end.run
        let talk = Interaction(first: run, second: situation.word.run, leftFirst: situation.first)
        let failure = VerdictPolicy.finding(for: run, within: limits, processes: 64, ranOutOfMemory: false)
        return VerdictPolicy.finding(
            of: situation.word.check, about: talk, failure: failure, in: situation.home)
    }

    @Test(arguments: rows) func eachRowHasItsVerdict(_ row: Row) {
        for situation in Self.situations(of: row) {
            let expected: Verdict =
                switch row.decides {
                case .program: situation.end.own
                case .wrongAnswer: .wrongAnswer
                case .acceptance: .accepted
                case .judge: .judgeError
                }
            #expect(Self.finding(situation).verdict == expected, "\(situation)")
        }
    }

    @Test(arguments: rows) func eachRowIsTheOneThatHolds(_ row: Row) {
        for situation in Self.situations(of: row) {
            let talk = Interaction(
                first: situation.end.run, second: situation.word.run, leftFirst: situation.first)
            let ending = InteractionEnding(situation.word.check, talk, hasFailed: situation.end != .well)
            #expect(InteractionOutcome(ending, in: situation.home) == row.outcome, "\(situation)")
        }
    }

    @Test func everySituationIsInExactlyOneRow() {
        let all = Self.rows.flatMap(Self.situations)
        let possible = Word.allCases.count * End.allCases.count * Self.anybody.count * HomeSystem.allCases.count
        #expect(all.count == possible)
        #expect(Set(all).count == possible)
        #expect(Set(Self.rows.map(\.outcome)) == Set(InteractionOutcome.allCases))
    }

    @Test(arguments: [
        (Duration.zero, Verdict.idleLimit), (.milliseconds(29), .idleLimit), (.milliseconds(30), .timeLimit),
        (.milliseconds(300), .timeLimit),
    ])
    func whoStillComputesAtTheWallLimitIsLateAndNotIdle(last: Duration, verdict: Verdict) {
        var run = End.idle.run
        run.lastCPUTime = last
        let idle = VerdictPolicy.finding(for: run, within: Self.limits, processes: 64, ranOutOfMemory: false)
        #expect(idle?.verdict == .idleLimit)
        let failure = VerdictPolicy.failure(idle, ofTalking: run, within: Self.limits)
        #expect(failure?.verdict == verdict)
        #expect(failure?.message.hasSuffix("still computed when it was stopped") == (verdict == .timeLimit))
    }

    @Test(
        "Who was stopped because it was rejected has not failed, whoever left first",
        arguments: [Interaction.Side.first, .second, nil])
    func stopped(first: Interaction.Side?) {
        let talk = Interaction(first: RunResult(exit: nil), second: Word.rejects.run, leftFirst: first)
        let failure = VerdictPolicy.Finding(.runTimeError, "stopped before its end")
        for home in HomeSystem.allCases {
            let found = VerdictPolicy.finding(of: Word.rejects.check, about: talk, failure: failure, in: home)
            #expect(found.verdict == .wrongAnswer && found.message == "no")
        }
    }

    @Test func anInteractorThatStaysIsToldOf() {
        let stays = Situation(word: .stays, end: .well, first: .first, home: .kattis)
        #expect(
            Self.finding(stays).message
                == "the interactor did not end after 9.000 s, although the submission had left before; "
                + "it has to end when its input does. over a limit")
        let late = Situation(word: .late, end: .well, first: .first, home: .kattis)
        #expect(Self.finding(late).message == "over a limit")
    }

    @Test func pointsOfAnAcceptedTalkAreKept() throws {
        let talk = Interaction(first: RunResult(exit: .exited(0)), second: RunResult(exit: .exited(42)))
        let points = TestOutcome.Points.score(try #require(Score(parsing: "2.5")))
        let finding = VerdictPolicy.finding(of: .accepted(points), about: talk, failure: nil, in: .kattis)
        #expect(finding.points == points)
    }
}
