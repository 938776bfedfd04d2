internal import Executions
internal import Toolchains
internal import Units

/// A program to be run, as SandboxFusion's API has it. Pure.
struct SandboxFusionRequest: Hashable, Sendable {
    var code: String
    var language: String
    var input: [UInt8]
    var (compileTime, runTime): (Duration, Duration)
    /// Nil: it wants no limit.
    var memory: ByteCount?
    var files: [ExecutionFile]
    var wantedFiles: [String]

    /// Reads a body.
    /// - Parameters:
    ///   - languages: the names of those that there are.
    /// - Throws: ``FacadeAnswer``, 422 with all that is wrong.
    init(_ body: JSONValue, languages: [String], _ options: SandboxFusionOptions) throws(FacadeAnswer) {
        var reader = ModelReader(body)
        code = reader.text("code")
        language = reader.choice("language", of: languages)
        input = Array((reader.optionalText("stdin") ?? "").utf8)
        compileTime = options.time(reader.number("compile_timeout", otherwise: 10))
        runTime = options.time(reader.number("run_timeout", otherwise: 10))
        let memory = reader.integer("memory_limit_MB", otherwise: -1)
        self.memory = memory > 0 ? ByteCount(Int64(min(memory, 1e9) * 1_048_576)) : nil
        files = reader.files("files").map { ExecutionFile(name: FacadeProgram.plain($0.name), bytes: $0.bytes) }
        wantedFiles = reader.texts("fetch_files")
        try reader.end()
    }

    /// What is to be done, in `language`.
    func execution(in language: Language, _ options: SandboxFusionOptions) -> Execution {
        let split = FacadeProgram.split(files, in: language)
        let source = Array(code.utf8)
        let main = ExecutionFile(name: FacadeProgram.mainName(nil, source, in: language), bytes: source)
        var execution = Execution(
            language: language.id, sources: [main] + split.sources, tests: [ExecutionTest(input: input)])
        execution.files = split.files
        // A file that is asked for twice, perhaps by another name, is brought back once.
        var asked: Set<String> = []
        execution.wantedFiles = wantedFiles.map(FacadeProgram.plain).filter { asked.insert($0).inserted }
        execution.compilation.cpuTime = compileTime
        execution.limits.cpuTime = runTime
        // Not the program's fault: that the machine has others to run as well.
        execution.limits.wallTime = runTime + .seconds(2)
        execution.limits.memory = min(memory ?? options.memory, options.mostMemory)
        execution.limits.output = options.output
        execution.limits.processes = options.processes
        return execution
    }
}
