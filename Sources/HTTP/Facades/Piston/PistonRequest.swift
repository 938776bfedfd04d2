internal import Executions
internal import Hummingbird
internal import Toolchains
internal import Units

/// What is to be executed, as Piston's API has it. Pure.
struct PistonRequest: Hashable, Sendable {
    struct File: Hashable, Sendable {
        var name: String?
        var bytes: [UInt8]
        /// Whether it came as it is, and not in base 64 or hexadecimal: only such a file is a program.
        var isText = true
    }

    var language: String
    var version: String
    var files: [File]
    /// Which one is run.
    var main: Int
    var input: [UInt8]
    var arguments: [String]
    var (compileTime, runTime): (Duration, Duration)
    var (compileCPUTime, runCPUTime): (Duration, Duration)
    var (compileMemory, runMemory): (ByteCount, ByteCount)

    /// Reads a body.
    /// - Throws: ``FacadeAnswer``, 400 with the first thing that is wrong.
    init(_ body: JSONValue, _ options: PistonOptions) throws(FacadeAnswer) {
        language = try Self.text(body, "language")
        version = try Self.text(body, "version")
        guard let files = body["files"]?.array else { throw Self.refusal("files is required as an array") }
        self.files = []
        for (index, file) in files.enumerated() { self.files.append(try Self.file(file, index)) }
        guard let main = self.files.firstIndex(where: \.isText) else {
            throw Self.refusal("files must include at least one utf8 encoded file")
        }
        self.main = main
        var input = try Self.optionalText(body, "stdin") ?? ""
        if !input.hasSuffix("\n") { input += "\n" }
        self.input = Array(input.utf8)
        arguments = try Self.arguments(body)
        compileTime = try Self.time(body, "compile_timeout", options.compileTime, options)
        runTime = try Self.time(body, "run_timeout", options.runTime, options)
        compileCPUTime = try Self.time(body, "compile_cpu_time", compileTime, options)
        runCPUTime = try Self.time(body, "run_cpu_time", runTime, options)
        compileMemory = try Self.memory(body, "compile_memory_limit", options.compileMemory, options)
        runMemory = try Self.memory(body, "run_memory_limit", options.runMemory, options)
    }

    private static func text(_ body: JSONValue, _ name: String) throws(FacadeAnswer) -> String {
        guard let text = body[name]?.text, !text.isEmpty else { throw refusal("\(name) is required as a string") }
        return text
    }

    private static func optionalText(_ body: JSONValue, _ name: String) throws(FacadeAnswer) -> String? {
        guard let value = body.value(name) else { return nil }
        guard let text = value.text else { throw refusal("If specified, \(name) must be a string") }
        return text
    }

    private static func arguments(_ body: JSONValue) throws(FacadeAnswer) -> [String] {
        guard let value = body.value("args") else { return [] }
        guard let elements = value.array else { throw refusal("If specified, args must be an array") }
        var arguments: [String] = []
        for element in elements {
            switch element {
            case .text(let text): arguments.append(text)
            case .integer(let number): arguments.append("\(number)")
            case .number(let number): arguments.append("\(number)")
            default: throw refusal("args must be strings")
            }
        }
        return arguments
    }

    private static func file(_ file: JSONValue, _ index: Int) throws(FacadeAnswer) -> File {
        guard let content = file["content"]?.text else {
            throw refusal("files[\(index)].content is required as a string")
        }
        let name = try optionalText(file, "name")
        switch try optionalText(file, "encoding") ?? "utf8" {
        case "utf8": return File(name: name, bytes: Array(content.utf8))
        case "base64": return File(name: name, bytes: Base64.lenient(content), isText: false)
        case "hex":
            guard let bytes = hexadecimal(content) else {
                throw refusal("files[\(index)].content is not hexadecimal")
            }
            return File(name: name, bytes: bytes, isText: false)
        default: throw refusal("files[\(index)].encoding must be base64, hex or utf8")
        }
    }

    private static func hexadecimal(_ text: String) -> [UInt8]? {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8((digits[$0] ?? 0) << 4 | (digits[$0 + 1] ?? 0)) }
    }

    private static func time(
        _ body: JSONValue, _ name: String, _ otherwise: Duration, _ options: PistonOptions
    ) throws(FacadeAnswer) -> Duration {
        guard let value = try limit(body, name, most: Double(options.longestTime.wholeMilliseconds)), value > 0 else {
            return otherwise
        }
        return .microseconds(Int64(value * 1000))
    }

    private static func memory(
        _ body: JSONValue, _ name: String, _ otherwise: ByteCount, _ options: PistonOptions
    ) throws(FacadeAnswer) -> ByteCount {
        guard let value = try limit(body, name, most: Double(options.mostMemory.bytes)), value > 0 else {
            return otherwise
        }
        return ByteCount(Int64(value))
    }

    /// A limit; -1 is none of its own.
    private static func limit(_ body: JSONValue, _ name: String, most: Double) throws(FacadeAnswer) -> Double? {
        guard let value = body.value(name) else { return nil }
        guard let number = value.number else { throw refusal("If specified, \(name) must be a number") }
        guard number <= most else {
            throw refusal("\(name) cannot exceed the configured limit of \(Int64(most))")
        }
        if number == -1 { return nil }
        guard number >= 0 else { throw refusal("\(name) must be non-negative") }
        return number
    }

    static func refusal(_ message: String) -> FacadeAnswer {
        FacadeAnswer(.badRequest, ["message": .text(message)])
    }
}

extension PistonRequest {
    /// A path below the program's folder, where all files are.
    private static func below(_ path: String) -> String { FacadeProgram.plain(String(path.drop { $0 == "/" })) }

    /// What is to be done, in `language`.
    func execution(in language: Language, _ options: PistonOptions) -> Execution {
        let isMultiFile = language.extensions.isEmpty
        let program = files[main]
        let name =
            isMultiFile
            ? program.name.map(Self.below) ?? "run"
            : FacadeProgram.mainName(program.name.map(Self.below), program.bytes, in: language)
        let others = files.enumerated().filter { $0.offset != main }.map { index, file in
            ExecutionFile(name: file.name.map(Self.below) ?? "file\(index).code", bytes: file.bytes)
        }
        let split = FacadeProgram.split(others, in: language)
        var test = ExecutionTest(input: input)
        test.arguments = arguments
        var execution = Execution(
            language: language.id, sources: [ExecutionFile(name: name, bytes: program.bytes)] + split.sources,
            tests: [test])
        execution.files = split.files
        execution.compilation.cpuTime = min(compileCPUTime, compileTime)
        execution.compilation.memory = compileMemory
        execution.limits.cpuTime = runCPUTime
        execution.limits.wallTime = runTime
        execution.limits.memory = runMemory
        execution.limits.output = options.output
        execution.limits.processes = options.processes
        return execution
    }
}
