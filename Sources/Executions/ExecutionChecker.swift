public import Units

/// A program that looks at what the tests of an execution write, and says what it is worth.
///
/// It is compiled once, within the execution's limits of compiling, and run for each output in a cell of its own. What it does wrong
/// is never the fault of the program that it looks at.
public struct ExecutionChecker: Hashable, Sendable {
    /// Its sources; the first one is the main one, where the language has to know.
    public var sources: [ExecutionFile]
    /// Its language's id; nil: told by the names of its sources.
    public var language: String?
    /// The name of the convention by which it is called and answers, `testlib` or `icpc`, say.
    public var convention: String
    /// What it may use for one output.
    public var limits = ProgramLimits.checker

    /// A checker of these sources.
    public init(sources: [ExecutionFile], language: String? = nil, convention: String = "testlib") {
        (self.sources, self.language, self.convention) = (sources, language, convention)
    }
}

extension Execution {
    /// Whether there are tests that its own checker looks at.
    public var usesChecker: Bool { tests.contains { $0.expectation.map { $0.checker == nil } ?? false } }
}

extension ProgramLimits {
    /// What a checker of an execution may use where nobody says it.
    public static var checker: ProgramLimits {
        var limits = ProgramLimits()
        limits.cpuTime = .seconds(10)
        limits.wallTime = .seconds(30)
        limits.memory = .mebibytes(1024)
        limits.output = .mebibytes(8)
        limits.processes = 64
        return limits
    }
}
