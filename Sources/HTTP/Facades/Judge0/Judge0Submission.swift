internal import Executions
internal import Outgoing
internal import Toolchains
internal import Units

/// A submission as Judge0's API has it: what is to be run, and how it is to be told. Pure.
struct Judge0Submission: Hashable, Sendable {
    static let perProcess = [
        "enable_per_process_and_thread_time_limit", "enable_per_process_and_thread_memory_limit",
    ]
    /// Ids of languages that Judge0 had before.
    static let archivedLanguages = 1...42
    /// The language whose programs bring along how they are made and run: all of it is in the additional files.
    static let multiFile = 89
    private static let checker = "judge0.strip"

    var language: Int
    var source: [UInt8]
    var input: [UInt8]?
    var expected: [UInt8]?
    var (compilerOptions, arguments): (String?, String?)
    var (cpuTime, extraTime, wallTime): (Double, Double, Double)
    var (memory, stack, processes, fileSize, runs): (Int64, Int64, Int64, Int64, Int64)
    /// Those of ``perProcess`` that are wanted; all of them hold for the whole program in any case.
    var flags: [String: Bool]
    var mergesError: Bool
    /// The zip, as it came.
    var additionalFiles: String?
    /// Test cases of its own, which Judge0 itself does not have; nil: it has none.
    var tests: [TestCase]?
    var stopsAtFailure: Bool
    /// Whom to tell when it has ended.
    var callback: OutgoingURL?
    /// What compares outputs, which Judge0 itself does in one way only.
    var comparison: Comparison

    /// What compares outputs.
    enum Comparison: Hashable, Sendable {
        /// The checker that has this name here.
        case named(String)
        /// A program in the language of that id, which follows a convention.
        case program(source: [UInt8], language: Int, convention: String)
    }

    struct TestCase: Hashable, Sendable {
        var name: String
        var input: [UInt8]
        var expected: [UInt8]?
    }

