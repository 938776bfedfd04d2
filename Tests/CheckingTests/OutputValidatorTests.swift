import Grading
import Sandbox
import SystemPackage
import Testing
import Units

@testable import Checking

@Suite struct OutputValidatorTests {
    /// Answers every run with the same result, and checks the request first.
    private struct FakeExecutor: Executor {
        var store: FilePath { "/var/lib/verdict" }
        var inputs: FilePath { store }
        var parallelism: Int { 1 }
        var result: RunResult
        var inspect: @Sendable (RunRequest, CellConfiguration) -> Void = { _, _ in }

        func run(
            _ request: RunRequest, in configuration: CellConfiguration
        ) async throws(SandboxError) -> RunResult {
            inspect(request, configuration)
            return result
        }
    }

    private let cell = CellConfiguration(mounts: [CellConfiguration.Mount(hostPath: "/usr")])

    private var validator: OutputValidator {
        let program = RunRequest(
            command: ["/box/check", "--fast"], environment: ["LANG": "C"],
            directories: [RunRequest.Directory(hostPath: "/var/lib/verdict/check", path: "/box")],
            scratch: [RunRequest.Scratch(path: "/tmp", size: .mebibytes(1))],
            limits: Limits(cpuTime: .seconds(60), memory: .mebibytes(2048), output: .mebibytes(8)))
        return OutputValidator(program: program, cell: cell, arguments: ["eps", "1e-6"])
    }

    @Test func theValidatorIsCalledAsTheFormatSays() async throws {
        let cell = cell
        let executor = FakeExecutor(result: RunResult(exit: .exited(42))) { request, configuration in
            #expect(
                request.command
                    == ["/box/check", "--fast", "/data/input", "/data/answer", "/feedback/", "eps", "1e-6"])
            #expect(request.directories.map(\.path) == ["/box", "/data"])
            #expect(request.directories.last?.hostPath == "/var/lib/verdict/test-1")
            #expect(request.scratch.map(\.path) == ["/tmp", "/feedback"])
            #expect(request.scratch.map(\.isKept) == [false, true])
            #expect(request.environment == ["LANG": "C"])
            #expect(request.limits.cpuTime == .seconds(60))
            if case .bytes(let bytes) = request.standardInput {
                #expect(bytes == [1, 2, 3])
            } else {
                Issue.record("the output must be on standard input")
            }
            #expect(configuration == cell)
        }
        let judgement = try await validator.validate(.bytes([1, 2, 3]), data: "/var/lib/verdict/test-1", on: executor)
        #expect(judgement.verdict == .accepted)
        #expect(judgement.feedback == ValidatorFeedback())
    }

    @Test(arguments: [
        (RunResult(exit: .exited(42)), ValidatorDecision.accepted),
        (RunResult(exit: .exited(43)), .rejected),
    ])
    func statusesDecide(result: RunResult, verdict: ValidatorDecision) {
        #expect(ValidatorDecision(result, limits: Limits()) == verdict)
    }

    @Test(arguments: [
        (RunResult(exit: .exited(0)), "exited with status 0 instead of 42 or 43"),
        (RunResult(exit: .exited(1), standardError: Array("bad\u{7}\nworse\n".utf8)), #"it wrote:\#nbad\x07\#nworse"#),
        (RunResult(exit: .signaled(Signal(rawValue: 11))), "was ended by SIGSEGV"),
        (RunResult(exit: .signaled(.kill), limitsStruck: [.cpuTime]), "ran over its CPU time limit of 60.000 s"),
        (RunResult(exit: .exited(42), limitsStruck: [.wallTime]), "ran over its wall time limit"),
        (RunResult(exit: .exited(42), limitsStruck: [.memory]), "ran over its memory limit of 2 GiB"),
        (RunResult(exit: .exited(43), limitsStruck: [.output]), "wrote more than its output limit of 8 MiB"),
        (RunResult(exit: .signaled(.systemCall), layers: [.strictSeccomp]), "made a system call that is not allowed"),
        (RunResult(exit: nil), "was stopped before it ended"),
    ])
    func everythingElseIsTheJudgesFault(result: RunResult, words: String) async throws {
        let judgement = try await validator.validate(
            .bytes([]), data: "/var/lib/verdict/t", on: FakeExecutor(result: result))
        guard case .judgeError(let text) = judgement.verdict else {
            Issue.record("\(judgement.verdict)")
            return
        }
        #expect(text.contains(words), "\(text)")
    }

    @Test func longErrorsAreCutToTheirTail() {
        let lines = (0..<1000).map { "line \($0)\n" }.joined()
        let verdict = ValidatorDecision(RunResult(exit: .exited(1), standardError: Array(lines.utf8)), limits: Limits())
        guard case .judgeError(let text) = verdict else { return #expect(Bool(false)) }
        #expect(text.hasSuffix("line 999"))
        #expect(text.utf8.count < 2200)
    }

    @Test("A validator that fails is quoted from standard error, or else from standard output")
    func quotes() {
        for (error, shown) in [("", "; it wrote:\nwrong"), ("oh", "; it wrote:\noh")] {
            let run = RunResult(
                exit: .exited(1), standardOutput: Array("wrong\n".utf8), standardError: Array(error.utf8))
            guard case .judgeError(let text) = ValidatorDecision(run, limits: Limits()) else {
                Issue.record("no failure")
                return
            }
            #expect(text.hasSuffix(shown))
        }
    }

    private func feedback(_ files: [String: [UInt8]], passLimit: ByteCount = .kibibytes(1)) -> ValidatorFeedback {
        ValidatorFeedback(passLimit: passLimit) { name, limit in files[name].map { Array($0.prefix(Int(limit.bytes))) }
        }
    }

    @Test func feedbackFilesAreReadWithinLimits() {
        let read = feedback([
            "judgemessage.txt": Array("no\u{0}".utf8) + [0xFF],
            "teammessage.txt": [UInt8](repeating: 65, count: 100_000),
            "score.txt": Array(" 12.5\n".utf8), "score_multiplier.txt": Array("1e-1".utf8), "nextpass.in": [1, 2],
        ])
        #expect(read.judgeMessage == "no\u{0}\\xff")
        #expect(read.teamMessage.utf8.count == 65_536)
        #expect(read.score?.text() == "12.5")
        #expect(read.scoreMultiplier?.text() == "0.1")
        #expect(read.nextPass == [1, 2])
        #expect(read.problems == [])
    }

    @Test(arguments: ["", "x", "-", "1/2", "nan", "inf", "0x10", "1 2", "1e999", "\u{0}"])
    func aScoreThatIsNoneIsAProblem(text: String) {
        let read = feedback(["score.txt": Array(text.utf8)])
        #expect(read.score == nil)
        #expect(read.problems == ["score.txt must hold one decimal number"])
    }

    @Test func aNextPassThatIsTooLongIsAProblem() {
        let read = feedback(["nextpass.in": [UInt8](repeating: 0, count: 1025)])
        #expect(read.nextPass == nil)
        #expect(read.problems.count == 1)
        #expect(feedback(["nextpass.in": [UInt8](repeating: 0, count: 1024)]).nextPass?.count == 1024)
    }
}
