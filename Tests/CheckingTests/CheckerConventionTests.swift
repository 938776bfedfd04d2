import Grading
import Problems
import Sandbox
import SystemPackage
import Testing
import Units

@testable import Checking

@Suite("A checker of another system") struct CheckerConventionTests {
    /// What a checker leaves, and what that says.
    struct Case: CustomTestStringConvertible, Sendable {
        var convention: CheckerConvention
        var status: Int32
        var output: String
        var error: String
        /// Nil: it is the checker's fault.
        var decision: CheckerDecision?

        init(
            _ answer: CheckerConvention.Answer, _ status: Int32, says output: String = "", error: String = "",
            percent: Bool = false, _ decision: CheckerDecision?
        ) {
            convention = CheckerConvention(answer, pointsArePercent: percent)
            (self.status, self.output, self.error, self.decision) = (status, output, error, decision)
        }

        var testDescription: String { "\(convention.answer) \(status) \(output) \(error)" }
    }

    private static func part(_ part: Int, of whole: Int) -> Score { Score(part) / Score(whole) }
    private static let silent = CheckerDecision.rejected("the checker does not say why")

    static let cases: [Case] = [
        Case(.testlib, 7, error: "points 70 most", percent: true, .part(part(7, of: 10), "most")),
        Case(.uoj, 0, error: "ok all right", .accepted), Case(.uoj, 7, error: "ok", .accepted),
        Case(.uoj, 7, error: "points 0.4 some", .part(part(2, of: 5), "some")),
        Case(.uoj, 1, error: "wrong answer no", .rejected("wrong answer no")),
        Case(.uoj, 16, error: "partially correct (25) a quarter", .part(part(1, of: 4), "a quarter")),
        Case(.uoj, 0, silent), Case(.uoj, 7, error: "points 0.456", .part(part(46, of: 100), "")),

        Case(.hydro, 0, error: "ok fine", .accepted), Case(.hydro, 0, silent), Case(.hydro, 1, nil),
        Case(.hydro, 1, error: "wrong answer no", .rejected("wrong answer no")),
        Case(.hydro, 7, error: "points 0.4 some", .part(part(2, of: 5), "some")),
        Case(.hydro, 7, error: "points 40 some", .part(part(2, of: 5), "some")),
        Case(.hydro, 7, error: "points 1", .part(.one, "")), Case(.hydro, 3, error: "FAIL no answer", nil),
        Case(.hydro, 16, error: "partially correct (25) x", .part(part(1, of: 4), "x")),

        Case(.dmoj, 0, says: "well done", .accepted),
        Case(.dmoj, 1, says: "no\nno\n", error: "log", .rejected("no\nno")),
        Case(.dmoj, 1, says: "\n", error: "Traceback\n", .rejected("Traceback")), Case(.dmoj, 1, silent),
        Case(.dmoj, 2, nil), Case(.dmoj, 7, error: "points 3", nil),

        Case(.dmojTestlib, 0, .accepted), Case(.dmojTestlib, 1, says: "why", .rejected("why")),
        Case(.dmojTestlib, 2, says: "why", .rejected("presentation error: why")),
        Case(.dmojTestlib, 3, says: "why", nil), Case(.dmojTestlib, 4, nil),
        Case(.dmojTestlib, 7, says: "why", error: "log\npoints 12\n", .points(Score(12), "why")),
        Case(.dmojTestlib, 7, error: "points 1.5\npoints 2\n", .points(Score(2), "points 1.5\npoints 2")),
        Case(.dmojTestlib, 7, error: "points 1.5\n", nil), Case(.dmojTestlib, 7, says: "points 3", nil),

        Case(.coci, 7, says: "why", error: "partial 2/5\n", .part(part(2, of: 5), "why")),
        Case(.coci, 7, says: "why", error: "x\npartial 0/7\n", .part(.zero, "why")),
        Case(.coci, 7, error: "partial 7/5\n", .part(part(7, of: 5), "partial 7/5")),
        Case(.coci, 7, error: "partial 2/0\n", nil), Case(.coci, 7, error: "partial 2\n", nil),
        Case(.coci, 7, error: "partial /5\n", nil), Case(.coci, 7, error: "partial 1/2/3", nil),
        Case(.coci, 0, .accepted),
        Case(.coci, 2, silentPresentation),

        Case(.peg, 0, .accepted), Case(.peg, 1, says: "no", .rejected("no")), Case(.peg, 2, nil),
        Case(.peg, 1, says: "3\n10\n", .part(part(3, of: 10), "")),
        Case(.peg, 0, says: "x\n 1.5 \n3\n", .part(part(1, of: 2), "")),
        Case(.peg, 0, says: "0\n10\n", .accepted), Case(.peg, 1, says: "1\n0\n1\n", silently("1\n0\n1")),
        Case(.peg, 1, says: "1\nx\n", silently("1\nx")), Case(.peg, 0, says: "-1\n2\n4\n", .part(part(1, of: 2), "")),

        Case(.cms, 0, says: "1.0\n", error: "translate:success\n", .accepted), Case(.cms, 0, says: "1", .accepted),
        Case(.cms, 0, says: "0.0\n", error: "translate:wrong\n", .rejected("wrong")),
        Case(.cms, 0, says: "0\n", silent),
        Case(.cms, 0, says: " 0.25 \nmore\n", error: "a quarter\nsecret\n", .part(part(1, of: 4), "a quarter")),
        Case(.cms, 0, nil), Case(.cms, 0, says: "one", nil), Case(.cms, 0, says: "1.5", nil),
        Case(.cms, 0, says: "-1", nil), Case(.cms, 0, says: "1/2", nil), Case(.cms, 1, says: "1.0", nil),

        Case(.hustoj, 0, .accepted), Case(.hustoj, 1, says: "no", .rejected("no")), Case(.hustoj, 255, silent),
        Case(.qduoj, 0, .accepted), Case(.qduoj, 1, silent), Case(.qduoj, 255, nil), Case(.qduoj, 2, nil),
        Case(.lemon, 0, says: "100", nil), Case(.lemon, 1, nil),
        Case(.syzoj, 0, says: "100\n", .accepted), Case(.syzoj, 0, says: " 0 ", error: "no", .rejected("no")),
        Case(.syzoj, 0, says: "12.5", error: "some", .part(part(1, of: 8), "some")), Case(.syzoj, 0, says: "", nil),
        Case(.syzoj, 0, says: "101", nil), Case(.syzoj, 0, says: "-1", nil), Case(.syzoj, 0, says: "all", nil),
        Case(.syzoj, 1, says: "100", nil),
    ]

