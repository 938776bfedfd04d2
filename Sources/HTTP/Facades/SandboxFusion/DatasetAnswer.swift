internal import Evaluation
internal import Executions
internal import Grading
internal import JSONText
internal import Toolchains

/// What an answer to a row is worth, as SandboxFusion says it. Pure.
struct DatasetAnswer {
    /// How much of a test's input and output is shown of one that was passed.
    private static let shown = 1000

    let plan: SandboxFusionPlan
    let language: Language
    let configuration: SandboxFusionConfiguration
    private var compilation = ExecutionCompilation(succeeded: true)
    private var tests: [SampleTest] = []
    private let limits: CompilationLimits

    init(_ plan: SandboxFusionPlan, in language: Language, _ configuration: SandboxFusionConfiguration) {
        (self.plan, self.language, self.configuration) = (plan, language, configuration)
        var limits = CompilationLimits()
        limits.cpuTime = plan.compileTimeout
        self.limits = limits
    }

    /// Takes what happened.
    mutating func take(_ event: SampleEvent) {
        switch event {
        case .compiled(let compilation): self.compilation = compilation
        case .tested(let test): tests.append(test)
        }
    }

    /// Whether no test was run, and none would have been for want of a program.
    var isEmpty: Bool { compilation.succeeded && tests.isEmpty }

    /// The tests as SandboxFusion lists them: up to the first that fails, unless all were asked for.
    private func entries(of count: Int) -> [(isPassed: Bool, run: JSONValue)] {
        guard compilation.succeeded else {
            let entry = (false, answer(nil))
            return Array(repeating: entry, count: configuration.runsAllCases ? count : 1)
        }
        return tests.map { ($0.verdict == .accepted, answer($0.test)) }
    }

    private func answer(_ test: ExecutedTest?) -> JSONValue {
        var execution = Execution(language: language.id, sources: [])
        execution.compilation = limits
        let result = ExecutionResult(compilation: compilation, tests: test.map { [$0] } ?? [])
        return SandboxFusionAnswer(result, of: execution, in: language).json
    }

    /// The body of the answer.
    /// - Parameters:
    ///   - id: the row's name, as it was asked for.
    ///   - isPassed: whether the program is right.
    ///   - count: how many tests there are.
    func json(id: JSONValue, isPassed: Bool, tests count: Int) -> JSONValue {
        let tests = entries(of: count).enumerated().map { place, entry -> JSONValue in
            let info = plan.cases.indices.contains(place) ? info(plan.cases[place], isPassed: entry.isPassed) : .null
            return ["passed": .bool(entry.isPassed), "exec_info": entry.run, "test_info": info]
        }
        return [
            "id": id, "accepted": .bool(isPassed),
            "extracted_code": .text(plan.extractedCode), "full_code": .optional(plan.fullCode), "test_code": .null,
            "tests": .array(tests), "extracted_type": .null, "extra": plan.hasExtra ? .object([:]) : .null,
        ]
    }

    /// A test as the row has it; long texts of one that was passed are cut in the middle.
    private func info(_ test: JSONTree, isPassed: Bool) -> JSONValue {
        let whole: JSONValue = [
            "input": JSONValue(test["input"] ?? .null), "output": JSONValue(test["output"] ?? .null),
        ]
        guard isPassed, !configuration.returnsFullCases else { return whole }
        return .object(
            whole.members.mapValues { streams in
                .object(streams.members.mapValues { $0.text.map { .text(Self.short($0)) } ?? $0 })
            })
    }

    private static func short(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > shown else { return text }
        let kept = (shown - 3) / 2
        var short = String.UnicodeScalarView(scalars.prefix(kept))
        short.append(contentsOf: "...".unicodeScalars)
        short.append(contentsOf: scalars.suffix(kept))
        return String(short)
    }
}