    /// Reads a submission.
    /// - Parameters:
    ///   - languages: the language of that id; nil: there is none.
    /// - Throws: ``FacadeAnswer``, 422 with all that is wrong.
    init(
        _ body: JSONValue, base64: Bool, _ options: Judge0Options, languages: (Int) -> Language?
    ) throws(FacadeAnswer) {
        var fields = Judge0Fields(body, base64: base64)
        language = Self.language(&fields, languages)
        source = fields.bytes("source_code") ?? []
        let isMultiFile = language == Self.multiFile
        if source.allSatisfy(Self.isBlank) != isMultiFile {
            fields.refuse("source_code", isMultiFile ? "must be blank" : "can't be blank")
        }
        (input, expected) = (fields.bytes("stdin"), fields.bytes("expected_output"))
        compilerOptions = fields.arguments("compiler_options")
        let isCompiled = !isMultiFile && languages(language)?.isCompiled != false
        if !isCompiled, compilerOptions?.utf8.allSatisfy(Self.isBlank) == false {
            fields.refuse("compiler_options", "setting compiler options is only allowed for compiled languages")
        }
        arguments = fields.arguments("command_line_arguments")
        cpuTime = fields.number("cpu_time_limit", options.cpuTimeLimit)
        extraTime = fields.number("cpu_extra_time", options.cpuExtraTime)
        wallTime = fields.number("wall_time_limit", options.wallTimeLimit)
        memory = fields.integer("memory_limit", options.memoryLimit)
        stack = fields.integer("stack_limit", options.stackLimit)
        processes = fields.integer("max_processes_and_or_threads", options.processes, isCount: true)
        fileSize = fields.integer("max_file_size", options.maxFileSize)
        runs = fields.integer("number_of_runs", options.numberOfRuns, isCount: true)
        flags = Dictionary(uniqueKeysWithValues: Self.perProcess.map { ($0, fields.flag($0)) })
        mergesError = fields.flag("redirect_stderr_to_stdout")
        additionalFiles = fields.text("additional_files").flatMap { $0.isEmpty ? nil : $0 }
        if isMultiFile, additionalFiles == nil { fields.refuse("additional_files", "can't be blank") }
        stopsAtFailure = fields.flag("stop_on_first_failure")
        comparison = Self.comparison(&fields, languages)
        if fields.flag("enable_network") { fields.refuse("enable_network", "enabling network is not allowed") }
        if additionalFiles != nil, !options.enablesAdditionalFiles {
            fields.refuse("additional_files", "setting additional files is not allowed")
        }
        callback = Self.callback(&fields, options)
        tests = Self.tests(&fields, options)
        if tests != nil, runs > 1 { fields.refuse("number_of_runs", "must be 1 where there are test cases") }
        try fields.end()
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func language(_ fields: inout Judge0Fields, _ known: (Int) -> Language?) -> Int {
        guard let text = fields.text("language_id"), !text.isEmpty else {
            fields.refuse("language_id", "can't be blank")
            return 0
        }
        let id = Int(text.trimmingSpaces) ?? 0
        if let refusal = refusal(of: id, text, known) { fields.refuse("language_id", refusal) }
        return id
    }

    /// Why there is no language of that id, which came as `text`; nil if there is one.
    private static func refusal(of id: Int, _ text: String, _ known: (Int) -> Language?) -> String? {
        if archivedLanguages.contains(id) {
            return "language with id \(id) is archived and cannot be used anymore"
        }
        return known(id) != nil ? nil : "language with id \(text.prefix(20)) doesn't exist"
    }

    /// What compares outputs: not Judge0's own way only where another one is named, or sent.
    private static func comparison(_ fields: inout Judge0Fields, _ known: (Int) -> Language?) -> Comparison {
        guard let value = fields.value("checker"), value != .null else { return .named(checker) }
        let inner = Judge0Fields(value, base64: fields.isBase64)
        guard let source = inner.bytes("source") ?? inner.bytes("source_code") else {
            guard let kind = inner.text("kind") else {
                fields.refuse("checker", "must have a kind, the name of a checker, or a source")
                return .named(checker)
            }
            return .named(kind)
        }
        guard !source.isEmpty, let text = inner.text("language_id"), !text.isEmpty else {
            fields.refuse("checker", "must have a language_id and a source that is not blank")
            return .named(checker)
        }
        let id = Int(text.trimmingSpaces) ?? 0
        if let refusal = id == multiFile ? "must be one program" : refusal(of: id, text, known) {
            fields.refuse("checker", refusal)
        }
        return .program(source: source, language: id, convention: inner.text("kind") ?? "testlib")
    }

    private static func callback(_ fields: inout Judge0Fields, _ options: Judge0Options) -> OutgoingURL? {
        guard let text = fields.text("callback_url"), !text.isEmpty else { return nil }
        guard options.enablesCallbacks else {
            fields.refuse("callback_url", "setting callback is not allowed")
            return nil
        }
        let url = OutgoingURL(text)
        if url == nil { fields.refuse("callback_url", "is invalid") }
        return url
    }

    private static func tests(_ fields: inout Judge0Fields, _ options: Judge0Options) -> [TestCase]? {
        guard let value = fields.value("test_cases") else { return nil }
        guard let elements = value.array, (1...options.maxTestCases).contains(elements.count) else {
            fields.refuse("test_cases", "must be an array of 1 to \(options.maxTestCases) test cases")
            return nil
        }
        return elements.map { element in
            let test = Judge0Fields(element, base64: fields.isBase64)
            return TestCase(
                name: test.text("name") ?? "", input: test.bytes("stdin") ?? [],
                expected: test.bytes("expected_output"))
        }
    }

    /// What is to be done, in `known`, with the unpacked additional files.
    /// - Parameters:
    ///   - checkerLanguage: the language of the program that compares, if one does.
    func execution(in known: Language, files: [ExecutionFile], checkerLanguage: Language?) -> Execution {
        let isMultiFile = language == Self.multiFile
        let main = isMultiFile ? [] : [ExecutionFile(name: known.sourceName, bytes: source)]
        let split = FacadeProgram.split(files.filter { isMultiFile || $0.name != known.sourceName }, in: known)
        let words = ShellWords.split(arguments ?? "")
        var execution = Execution(
            language: known.id,
            sources: main + split.sources,
            tests: executionTests.map { test in
                var test = test
                test.arguments = words
                return test
            })
        execution.files = split.files
        if known.isCompiled, !isMultiFile { execution.compilerArguments = ShellWords.split(compilerOptions ?? "") }
        if case .program(let source, _, let convention) = comparison, let language = checkerLanguage {
            let name = FacadeProgram.mainName(nil, source, in: language)
            execution.checker = ExecutionChecker(
                sources: [ExecutionFile(name: name, bytes: source)], language: language.id, convention: convention)
        }
        execution.compilation.cpuTime = .seconds(30)
        execution.limits.cpuTime = .microseconds(max(1000, Int64(cpuTime * 1e6)))
        execution.extraCPUTime = .microseconds(Int64(extraTime * 1e6))
        execution.stack = stack == 0 ? nil : .kibibytes(stack)
        execution.limits.wallTime = .microseconds(Int64(wallTime * 1e6))
        execution.limits.memory = .kibibytes(memory)
        execution.limits.output = .kibibytes(max(1, fileSize))
        execution.limits.processes = Int(processes)
        execution.mergesError = mergesError
        execution.stopsAtFailure = tests == nil || stopsAtFailure
        return execution
    }

    private var executionTests: [ExecutionTest] {
        let tests =
            tests
            ?? Array(
                repeating: TestCase(name: "", input: input ?? [], expected: expected), count: max(1, Int(runs)))
        return tests.map { test in
            var wanted = ExecutionTest(input: test.input)
            switch comparison {
            case .named(let name):
                wanted.expectation = test.expected.map { .init(output: $0, checker: name) }
            case .program: wanted.expectation = .init(output: test.expected ?? [], checker: nil)
            }
            wanted.name = test.name
            return wanted
        }
    }
}
