public import Executions
public import Problems
public import Sandbox
import Synchronization
import SystemPackage
public import Toolchains
public import Units

/// What all judging on one host shares: the sandbox, the languages, what was built, and whose turn it is to run.
///
/// Judges of several problems on one host do not get in each other's way: a run that is to be alone is alone among the
/// runs of all of them.
public final class JudgeHost: Sendable {
    /// The languages that submissions and validators may be in.
    public let languages: LanguageCatalog
    /// Headers, testlib.h say, that lie beside checkers of executions in C and C++ which have none of that name.
    let headers: [ExecutionFile]
    let executor: any Executor
    let builder: Builder
    let inputs: SharedFiles<InputFile>
    let answers = SharedFiles<[UInt8]>.answers()
    let slots: RunSlots
    let toolchains = ToolchainTexts()
    /// Waits until a core is idle, for at most so long; says whether one is.
    let waitForQuiet: @Sendable (Duration) async throws -> Bool
    private let turns = Atomic(0)

    /// A host that runs everything with `executor`.
    /// - Parameters:
    ///   - headers: those that checkers of executions find beside them.
    ///   - preparations: what makes compiling faster; nil: nothing does.
    ///   - builds: how much of what was built is kept in the executor's store, besides what is in use.
    ///   - waitForQuiet: waits until the host has a core to spare, for at most so long.
    public init(
        executor: any Executor, languages: LanguageCatalog, headers: [ExecutionFile] = [],
        preparations: Preparations? = nil,
        builds: ByteCount = .gibibytes(1),
        waitForQuiet: @escaping @Sendable (Duration) async throws -> Bool = HostIdleness.wait(atMost:)
    ) {
        self.waitForQuiet = waitForQuiet
        self.executor = executor
        self.languages = languages
        self.headers = headers
        builder = Builder(executor: executor, preparations: preparations, limit: builds)
        inputs = .inputs(in: executor.inputs)
        slots = RunSlots(capacity: executor.parallelism)
    }

    /// Builds a program that belongs to no problem, when its turn has come.
    /// - Throws: ``JudgingError`` if a file, the language or its compiler is missing; `SandboxError`.
    public func build(_ files: [LocalSource], language: String) async throws -> BuiltProgram {
        let language = try languages.language(named: language, forFiles: files.map(\.name))
        return try await ProgramBuild(languages: languages, builder: builder)
            .build(
                files, in: language, limits: ProblemLimits(),
                turn: Turn(slots: slots, rank: RunSlots.Rank(submission: nextTurn(), test: -1)))
    }

    /// Does something that uses a processor, when its turn has come among all that is judged here.
    /// - Throws: `CancellationError` if the task is cancelled while it waits; what `body` throws.
    public func inTurn<Value>(_ body: () async throws -> Value) async throws -> Value {
        try await slots.withSlot(RunSlots.Rank(submission: nextTurn(), test: -1), body)
    }

    /// Where the next piece of work stands among all that comes to this host: who comes first, goes first.
    func nextTurn() -> Int {
        turns.add(1, ordering: .relaxed).newValue
    }
}
