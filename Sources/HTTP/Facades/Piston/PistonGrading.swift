internal import Executions
internal import Grading
internal import Toolchains
internal import Units

/// A program that is graded on one test, as open-r1's package for Piston does it: the runtimes `c++17` and `cf_python3`, with
/// the files `input.txt`, `correct_output.txt`, `grader_config` and perhaps `checker.py` beside the program. What is printed is
/// 1 where it is right. Pure.
///
/// The program sees nothing of that but its input: the right output and the checker are for a run of their own.
struct PistonGrading: Hashable, Sendable {
    /// The names of these runtimes, with the languages that they are.
    static let runtimes = ["c++17": "cpp", "cf_c++17": "cpp", "cf_python3": "python3"]
    /// Their version, which is none of a compiler.
    static let version = "1.0.0"
    private static let (input, answer, output) = ("input.txt", "correct_output.txt", "output.txt")
    /// Compares token by token.
    private static let usualChecker = """
        import sys
        right, found = (open(name).read().split() for name in sys.argv[2:4])
        print(int(right == found))
        """

    /// What runs the program.
    let execution: Execution
    private let checker: ExecutionFile?
    private let right: [UInt8]
    private let readsFile: Bool

    /// Reads what is to be graded.
    /// - Throws: ``FacadeAnswer``, 400 with the first thing that is wrong.
    init(_ wanted: PistonRequest, in language: Language, _ options: PistonOptions) throws(FacadeAnswer) {
        func file(_ name: String) -> PistonRequest.File? { wanted.files.first { $0.name == name } }
        guard let program = wanted.files.first(where: { $0.name?.hasPrefix("main.") ?? false }) else {
            throw PistonRequest.refusal("files must include main.cpp or main.python")
        }
        guard let input = file(Self.input), let right = file(Self.answer), let settings = file("grader_config") else {
            throw PistonRequest.refusal("files must include \(Self.input), \(Self.answer) and grader_config")
        }
        let config = try Self.settings(settings.bytes)
        let time = try Self.number(config, "TIME_LIMIT", 0.001...Double(options.longestTime.wholeMilliseconds) / 1000)
        let memory = try Self.number(config, "MEMORY_LIMIT", 1...Double(options.mostMemory.bytes / 1_048_576))
        readsFile = config["INPUT_MODE"]?.lowercased() == "file"
        checker = file("checker.py").map { ExecutionFile(name: "main.py", bytes: $0.bytes) }
        self.right = right.bytes
        let name = FacadeProgram.mainName(nil, program.bytes, in: language)
        var test = ExecutionTest(input: readsFile ? [] : input.bytes)
        if !readsFile, checker == nil { test.expectation = .init(output: right.bytes, checker: "testlib.wcmp") }
        var execution = Execution(
            language: language.id, sources: [ExecutionFile(name: name, bytes: program.bytes)], tests: [test])
        if readsFile {
            execution.files = [ExecutionFile(name: Self.input, bytes: input.bytes)]
            execution.wantedFiles = [Self.output]
        }
        if language.id == "cpp" { execution.compilerArguments = ["-std=gnu++17"] }
        execution.compilation.cpuTime = options.longestTime
        execution.compilation.memory = wanted.compileMemory
        execution.limits.cpuTime = .microseconds(Int64(time * 1e6))
        execution.limits.wallTime = min(wanted.runTime, execution.limits.cpuTime * 2 + .seconds(1))
        execution.limits.memory = .mebibytes(Int64(memory))
        execution.limits.output = options.gradedOutput
        execution.limits.processes = options.processes
        self.execution = execution
    }

    private static func settings(_ bytes: [UInt8]) throws(FacadeAnswer) -> [String: String] {
        var settings: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { throw PistonRequest.refusal("grader_config must have lines as NAME=VALUE") }
            settings[parts[0].trimmingSpaces] = parts[1].trimmingSpaces
        }
        return settings
    }

    private static func number(
        _ settings: [String: String], _ name: String, _ range: ClosedRange<Double>
    ) throws(FacadeAnswer) -> Double {
        guard let number = settings[name].flatMap({ Double($0) }), range.contains(number) else {
            throw PistonRequest.refusal(
                "grader_config: \(name) must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// What is still to be run to know whether `test` is right; nil: that is known.
    func check(_ test: ExecutedTest, _ options: PistonOptions) -> Execution? {
        guard test.ending == .exited(0), readsFile || checker != nil else { return nil }
        let found = readsFile ? test.files.first?.bytes ?? [] : test.output
        var check = Execution(
            language: "python3",
            sources: [checker ?? ExecutionFile(name: "main.py", bytes: Array(Self.usualChecker.utf8))])
        check.files = [
            ExecutionFile(name: Self.input, bytes: execution.files.first?.bytes ?? execution.tests[0].input),
            ExecutionFile(name: Self.answer, bytes: right), ExecutionFile(name: Self.output, bytes: found),
        ]
        check.tests[0].arguments = [Self.input, Self.answer, Self.output]
        check.limits.cpuTime = options.longestTime
        check.limits.wallTime = options.longestTime
        check.limits.memory = .gibibytes(1)
        return check
    }

    /// What the client is told.
    /// - Parameters:
    ///   - result: what came of the program.
    ///   - check: what came of the checker, if there was one.
    func answer(_ result: ExecutionResult, _ check: ExecutionResult?, _ name: String) -> JSONValue {
        let compile = PistonAnswer.stage(result.compilation, execution.compilation)
        var members: [String: JSONValue] = [
            "language": .text(name), "version": .text(Self.version), "compile": compile, "run": compile,
        ]
        if let test = result.tests.first {
            var run = PistonAnswer.stage(test).members
            let (score, feedback) = Self.score(test, check)
            (run["stdout"], run["stderr"], run["output"]) = (.text(score), .text(feedback), .text(score + feedback))
            // That it was graded is no failure of the grader's.
            (run["code"], run["signal"], run["status"], run["message"]) = (0, .null, .null, .null)
            members["run"] = .object(run)
        }
        return .object(members)
    }

    private static func score(_ test: ExecutedTest, _ check: ExecutionResult?) -> (score: String, feedback: String) {
        switch test.ending {
        case .cpuLimit, .wallLimit: return ("0", "Time limit exceeded")
        case .memoryLimit: return ("0", "Memory limit exceeded")
        case .exited(0): break
        default: return ("0", "Runtime error")
        }
        guard let check else {
            return test.verdict == .accepted ? ("1", "") : ("0", "Output isn't correct")
        }
        guard let checked = check.tests.first, checked.ending == .exited(0) else {
            let text =
                check.tests.first.map { String(decoding: $0.error, as: UTF8.self) } ?? check.compilation.complaint
            return ("0", "the checker failed: \(text)")
        }
        return (
            String(decoding: checked.output, as: UTF8.self).trimmingSpaces,
            String(decoding: checked.error, as: UTF8.self)
        )
    }
}