    private static let silentPresentation = CheckerDecision.rejected("presentation error: the checker does not say why")
    private static func silently(_ text: String) -> CheckerDecision { .rejected(text) }

    @Test("decides as its convention says", arguments: cases)
    func decisions(_ testCase: Case) {
        let run = RunResult(
            exit: .exited(testCase.status), standardOutput: Array(testCase.output.utf8),
            standardError: Array(testCase.error.utf8))
        let decision = CheckerDecision(run, limits: Limits(), by: testCase.convention, called: "checker")
        if let expected = testCase.decision {
            #expect(decision == expected)
        } else if case .judgeError(let reason) = decision {
            #expect(reason.hasPrefix("the checker "), "\(reason)")
        } else {
            Issue.record("\(decision)")
        }
    }

    @Test(
        "is at fault where it is ended by a signal or a limit, whatever its convention",
        arguments: CheckerConvention.Answer.allCases)
    func crashes(_ answer: CheckerConvention.Answer) {
        for run in [
            RunResult(exit: .signaled(Signal(rawValue: 11)), standardOutput: Array("1.0".utf8)),
            RunResult(exit: .exited(0), limitsStruck: [.wallTime], standardOutput: Array("1.0".utf8)),
            RunResult(exit: nil),
        ] {
            let decision = CheckerDecision(run, limits: Limits(), by: CheckerConvention(answer), called: "checker")
            guard case .judgeError = decision else {
                Issue.record("\(decision)")
                continue
            }
        }
    }

    @Test("is called as its convention says")
    func calls() {
        let table: [(CheckerConvention, [String])] = [
            (CheckerConvention(.testlib), ["/data/input", "/feedback/output", "/data/answer"]),
            (CheckerConvention(.coci), ["/data/input", "/data/answer"]),
            (
                CheckerConvention(.dmoj, interactorArguments: ["-x", "a {answer}", "{input}{input}"]),
                ["-x", "a /data/answer", "/data/input/data/input"]
            ),
        ]
        for (convention, arguments) in table {
            let program = CheckerProgram(
                program: RunRequest(command: ["/box/check"]),
                cell: CellConfiguration(mounts: [CellConfiguration.Mount(hostPath: "/usr")]), by: convention)
            #expect(program.interactor(data: "/x").request.command == ["/box/check"] + arguments)
        }
    }
}
