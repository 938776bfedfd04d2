public import Problems
public import Sandbox
public import Toolchains
public import Units

/// Builds a program that is nobody's submission: one that a user wants to run, a validator.
public struct ProgramBuild: Sendable {
    private let languages: LanguageCatalog
    private let builder: Builder

    /// Builds with `executor` programs in one of `languages`.
    public init(languages: LanguageCatalog, executor: any Executor) {
        self.init(languages: languages, builder: Builder(executor: executor))
    }

    init(languages: LanguageCatalog, builder: Builder) {
        self.languages = languages
        self.builder = builder
    }

    /// Builds the program made of `files`.
    /// - Parameters:
    ///   - language: the language's id; nil: told by the files' names.
    ///   - limits: those of compiling.
    ///   - memory: the memory that the program will have.
    /// - Returns: how compiling went, and how the program is run; the latter is nil exactly if it did not compile.
    /// - Throws: ``JudgingError`` if a file, a language or a compiler is missing; `SandboxError`.
    public func build(
        _ files: [LocalSource], language: String? = nil, limits: ProblemLimits = ProblemLimits(),
        memory: ByteCount? = nil
    ) async throws -> (Compilation, RunPlan?) {
        try await program(files, language: language, limits: limits).runnable(memoryLimit: memory)
    }

    /// Builds the program made of `files`.
    func program(_ files: [LocalSource], language: String?, limits: ProblemLimits) async throws -> BuiltProgram {
        let language = try languages.language(named: language, forFiles: files.map(\.name))
        let sources = try Source.read(files)
        return try await builder.build(sources, language: language, limits: limits) { try await $0() }
    }
}
