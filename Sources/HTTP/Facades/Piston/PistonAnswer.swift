internal import Executions
internal import Grading
internal import Sandbox
internal import Toolchains
internal import Units

/// What came of an execution, as Piston says it. Pure.
enum PistonAnswer {
    /// The answer to a request.
    static func answer(_ result: ExecutionResult, of execution: Execution, on runtime: PistonRuntime) -> JSONValue {
        var members: [String: JSONValue] = ["language": .text(runtime.name), "version": .text(runtime.version)]
        let compile = stage(result.compilation, execution.compilation)
        if runtime.language.isCompiled { members["compile"] = compile }
        // What did not compile has as its run what its compilation was, also where nothing is compiled but only looked at.
        members["run"] = result.compilation.succeeded ? result.tests.first.map(stage) ?? .null : compile
        return .object(members)
    }

    static func stage(_ compilation: ExecutionCompilation, _ limits: CompilationLimits) -> JSONValue {
        let isTimeOut = compilation.ranOutOfTime(limits)
        let text = compilation.succeeded ? compilation.log : compilation.complaint
        return [
            "stdout": "", "stderr": .text(text), "output": .text(text),
            "code": isTimeOut ? .null : compilation.succeeded ? 0 : 1,
            "signal": isTimeOut ? "SIGKILL" : .null,
            "message": compilation.succeeded ? .null : .text(compilation.message),
            "status": isTimeOut ? "TO" : compilation.succeeded ? .null : "RE",
            "cpu_time": .integer(compilation.cpuTime.wholeMilliseconds), "wall_time": .null, "memory": .null,
        ]
    }

    static func stage(_ test: ExecutedTest) -> JSONValue {
        let (status, message) = status(of: test)
        return [
            "stdout": text(test.output), "stderr": text(test.error), "output": text(test.transcript),
            "code": .optional(test.ending.status), "signal": .optional(signal(of: test).map { "\($0)" }),
            "message": .optional(message), "status": .optional(status),
            "cpu_time": .integer(test.cpuTime.wholeMilliseconds),
            "wall_time": .integer(test.wallTime.wholeMilliseconds), "memory": .integer(test.memory.bytes),
        ]
    }

    /// What ended the program; a limit's own signal is not told, but that the program was killed for it.
    private static func signal(of test: ExecutedTest) -> Signal? {
        test.ending == .outputLimit ? .kill : test.ending.signal
    }

    private static func status(of test: ExecutedTest) -> (status: String?, message: String?) {
        switch test.ending {
        case .exited(0): (nil, nil)
        case .exited(let status): ("RE", "Exited with error status \(status)")
        case .signaled(let number): ("SG", "Caught fatal signal \(number)")
        case .cpuLimit: ("TO", "Time limit exceeded")
        case .wallLimit: ("TO", "Time limit exceeded (wall clock)")
        case .memoryLimit: ("SG", "Memory limit exceeded")
        case .outputLimit where test.error.count > test.output.count: ("EL", "stderr length exceeded")
        case .outputLimit: ("OL", "stdout length exceeded")
        case .securityViolation: ("SG", "Caught fatal signal 31")
        case .failed: ("XX", test.message)
        }
    }

    private static func text(_ bytes: [UInt8]) -> JSONValue { .text(String(decoding: bytes, as: UTF8.self)) }
}
