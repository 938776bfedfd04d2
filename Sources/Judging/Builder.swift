import Concurrency
import Problems
import Sandbox
import SystemPackage
import Toolchains
import Units

/// Builds programs: each content once, however many want it and when.
final class Builder: Sendable {
    private let executor: any Executor
    private let preparations: Preparations?
    private let finished: FinishedBuilds
    private let going = SharedWork<BuildKey, Build>()
    /// What needs no compiler.
    private let plain: SourceDirectories

    /// A builder that keeps what it builds below the store of `executor`.
    /// - Parameters:
    ///   - preparations: what makes builds faster; nil: nothing does.
    ///   - limit: how much it keeps, besides what is in use.
    init(executor: any Executor, preparations: Preparations? = nil, limit: ByteCount = .gibibytes(1)) {
        self.executor = executor
        self.preparations = preparations
        finished = FinishedBuilds(limit: limit)
        plain = SourceDirectories(in: executor.store.appending("builds"))
    }

    /// Builds `sources` as `language` says.
    /// - Parameters:
    ///   - flags: what the compiler is given besides.
    ///   - checksSources: whether sources that run as they are get looked at for errors; if not, nothing is run for them.
    ///   - keepsSources: whether the sources lie beside what is made of them, whatever the language.
    ///   - turn: when the compiler runs. Whoever asks for a build must not have a turn itself: the build may be one that waits
    ///     for another's.
    /// - Throws: ``JudgingError`` or `SandboxError` if the engine is at fault, never because of the sources.
    func build(
        _ sources: [Source], language: Language, limits: ProblemLimits, flags: [String] = [],
        checksSources: Bool = true, keepsSources: Bool = false, turn: Turn = .atOnce
    ) async throws -> BuiltProgram {
        let names = language.buildNames(for: sources.map(\.name)) { [sources] in sources[$0].bytes }
        let sources = zip(names, sources).map { Source(name: $0, bytes: $1.bytes) }
        if let fault = Source.fault(ofNames: names) { return BuiltProgram(language: language, failure: fault) }
        let prepared = try await preparations?.directory(
            for: language, sources.map(\.bytes), using: executor, turn)
        var plan: BuildPlan?
        do {
            plan = try language.buildPlan(
                sources: names, contents: { name in sources.first { $0.name == name }?.bytes }, prepared: prepared)
        } catch {
            return BuiltProgram(language: language, failure: error.message)
        }
        try Self.checkAvailability(of: language)
        if !checksSources, plan?.keepsSources == true { plan = nil }
        guard var plan else { return try asTheyAre(sources, language) }
        if keepsSources { plan.keepsSources = true }
        plan.request.command += flags
        let work = CompilerRun(executor: executor, plan: CompilePolicy.plan(plan, within: limits))
        let (key, build, isCached) = try await build(sources, of: language, by: work, turn)
        return BuiltProgram(language: language, sources: names, build: build, key: key, isCached: isCached)
    }

    /// Sources that nothing is made of. They are nowhere kept: to write them again is as fast.
    private func asTheyAre(_ sources: [Source], _ language: Language) throws -> BuiltProgram {
        let (names, directory) = (sources.map(\.name), try plain.directory(with: sources))
        let artifact = Artifact(directory: directory.path, files: names.sorted())
        return BuiltProgram(
            language: language, sources: names,
            build: Build(result: .built(artifact), isRepeatable: true, directory: directory),
            key: BuildKey(language: language.id, plan: nil, sources: sources, toolchain: []), isCached: false)
    }

    private static func checkAvailability(of language: Language) throws(JudgingError) {
        guard case .missing(let files, let packages) = language.availability() else { return }
        throw JudgingError(
            .missingCompiler,
            "\(language.name) needs \(files.joined(separator: ", ")), which this host lacks;"
                + " install the Debian package \(packages.joined(separator: " "))")
    }

    private func build(
        _ sources: [Source], of language: Language, by work: CompilerRun, _ turn: Turn
    ) async throws -> (BuildKey, Build, isCached: Bool) {
        let toolchain = language.installation()
        let key = BuildKey(language: language.id, plan: work.plan, sources: sources, toolchain: toolchain)
        if let known = finished.build(of: key) { return (key, known, isCached: true) }
        let (build, isShared) = try await going.value(of: key) { [finished] in
            // Another one may have ended after the last look.
            if let known = finished.build(of: key) { return known }
            var build = try await turn {
                let start = ContinuousClock.now
                var build = try await work.build(sources, named: "\(key.text.prefix(16))")
                build.workTime = ContinuousClock.now - start
                return build
            }
            // A compiler that was exchanged meanwhile may have been either one.
            build.isRepeatable = build.isRepeatable && language.installation() == toolchain
            finished.add(build, of: key)
            return build
        }
        return (key, build, isCached: isShared)
    }
}
