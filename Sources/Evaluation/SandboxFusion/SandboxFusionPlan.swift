import Executions
public import JSONText
public import Toolchains
import Units

/// What is to be run for an answer to a row, and what is said of it: as SandboxFusion composes it.
public struct SandboxFusionPlan: Hashable, Sendable {
    /// The task, within the request's limits.
    public var task: EvaluationTask
    /// What is run for it.
    public var candidate: Candidate
    /// The program that was found in the answer.
    public var extractedCode: String
    /// The program with its tests; nil where they are apart.
    public var fullCode: String?
    /// What each test has to do, as the row says it; empty where there are no such tests.
    public var cases: [JSONTree] = []
    /// How long compiling may take.
    public var compileTimeout = Duration.seconds(20)
    /// Whether there is an object for what else is known, empty though it is.
    public var hasExtra = false

    /// What is to be run for `answer`.
    /// - Parameters:
    ///   - answer: the whole text of an answer.
    ///   - row: what was asked, and how it is tested.
    ///   - set: how such rows are judged.
    ///   - configuration: what the request says besides.
    ///   - languages: those that there are.
    /// - Throws: ``RecordError`` if the row, or the request, cannot be judged so.
    public init(
        _ answer: String, to row: JSONTree, of set: SandboxFusionSet, _ configuration: SandboxFusionConfiguration,
        _ languages: LanguageCatalog
    ) throws(RecordError) {
        let planner = SandboxFusionPlanner(answer: answer, row: row, configuration: configuration, languages: languages)
        self =
            switch set {
            case .commonOJ: try planner.commonOJ()
            case .autoEval: try planner.autoEval()
            case .humanEval: try planner.humanEval()
            case .multiPLE: try planner.multiPLE()
            case .mbpp: try planner.mbpp()
            case .liveCodeBench: try planner.liveCodeBench()
            case .records: try planner.record()
            }
    }

    init(_ task: EvaluationTask, _ candidate: Candidate, extracted: String) {
        (self.task, self.candidate) = (task, candidate)
        extractedCode = extracted
    }
}

/// Makes plans, one set's after the other's.
private struct SandboxFusionPlanner {
    /// How long SandboxFusion lets programs run, and compilers, where nobody says it.
    private static let (runTime, longCompileTime) = (Duration.seconds(20), Duration.seconds(40))

    let answer: String
    let row: JSONTree
    let configuration: SandboxFusionConfiguration
    let languages: LanguageCatalog

    /// A plan for `code`, which holds its own tests.
    private func program(
        _ code: String, in language: String, ending: ProgramWork.Ending, extracted: String, files: [ExecutionFile] = []
    ) throws(RecordError) -> SandboxFusionPlan {
        var work = ProgramWork(after: "")
        work.ending = ending
        work.files = files
        var task = EvaluationTask(id: "", work: .program(work))
        task.language = try languages.language(ofSandboxFusion: language).id
        task.timeLimit = configuration.runTimeout ?? Self.runTime
        // It is whole; but nothing is to be taken off it any more.
        var plan = SandboxFusionPlan(task, Candidate(code, isComplete: false), extracted: extracted)
        plan.fullCode = code
        plan.compileTimeout = configuration.compileTimeout ?? plan.compileTimeout
        return plan
    }

    func commonOJ() throws(RecordError) -> SandboxFusionPlan {
        guard let name = configuration.language else {
            throw RecordError("config.language field must exist for CommonOJDataset, got None")
        }
        let language = try languages.language(ofSandboxFusion: name)
        guard let cases = try row.embedded("test")?.array, !cases.isEmpty else {
            throw RecordError("there are no tests")
        }
        var work = StreamWork(tests: [], comparator: .sandboxFusion)
        for test in cases {
            guard let input = test["input"]?["stdin"]?.string, let output = test["output"]?["stdout"]?.string else {
                throw RecordError("a test has no \"input\" with \"stdin\", or no \"output\" with \"stdout\"")
            }
            work.tests.append(StreamWork.Test(input: input, output: output))
        }
        let code = CodeExtraction.code(in: answer, language: language.id, by: .always)
        var task = EvaluationTask(id: "", work: .stream(work))
        task.language = language.id
        task.timeLimit = configuration.runTimeout ?? (language.isCompiled ? .seconds(10) : Self.runTime)
        var plan = SandboxFusionPlan(task, Candidate(code, isComplete: true), extracted: code)
        plan.cases = cases
        plan.compileTimeout = configuration.compileTimeout ?? .seconds(10)
        return plan
    }

    func autoEval() throws(RecordError) -> SandboxFusionPlan {
        guard let labels = try row.embedded("labels"), let test = try row.embedded("test") else {
            throw RecordError("\"labels\" or \"test\" is missing")
        }
        let language = try labels.requiredString("programming_language")
        let execution = try labels.optionalString("execution_language") ?? language
        guard language != "java" else { throw RecordError("tests in JUnit are not run here") }
        let tests = try test.requiredString("code")
        var files = try Self.files(try test.embedded("asset"))
        let fence = languages.fence(ofSandboxFusion: language)
        let code = SandboxFusionCode.withoutEntryPoint(
            CodeExtraction.code(in: answer, language: fence, by: .always), language: language)
        var full = tests
        if language == "html", !tests.contains("#<INSERT>") {
            files.append(ExecutionFile(name: "index.html", bytes: Array(code.utf8)))
        } else {
            full = SandboxFusionCode.withTests(code, tests, asLiteral: configuration.reprCode)
        }
        let ending: ProgramWork.Ending = configuration.appendsFlag && execution == "python" ? .words : .status
        var plan = try program(full, in: execution, ending: ending, extracted: code, files: files)
        plan.compileTimeout = configuration.compileTimeout ?? Self.longCompileTime
        plan.hasExtra = true
        return plan
    }

