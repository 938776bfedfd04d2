import Coordinator
import Executions
import Grading
import Hummingbird
import Testing
import Toolchains

@testable import HTTP

@Suite("Errors in the dialects of other systems") struct FacadeErrorTests {
    private static let codes: [(DomainError.Code, sandboxFusion: Int, judge0: Int)] = [
        (.exhausted, 504, 503), (.unavailable, 504, 503), (.invalid, 422, 422), (.forbidden, 403, 403),
        (.notFound, 404, 404), (.failed, 500, 500), (.damaged, 500, 500),
    ]

    @Test("have the statuses that their clients know", arguments: codes)
    func haveStatuses(code: DomainError.Code, sandboxFusion: Int, judge0: Int) {
        let problem = Problem(DomainError(code, "tests: no"))
        #expect(SandboxFusionRoutes.answer(to: problem).status.code == sandboxFusion)
        #expect(Judge0Routes.answer(to: problem).status.code == judge0)
    }

    @Test("name the field where there is one")
    func nameTheField() {
        let problem = Problem(DomainError(.invalid, "limits: too much", advice: "ask for less"))
        #expect(Judge0Routes.answer(to: problem).body == ["limits": ["limits: too much; ask for less"]])
        let other = Problem(DomainError(.invalid, "no file: it is odd"))
        #expect(Judge0Routes.answer(to: other).body == ["base": ["no file: it is odd"]])
    }

    private static func result(_ ending: ExecutionEnding, compiles: Bool = true) -> ExecutionResult {
        ExecutionResult(
            compilation: ExecutionCompilation(succeeded: compiles),
            tests: compiles ? [ExecutedTest(index: 0, verdict: .runTimeError, ending: ending)] : [])
    }

    @Test(
        "of the sandbox are no fault of a program's",
        arguments: [
            (.failed, "SandboxError", "Error", .null), (.cpuLimit, "Failed", "TimeLimitExceeded", .null),
            (.wallLimit, "Failed", "TimeLimitExceeded", .null), (.exited(0), "Success", "Finished", 0),
            (.exited(2), "Failed", "Finished", 2), (.signaled(11), "Failed", "Finished", -11),
            (.memoryLimit, "Failed", "Finished", -9), (.outputLimit, "Failed", "Finished", -25),
        ] as [(ExecutionEnding, String, String, JSONValue)])
    func areToldApart(ending: ExecutionEnding, status: String, run: String, code: JSONValue) throws {
        let language = try #require(try FacadeFleet.languages["python3"])
        let answer = SandboxFusionAnswer(
            Self.result(ending), of: Execution(language: "python3", sources: []), in: language
        ).json
        #expect(answer["status"] == .text(status) && answer["compile_result"] == .null)
        #expect(answer["run_result"]?["status"] == .text(run) && answer["run_result"]?["return_code"] == code)
    }

    @Test("of compilers leave no run")
    func leaveNoRun() throws {
        let language = try #require(try FacadeFleet.languages["cpp"])
        var result = Self.result(.exited(0), compiles: false)
        let execution = Execution(language: "cpp", sources: [])
        func answer() -> JSONValue { SandboxFusionAnswer(result, of: execution, in: language).json }
        #expect(answer()["status"] == "Failed" && answer()["run_result"] == .null)
        #expect(answer()["compile_result"]?["return_code"] == 1)
        result.compilation.cpuTime = execution.compilation.cpuTime
        #expect(answer()["compile_result"]?["status"] == "TimeLimitExceeded")
    }
}
