import Problems
import Provenance
import Sandbox
import SystemPackage
import Toolchains
import Units

/// Turns a submission's files, and what the package puts beside them, into something that runs.
struct SubmissionBuild: Sendable {
    let context: JudgingContext
    let submission: Submission
    let language: Language

    /// The language that the options name, or the package, or else the one that the files' names tell where the package is at
    /// home; it starts where the package says.
    /// - Throws: ``JudgingError`` if there is none.
    static func language(of submission: Submission, in context: JudgingContext) throws(JudgingError) -> Language {
        let named = context.options.language ?? submission.language
        if context.problem.takesAnswers, named ?? Language.answers.id == Language.answers.id { return .answers }
        let language = try context.host.languages.language(
            named: named, forFiles: submission.names,
            in: context.problem.home.rawValue)
        return language.starting(at: submission.entryPoint, in: context.problem)
    }

    /// Why the package does not take submissions in this language; nil if it does.
    private var refusal: String? {
        if context.problem.takesAnswers, language.id != Language.answers.id {
            return "the package takes answers, a file for each test case, and no program in \(language.name)"
        }
        if context.problem.opensPipes, language.needsProc {
            return "programs open pipes here, which those in \(language.name) cannot be shown; use another language"
        }
        guard let allowed = context.problem.languages else { return nil }
        guard !allowed.contains(where: { context.host.languages.admits($0, language) }) else { return nil }
        return "the package takes no submissions in \(language.name), only in \(allowed.joined(separator: ", "))"
    }

    /// Reads the sources and builds them, or finds them built.
    func build(rank: RunSlots.Rank) async throws -> BuiltProgram {
        let limit = context.problem.limits.code
        let files = context.package.sources(of: submission)
        let size = try files.reduce(ByteCount(0)) { $0 + (try $1.size()) }
        guard size <= limit else {
            let (has, most) = size.texts(over: limit)
            return BuiltProgram(language: language, failure: refusal ?? "the source has \(has), limit \(most)")
        }
        // Answers are taken as they are.
        let hasConstants = submission.isPackaged && !context.problem.takesAnswers
        let own = try Source.read(files, hasConstants ? context.problem.constants : Constants())
        var program = try await build(own, rank: rank)
        program.source = ContentDigest(ofSubmission: own.map { ($0.name, $0.bytes) })
        if !program.compilation.buildKey.isEmpty { program.toolchain = try await toolchain(rank: rank) }
        return program
    }

    private func build(_ own: [Source], rank: RunSlots.Rank) async throws -> BuiltProgram {
        if let refusal { return BuiltProgram(language: language, failure: refusal) }
        let context = context
        let program = try await context.host.builder.build(
            try withIncludes(own), language: language, limits: context.problem.limits,
            keepsSources: context.problem.staticValidator != nil,
            turn: Turn(slots: context.host.slots, rank: context.rank(rank)))
        try context.budget?.spend(program.workTime)
        return program
    }

    private func toolchain(rank: RunSlots.Rank) async throws -> String? {
        let context = context
        return try await context.host.toolchains.text(of: language) { language in
            try await context.host.slots.withSlot(context.rank(rank)) {
                try await language.version(using: context.host.executor)
            }
        }
    }

    /// The submission's files first; a file of the package takes the place of one of the same name.
    private func withIncludes(_ own: [Source]) throws -> [Source] {
        let folders = language.includes + ["default"]
        let includes = folders.lazy.compactMap { context.problem.includes[$0] }.first ?? []
        let covered = Set(includes.map(\.name))
        return own.filter { !covered.contains($0.name) }.map { $0.behind(context.problem.preamble, in: language) }
            + (try Source.read(context.package.local(includes), context.problem.constants))
    }
}

extension Language {
    /// The same language, of submissions to `problem` that start at `entryPoint`; nil: where the package has them start.
    func starting(at entryPoint: String?, in problem: Problem) -> Language {
        starting(at: entryPoint ?? (includes + ["default"]).lazy.compactMap { problem.entryPoints[$0] }.first)
    }
}

extension Source {
    /// The source with `preamble` before it; a compiler numbers its lines as before. Headers have none.
    func behind(_ preamble: String, in language: Language) -> Source {
        guard !preamble.isEmpty, !language.headers.contains(FilePath(name).extension ?? "") else { return self }
        return Source(name: name, bytes: Array((preamble + "#line 1\n").utf8) + bytes)
    }

    /// The sources in `files`, read, with `constants` put in.
    /// - Throws: ``JudgingError`` if one cannot be read, or is too long with its constants.
    static func read(_ files: [LocalSource], _ constants: Constants) throws(JudgingError) -> [Source] {
        var sources: [Source] = []
        for file in files {
            let bytes: [UInt8]
            do {
                bytes = try file.path.contents()
            } catch {
                throw JudgingError(.files, "cannot read \(file.path): \(error)")
            }
            guard let filled = constants.filled(into: bytes) else {
                throw JudgingError(.files, "\(file.path) is too long with its constants")
            }
            sources.append(Source(name: file.name, bytes: filled))
        }
        return sources
    }
}

extension LocalSource {
    /// The file's size.
    /// - Throws: ``JudgingError`` if it is no file that can be read.
    func size() throws(JudgingError) -> ByteCount {
        do {
            return try path.fileSize()
        } catch {
            throw JudgingError(.files, "cannot read \(path): \(error)")
        }
    }
}

extension LanguageCatalog {
    /// The language with the id `name`, or else the one that the names of `files` tell; of several the one that `home`
    /// prefers, if it is installed on this host.
    /// - Throws: ``JudgingError`` if there is none.
    func language(
        named name: String?, forFiles files: [String], in home: String? = nil
    ) throws(JudgingError) -> Language {
        if let name {
            if let language = self[name] { return language }
            throw JudgingError(.unknownLanguage, "no language \(name); `verdict languages` lists the known ones")
        }
        if let language = language(forFiles: files, in: home, isThere: { $0.availability() == .available }) {
            return language
        }
        throw JudgingError(
            .unknownLanguage, "no language is known for \(files.joined(separator: ", ")); name one with --language")
    }
}
