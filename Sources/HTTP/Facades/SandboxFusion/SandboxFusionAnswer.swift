internal import Executions
internal import Sandbox
internal import Toolchains
internal import Units

/// What came of a program, as SandboxFusion says it. Pure.
struct SandboxFusionAnswer: Hashable, Sendable {
    /// What came of one command.
    struct Part: Hashable, Sendable {
        enum Status: String { case finished = "Finished", error = "Error", timeLimitExceeded = "TimeLimitExceeded" }

        var status: Status
        var time: Duration
        var code: Int32?
        var (output, error): ([UInt8], [UInt8])

        var json: JSONValue {
            [
                "status": .text(status.rawValue), "execution_time": .number(time.inSeconds),
                "return_code": .optional(code), "stdout": .text(String(decoding: output, as: UTF8.self)),
                "stderr": .text(String(decoding: error, as: UTF8.self)),
            ]
        }
    }

    var compilation: Part?
    var run: Part?
    var files: [ExecutionFile] = []
    var worker: String
    /// The names by which files were asked for, by the plain ones.
    private var names: [String: [String]] = [:]

    init(_ result: ExecutionResult, of execution: Execution, in language: Language, wanted: [String] = []) {
        worker = result.worker
        names = Dictionary(grouping: wanted, by: FacadeProgram.plain)
        let compiled = Self.part(result.compilation, execution.compilation)
        if language.isCompiled {
            compilation = compiled
        } else if !result.compilation.succeeded {
            // Nothing is compiled there: a wrong program is found out when it runs.
            run = compiled
        }
        guard let test = result.tests.first else { return }
        run = Self.part(test)
        files = test.files
    }

    private static func part(_ compilation: ExecutionCompilation, _ limits: CompilationLimits) -> Part {
        let isTimeOut = compilation.ranOutOfTime(limits)
        let text = compilation.succeeded ? compilation.log : compilation.complaint
        return Part(
            status: isTimeOut ? .timeLimitExceeded : .finished, time: compilation.cpuTime,
            code: isTimeOut ? nil : compilation.succeeded ? 0 : 1, output: [], error: Array(text.utf8))
    }

    private static func part(_ test: ExecutedTest) -> Part {
        var part = Part(
            status: .finished, time: test.wallTime, code: nil, output: test.output, error: test.error)
        switch test.ending {
        case .cpuLimit, .wallLimit: part.status = .timeLimitExceeded
        case .failed: (part.status, part.error) = (.error, Array(test.message.utf8))
        // A signal is a status below zero, as Python says it.
        default: part.code = test.ending.status ?? test.ending.signal.map { -$0.rawValue }
        }
        return part
    }

    /// The whole, by the rule of SandboxFusion: the first that holds.
    var status: (status: String, message: String) {
        let parts = [compilation, run].compactMap(\.self)
        if let failed = parts.first(where: { $0.status == .error }) {
            return ("SandboxError", String(decoding: failed.error, as: UTF8.self))
        }
        if parts.contains(where: { $0.status == .timeLimitExceeded }) { return ("Failed", "") }
        return (parts.contains { $0.code != 0 } ? "Failed" : "Success", "")
    }

    /// The body of the answer.
    var json: JSONValue {
        let (status, message) = status
        let files = files.flatMap { file in
            (names[file.name] ?? [file.name]).map { ($0, JSONValue.text(Base64.encode(file.bytes))) }
        }
        return [
            "status": .text(status), "message": .text(message), "compile_result": compilation?.json ?? .null,
            "run_result": run?.json ?? .null, "executor_pod_name": worker.isEmpty ? .null : .text(worker),
            "files": .object(Dictionary(files) { first, _ in first }),
        ]
    }
}
