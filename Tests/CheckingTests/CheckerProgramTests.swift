import Grading
import Problems
import Sandbox
import SystemPackage
import Testing
import Units

@testable import Checking

@Suite("A checker by testlib's conventions") struct CheckerProgramTests {
    /// What an exit status and standard error say.
    struct Case: CustomTestStringConvertible, Sendable {
        var status: Int32
        var error: String
        var decision: CheckerDecision

        init(_ status: Int32, _ error: String, _ decision: CheckerDecision) {
            (self.status, self.error, self.decision) = (status, error, decision)
        }

        var testDescription: String { "\(status) \(error)" }
    }

    static let cases: [Case] = [
        Case(0, "", .accepted), Case(0, "ok 3 numbers\n", .accepted), Case(0, "points 5", .accepted),
        Case(1, "wrong answer 1st numbers differ\n", .rejected("1st numbers differ")),
        Case(1, "", .rejected("the checker does not say why")),
        Case(1, "\n", .rejected("the checker does not say why")),
        Case(1, "wrong answer", .rejected("the checker does not say why")),
        Case(1, "looking at line 1\nwrong answer no\nmore\n", .rejected("no\nmore")),
        Case(2, "wrong output format Expected integer\n", .rejected("presentation error: Expected integer")),
        Case(4, "wrong output format Extra\n", .rejected("presentation error: Extra")),
        Case(8, "unexpected eof here\n", .rejected("the output ends too early: here")),
        Case(7, "points 2.5 the half\n", .points(Score(5) / Score(2), "the half")),
        Case(7, "points 0 \n", .points(.zero, "")), Case(7, "points 1e2", .points(Score(100), "")),
        Case(7, "points -1 less", .points(Score(-1), "less")),
        Case(40, "partially correct (40) some\n", .part(Score(40) / Score(100), "some")),
        Case(90, "partially correct (40) some\n", .part(Score(40) / Score(100), "some")),
        Case(0, "partially correct (0) nothing", .part(Score(0) / Score(100), "nothing")),
        Case(1, "partially correct (1) little", .part(Score(1) / Score(100), "little")),
        Case(7, "partially correct (7)", .part(Score(7) / Score(100), "")),
        Case(200, "partially correct (200)", .part(Score(200) / Score(100), "")),
    ]

    @Test("decides by its status and the first words of a line", arguments: cases)
    func decisions(_ testCase: Case) {
        let run = RunResult(exit: .exited(testCase.status), standardError: Array(testCase.error.utf8))
        #expect(
            CheckerDecision(run, limits: Limits(), by: CheckerConvention(.testlib), called: "checker")
                == testCase.decision)
    }

    @Test(
        "is at fault for all else, and its standard error is shown",
        arguments: [
            (3, "FAIL the answer is wrong", "says that the test or the package is wrong (exit status 3)"),
            (1, "Traceback (most recent call last):\nZeroDivisionError\n", "exited with status 1 without the words"),
            (2, "terminate called", "exited with status 2 without the words"),
            (4, "x", "exited with status 4 without the words"), (8, "x", "exited with status 8 without the words"),
            (7, "", "exited with status 7 without the words"), (7, "points x", "exited with status 7 without"),
            (7, "points 1/2", "exited with status 7 without"), (7, "ok points 5", "exited with status 7 without"),
            (5, "", "exited with status 5, which testlib does not have"), (42, "", "exited with status 42"),
            (41, "partially correct (40) some", "exited with status 41"),
            (40, "partially correct (x)", "exited with status 40"),
            (40, "partially correct (40", "exited with status 40"),
        ] as [(Int32, String, String)])
    func failures(status: Int32, error: String, words: String) {
        let run = RunResult(exit: .exited(status), standardError: Array(error.utf8))
        guard
            case .judgeError(let text) = CheckerDecision(
                run, limits: Limits(), by: CheckerConvention(.testlib), called: "checker")
        else {
            Issue.record("believed")
            return
        }
        #expect(text.hasPrefix("the checker \(words)"), "\(text)")
        #expect(error.isEmpty || text.contains("it wrote:\n\(error.split(separator: "\n")[0])"))
    }

    @Test("is at fault where it crashes or meets a limit, whatever it says")
    func crashes() {
        let error = Array("wrong answer".utf8)
        for run in [
            RunResult(exit: .signaled(Signal(rawValue: 11)), standardError: error),
            RunResult(exit: .exited(1), limitsStruck: [.cpuTime], standardError: error),
            RunResult(exit: .exited(0), limitsStruck: [.output]), RunResult(exit: nil),
        ] {
            guard
                case .judgeError = CheckerDecision(
                    run, limits: Limits(), by: CheckerConvention(.testlib), called: "checker")
            else {
                Issue.record("\(run.outcome)")
                continue
            }
        }
    }

    private let program = CheckerProgram(
        program: RunRequest(command: ["/box/check"]),
        cell: CellConfiguration(mounts: [CellConfiguration.Mount(hostPath: "/usr")]), by: CheckerConvention(.testlib))

    @Test("writes for the checker where it is called as an interactor")
    func calls() {
        let interactor = program.interactor(data: "/var/lib/verdict/test-1")
        #expect(interactor.request.command == ["/box/check", "/data/input", "/feedback/output", "/data/answer"])
        #expect(interactor.request.directories.map(\.path) == ["/data"])
        #expect(interactor.request.scratch.map(\.path) == ["/feedback"] && interactor.request.scratch[0].isKept)
    }
}
