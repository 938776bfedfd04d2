public import Problems
public import Sandbox
public import Toolchains

/// Builds a program that is nobody's submission: one that a user wants to run, a validator.
public struct ProgramBuild: Sendable {
    private let languages: LanguageCatalog
    private let builder: Builder
    /// What is put into the sources.
    private let constants: Constants

    /// Builds with `executor` programs in one of `languages`.
    public init(languages: LanguageCatalog, executor: any Executor) {
        self.init(languages: languages, builder: Builder(executor: executor))
    }

    init(languages: LanguageCatalog, builder: Builder, constants: Constants = Constants()) {
        self.languages = languages
        self.builder = builder
        self.constants = constants
    }

    /// Builds the program made of `files`.
    /// - Parameters:
    ///   - language: the language's id; nil: told by the files' names.
    ///   - limits: those of compiling.
    /// - Throws: ``JudgingError`` if a file, a language or a compiler is missing; `SandboxError`.
    public func build(
        _ files: [LocalSource], language: String? = nil, limits: ProblemLimits = ProblemLimits()
    ) async throws -> BuiltProgram {
        let language = try languages.language(named: language, forFiles: files.map(\.name))
        return try await build(files, in: language, limits: limits)
    }

    /// Builds the program made of `files`, when its turn has come; without a language, in the one that their names tell.
    /// - Parameters:
    ///   - flags: what the compiler is given besides.
    ///   - preamble: what stands before each source in C or C++.
    func build(
        _ files: [LocalSource], in language: Language?, limits: ProblemLimits, flags: [String] = [],
        preamble: String = "", turn: Turn = .atOnce
    ) async throws -> BuiltProgram {
        let language = try language ?? languages.language(named: nil, forFiles: files.map(\.name))
        return try await build(
            try Source.read(files, constants), in: language, limits: limits, flags: flags, preamble: preamble,
            turn: turn)
    }

    /// The same of sources that were read.
    func build(
        _ sources: [Source], in language: Language, limits: ProblemLimits, flags: [String] = [],
        preamble: String = "", turn: Turn = .atOnce
    ) async throws -> BuiltProgram {
        var sources = sources
        if ["c", "cpp"].contains(language.id) { sources = sources.map { $0.behind(preamble, in: language) } }
        return try await builder.build(sources, language: language, limits: limits, flags: flags, turn: turn)
    }
}
