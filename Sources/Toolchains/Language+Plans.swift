public import Sandbox
public import SystemPackage
public import Units

extension Language {
    /// How `sources` are compiled; nil if the language compiles nothing, and then the sources are the artifact.
    /// - Parameters:
    ///   - sources: The names of all files of the program, relative to its directory; those that are no sources of this
    ///     language are shown to the compiler and not named to it.
    ///   - contents: The bytes of a source; where it gives nil, names alone say where the program starts.
    ///   - prepared: What ``PreparedToolchains`` keeps for this language, if there is anything; builds are faster with
    ///     it, and the same.
    /// - Throws: ``ToolchainError`` if there is nothing to compile or it is not clear where the program starts.
    public func buildPlan(
        sources: [String], contents: (String) -> [UInt8]? = { _ in nil }, prepared: FilePath? = nil
    ) throws(ToolchainError) -> BuildPlan? {
        guard let build = recipe.build else { return nil }
        let own = try ownSources(among: sources)
        var values = Template.Values(sources: own.map { "/source/" + $0 })
        if case .files(let names, let mark) = recipe.entryPoint {
            values.main = try EntryPointFinder(language: name)
                .file(among: own, preferring: names, mark: mark, contents: contents)
        }
        var request = build.step.request(with: values, limits: build.limits)
        request.scratch = [RunRequest.Scratch(path: "/tmp", size: build.tmp, inodes: 65_536)]
        request.standardOutput = .collectEnds(.kibibytes(64))
        request.standardError = .collectEnds(.kibibytes(64))
        var cell = build.step.cell
        if let prepared, let path = recipe.preparation?.path {
            cell.mounts.append(CellConfiguration.Mount(hostPath: prepared, path: path))
        }
        return BuildPlan(cell: cell, request: request, keepsSources: build.keepsSources)
    }

    /// Whether sources of these contents are built faster with what ``PreparedToolchains`` makes for this language.
    public func usesPreparation(_ contents: [[UInt8]]) -> Bool {
        guard let header = recipe.preparation?.header else { return false }
        return contents.contains { SourceWords.contains(header, in: $0) }
    }

    /// How an artifact is run.
    /// - Parameters:
    ///   - sources: As in ``buildPlan(sources:contents:prepared:)``.
    ///   - files: All files of the artifact, relative to `/box`.
    ///   - memoryLimit: The test's memory limit; the runtime is told about it, and the request's limit is larger by what
    ///     the runtime itself needs.
    ///   - contents: The bytes of a file of the artifact; where it gives nil, classes are judged by their names.
    /// - Throws: ``ToolchainError`` if it is not clear where the program starts.
    public func runPlan(
        sources: [String], artifact files: [String], memoryLimit: ByteCount?,
        contents: (String) -> [UInt8]? = { _ in nil }
    ) throws(ToolchainError) -> RunPlan {
        let run = recipe.run
        let own = try ownSources(among: sources)
        var values = Template.Values(sources: own.map { "/box/" + $0 }, memory: memoryLimit)
        let finder = EntryPointFinder(language: name)
        switch recipe.entryPoint {
        case .files(let names, let mark):
            values.main = try finder.file(among: own, preferring: names, mark: mark, contents: contents)
        case .classes(let names):
            values.main = try finder.mainClass(among: files, sources: own, preferring: names, contents: contents)
        case nil: break
        }
        var limits = run.limits
        limits.memory = memoryLimit.map { $0 + run.memoryOverhead }
        var request = run.step.request(with: values, limits: limits)
        request.scratch = [("/tmp", run.tmp), ("/dev/shm", run.sharedMemory)].compactMap { path, size in
            size.map { RunRequest.Scratch(path: path, size: $0) }
        }
        return RunPlan(
            cell: run.step.cell, request: request, entryPoint: values.main ?? own.first ?? "",
            warmModules: run.warmModules)
    }

    /// The files of `names` that are compiled or run; refuses names that would lead out of the source directory.
    private func ownSources(among names: [String]) throws(ToolchainError) -> [String] {
        for name in names {
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard !parts.contains(where: { ["", ".", ".."].contains($0) }), !name.utf8.contains(0) else {
                throw ToolchainError(.badSource, "a source cannot be called \"\(name)\"; give it a plain file name")
            }
        }
        let own = names.filter { claims($0) }
        guard !own.isEmpty else {
            let expected = extensions.map { ".\($0)" }.joined(separator: ", ")
            throw ToolchainError(.badSource, "there is no \(name) source; such files end in \(expected)")
        }
        return own
    }

    /// The names under which files called `names` are built, in that order: their own; but if the language has none of them for
    /// a source, because somebody said what language they are in, each with the language's extension in place of its own.
    public func buildNames(for names: [String]) -> [String] {
        guard let own = extensions.first, !names.contains(where: claims) else { return names }
        let renamed = names.map { name in
            let known = FileName.extension(of: name).map { $0.utf8.count + 1 } ?? 0
            return String(decoding: name.utf8.dropLast(known), as: UTF8.self) + "." + own
        }
        // Two that differed in nothing else keep what made them differ.
        return Set(renamed).count == names.count ? renamed : names.map { $0 + "." + own }
    }

    /// Whether a file of this name is a source of the language.
    func claims(_ file: String) -> Bool {
        extensions.isEmpty || FileName.extension(of: file).map(extensions.contains) ?? false
    }
}

/// The parts of a file's name.
enum FileName {
    /// What stands behind the last dot; nil without a dot, or with none but the first character.
    static func `extension`(of path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
        return String(name[name.index(after: dot)...])
    }
}

/// How a source is compiled: one sandboxed run. Nothing is compiled where ``Language/buildPlan(sources:contents:prepared:)`` is nil.
///
/// The caller shows the sources at `/source`, adds a kept scratch file system at `/box` where the compiler writes, and
/// afterwards takes what is there as the artifact.
public struct BuildPlan: Sendable {
    /// The cell that compilers of this language run in.
    public var cell: CellConfiguration
    /// Command, environment, limits, policy; with working directory `/box`.
    public var request: RunRequest
    /// Whether the sources themselves belong into the artifact (interpreted languages).
    public var keepsSources: Bool
}

/// How an artifact is run: everything of the request but its streams, the test's limits and `/box`.
public struct RunPlan: Sendable {
    /// The cell that programs of this language run in.
    public var cell: CellConfiguration
    /// Command, environment, working directory `/box`, processes, `/proc`; memory raised by the runtime's own need.
    public var request: RunRequest
    /// Where the program starts: a file or class, or its first source where nothing tells.
    public var entryPoint: String
    /// Modules that a start can import for many runs at once; nil: each starts by itself.
    public var warmModules: [String]?

    /// The cell in which `request`, a run of this, may be a copy of a start that others have, too; the usual one where none can
    /// be made.
    public func warmCell(for request: RunRequest) -> CellConfiguration {
        guard let warmModules else { return cell }
        var cell = cell
        cell.warmStart = WarmStart(like: request, modules: warmModules)
        return cell
    }
}

extension RunRequest {
    /// Lets a run of a language have as many processes and threads as are wanted, be that fewer than usual. One whose language
    /// needs more than is usual has these in any case.
    public mutating func allow(processes wanted: Int) {
        let needed = limits.processes > Limits().processes ? limits.processes : 1
        limits.processes = max(needed, wanted)
    }
}
