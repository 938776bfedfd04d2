import Checking
import Concurrency
import Files
import PackageFiles
public import Problems
import Provenance
import Sandbox
import Synchronization
public import SystemPackage
import Toolchains
import Units

/// Makes the files of a package that its programs make, each program in the sandbox.
///
/// What was made before of the same sources, arguments and input is taken from where it is kept.
public final class TestGenerator: Sendable {
    /// How far it is.
    public struct Progress: Hashable, Sendable {
        /// How many steps are done.
        public var done: Int
        /// How many there are.
        public var total: Int
    }

    /// The most that one program may write.
    static let outputLimit = ByteCount.gibibytes(4)

    private let host: JudgeHost
    private let kept: GeneratedFiles?
    private let warn: @Sendable (String) -> Void

    /// Makes files on `host`.
    /// - Parameters:
    ///   - kept: where they are kept for the next time; nil: nowhere.
    ///   - warn: told once if they cannot be kept.
    public init(host: JudgeHost, kept: GeneratedFiles?, warn: @escaping @Sendable (String) -> Void) {
        self.host = host
        self.kept = kept
        self.warn = warn
    }

    /// Makes everything that `generation` says, in the folder `package`.
    /// - Parameters:
    ///   - package: a copy of the package that nobody else changes; its texts are there.
    ///   - progress: told after each step.
    /// - Throws: ``JudgingError`` naming the first step that failed; `SandboxError`; `CancellationError`.
    public func make(
        _ generation: TestGeneration, in package: FilePath, progress: @escaping @Sendable (Progress) -> Void
    ) async throws {
        let programs = generation.generators.map { GeneratorProgram($0, in: package, on: host) }
        let rounds = generation.rounds
        guard rounds.reduce(0, { $0 + $1.count }) == generation.steps.count else {
            throw JudgingError(.badPackage, "the tests of the package are made of each other; name the input of one")
        }
        let total = generation.steps.count
        let done = Atomic(0)
        for steps in rounds {
            let failed = Mutex<(place: Int, error: JudgingError)?>(nil)
            try await BoundedTasks.forEach(steps.enumerated(), atOnce: host.executor.parallelism) { place, step in
                // The first one is named, whichever of those that are made at once ends first: those before it go on.
                guard failed.withLock({ $0.map { place < $0.place } ?? true }) else { return }
                do {
                    try await self.make(step, by: programs, in: package)
                } catch let error as JudgingError {
                    return failed.withLock { if place < $0?.place ?? .max { $0 = (place, error) } }
                }
                progress(Progress(done: done.add(1, ordering: .relaxed).newValue, total: total))
            }
            if let error = failed.withLock({ $0?.error }) { throw error }
        }
        if let kept { await keeping { try kept.trim() } }
    }

    private func make(_ step: TestGeneration.Step, by programs: [GeneratorProgram], in package: FilePath) async throws {
        let key = try await key(of: step, by: programs, in: package)
        let products = step.products.enumerated().map { index, product in
            (name: "\(key)-\(index)", product: product, path: package.appending(product.path.text))
        }
        for product in products { try makeFolder(of: product.path) }
        if let kept, await keeping({ try kept.take(products.map { ($0.name, $0.path) }) }) ?? false { return }
        try await GenerationRun(step, programs, host, in: package).run()
        guard let kept else { return }
        await keeping { try kept.add(products.map { ($0.name, $0.path) }) }
    }

    /// What the products depend on, as a hash.
    private func key(
        of step: TestGeneration.Step, by programs: [GeneratorProgram], in package: FilePath
    ) async throws -> String {
        var hash = PartsHash()
        for command in step.commands {
            for number in [command.generator] + [command.interactor].compactMap(\.self) {
                hash.add(try await programs[number].identity().bytes)
            }
            hash.add(command.interactor == nil ? 0 : 1)
            hash.add(command.arguments)
        }
        if let input = step.input?.text {
            let digest = try await BlockingWork.run { isCancelled in
                try ContentDigest(ofFileAt: package.appending(input), isCancelled: isCancelled)
            }
            hash.add(digest.bytes)
        }
        for product in step.products {
            switch product.origin {
            case .standardOutput: hash.add("output")
            case .standardError: hash.add("error")
            case .file(let names): hash.add(names)
            case .fileOrStandardOutput(let name): hash.add(["output", name])
            }
        }
        return hash.digest.description
    }

    private func makeFolder(of path: FilePath) throws {
        do {
            try path.removingLastComponent().makeDirectories()
        } catch {
            throw JudgingError(.files, "cannot make the folder of \(path): \(error)")
        }
    }

    private let isKeptInVain = Mutex(false)

    /// Does something with the files that are kept; nil, and a warning the first time, if that fails: what is kept saves time
    /// and nothing else.
    @discardableResult
    private func keeping<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async -> Value? {
        do {
            return try await BlockingWork.run { _ in try work() }
        } catch {
            let isFirst = isKeptInVain.withLock { isKeptInVain in
                defer { isKeptInVain = true }
                return !isKeptInVain
            }
            if isFirst { warn("generated tests cannot be kept for the next time: \(error)") }
            return nil
        }
    }
}

/// A program that makes files, built at the first need.
final class GeneratorProgram: Sendable {
    let generator: TestGeneration.Generator
    private let sources: [LocalSource]
    private let host: JudgeHost
    private let built = Once<BuiltProgram>()
    private let known = Once<ContentDigest>()

    /// The program of the files below `package`.
    init(_ generator: TestGeneration.Generator, in package: FilePath, on host: JudgeHost) {
        self.generator = generator
        self.host = host
        sources = generator.program.files.map { LocalSource(path: package.appending($0.file.path.text), name: $0.name) }
    }

    /// What tells it from another program, as a hash: its sources and what they are built with.
    func identity() async throws -> ContentDigest {
        try await known.value { [self] in
            let language = try language()
            return try await BlockingWork.run { [sources, generator] _ in
                var hash = PartsHash()
                hash.add(language.id)
                hash.add(language.installation())
                hash.add(generator.program.compilerFlags)
                hash.add(Int(generator.memory.bytes))
                for source in try Source.read(sources, Constants()) {
                    hash.add(source.name)
                    hash.add(source.bytes)
                }
                return hash.digest
            }
        }
    }

    /// How it is run, and what has to be kept for as long.
    /// - Throws: ``JudgingError`` if it does not compile.
    func plan() async throws -> (plan: RunPlan, program: BuiltProgram) {
        let program = try await built.value { [self] in
            try await ProgramBuild(languages: host.languages, builder: host.builder).build(
                sources, in: language(), limits: ProblemLimits(), flags: generator.program.compilerFlags,
                turn: Turn(slots: host.slots, rank: RunSlots.Rank(submission: host.nextTurn(), test: -1)))
        }
        switch program.runnable(memoryLimit: generator.memory) {
        case .built(var plan):
            plan.request.limits.cpuTime = generator.time
            plan.request.limits.wallTime = generator.time * 2 + .seconds(1)
            plan.request.limits.memory = plan.request.limits.memory ?? generator.memory
            plan.request.limits.output = TestGenerator.outputLimit
            return (plan, program)
        case .failed(let reason):
            throw JudgingError(
                .badPackage, "\(generator.program.name) does not compile: \(reason)\n\(program.compilation.log)")
        }
    }

    private func language() throws(JudgingError) -> Language {
        try host.languages.language(named: generator.program.language, forFiles: sources.map(\.name))
    }
}