    private static func files(_ value: JSONTree?) throws(RecordError) -> [ExecutionFile] {
        var files: [String: ExecutionFile] = [:]
        for member in value?.members ?? [] where member.value != .null {
            guard let text = member.value.string, let bytes = PickledText.bytes(ofBase64: text) else {
                throw RecordError("the file \"\(member.key)\" in \"asset\" is no base64")
            }
            // Of two of one name, the last one counts, as in Python.
            files[member.key] = ExecutionFile(name: member.key, bytes: bytes)
        }
        return files.values.sorted { $0.name < $1.name }
    }

    func humanEval() throws(RecordError) -> SandboxFusionPlan {
        let label = SandboxFusionRow.label("entry_point", of: row)
        let entryPoint = if let label { label } else { try row.requiredString("entry_point") }
        let tests = try row.requiredString("test") + "\ncheck(\(entryPoint))"
        let language = try SandboxFusionLanguage(multiPLE: "python")
        return try self.program(language, tests: tests, stops: [SandboxFusionCode.nextStatement])
    }

    func multiPLE() throws(RecordError) -> SandboxFusionPlan {
        let language = try SandboxFusionLanguage(multiPLE: try row.requiredString("language"))
        return try program(
            language, tests: try row.requiredString("tests"), stops: try row.strings("stop_tokens"))
    }

    private func program(
        _ language: SandboxFusionLanguage, tests: String, stops: [String]
    ) throws(RecordError) -> SandboxFusionPlan {
        var code: String
        var full: String
        if configuration.isFreeform {
            code =
                language.prefersItsOwn
                ? CodeExtraction.code(in: answer, language: language.fence, by: .always)
                : try SandboxFusionCode.completion(
                    SandboxFusionCode.firstProgram(in: answer, fence: language.fence), stoppingAt: stops)
            code = SandboxFusionCode.withoutMain(code, fence: language.fence)
            full = code + "\n" + tests
        } else {
            guard let prompt = try row.firstString("prompt", "content") else {
                throw RecordError("the key \"prompt\" is missing")
            }
            code = SandboxFusionCode.completion(
                try SandboxFusionCode.completion(answer, stoppingAt: stops), endingFunctionIn: language.fence)
            full = prompt + "\n" + code + "\n" + tests
        }
        full = SandboxFusionCode.imports(language.fence) + "\n" + full
        if language.fence == "java" { full = full.replacing("class Problem", with: "class Main") }
        return try program(full, in: language.run, ending: .words, extracted: code)
    }

    func mbpp() throws(RecordError) -> SandboxFusionPlan {
        let setup = SandboxFusionRow.label("test_setup_code", of: row)
        let tests = try (row.embedded("test_list") ?? .array([])).texts(called: "test_list")
        guard let last = tests.last else { throw RecordError("\"test_list\" is empty") }
        var code = SandboxFusionCode.firstProgram(
            in: SandboxFusionCode.head(of: answer, before: "[DONE]", trimmed: false), fence: "python3")
        for stop in ["\nassert", "\n\"\"\""] { code = SandboxFusionCode.head(of: code, before: stop, trimmed: false) }
        code = SandboxFusionCode.head(of: (setup ?? "") + "\n" + code, before: "if __name__ ==", trimmed: false)
        let wanted = configuration.isFewshot ? [last] : tests
        return try program(
            code + wanted.map { "\n" + $0 + "\n" }.joined(), in: "python", ending: .words, extracted: code)
    }

    func liveCodeBench() throws(RecordError) -> SandboxFusionPlan {
        let code = CodeExtraction.code(in: answer, language: "python3", by: .always)
        var task = try LiveCodeBenchRecord.task(ofTable: row)
        task.timeLimit = configuration.runTimeout ?? .seconds(6)
        var plan = SandboxFusionPlan(task, Candidate(code, isComplete: true), extracted: code)
        plan.fullCode = code
        return plan
    }

    func record() throws(RecordError) -> SandboxFusionPlan {
        guard let format = RecordFormat(recognizing: row) else {
            throw RecordError("no data set that is evaluated here has such records")
        }
        var task = try format.task(row, line: 0)
        if case .unitTests(let work) = task.work {
            throw RecordError("tests of \(work.runner.rawValue) are not run here")
        }
        if let name = configuration.language { task.language = try languages.language(ofSandboxFusion: name).id }
        if let time = configuration.runTimeout { task.timeLimit = time }
        let fence = task.language.map { languages[$0]?.id ?? $0 } ?? ""
        let code = CodeExtraction.code(in: answer, language: fence, by: configuration.isFreeform ? .always : .auto)
        let isWhole = configuration.isFreeform || code != answer || task.prompt.isEmpty
        var plan = SandboxFusionPlan(task, Candidate(code, isComplete: isWhole), extracted: code)
        plan.compileTimeout = configuration.compileTimeout ?? plan.compileTimeout
        return plan
    }
}
