public import Sandbox
import Units

/// A programming language: what its sources are called, how they are compiled and run.
public struct Language: Sendable {
    /// The name in files and on the command line: `cpp`.
    public let id: String
    /// The name for people: `C++`.
    public let name: String
    /// The extensions of its sources, without the dot; upper and lower case differ.
    public let extensions: [String]
    /// The extensions of files that are shown to the compiler but not compiled themselves.
    public let headers: [String]
    /// Of several languages that claim an extension, the one with the highest priority has it.
    public let priority: Int
    /// The folders below `include` of a legacy package whose files go with a program of this language, best first. The last one
    /// is the language's own, or that of the language that this is another way to run.
    public let includes: [String]
    /// Other names for ``id``.
    public let aliases: [String]
    /// The systems that run programs with these extensions in this language, whatever has the higher priority.
    public let preferredBy: [String]
    /// What the APIs of other systems call it.
    public internal(set) var foreignNames = ForeignNames()
    let recipe: Recipe

    /// Whether an ending of a run looks like this runtime's way to say that it could not get memory.
    ///
    /// The kernel's own out-of-memory events need no such guess; this is for runtimes that give up by themselves.
    public func isOutOfMemory(exit: RunResult.Exit?, standardError: [UInt8]) -> Bool {
        recipe.run.outOfMemory.contains { $0.matches(exit, standardError: standardError) }
    }

    /// ``isOutOfMemory(exit:standardError:)`` of a run whose standard error was collected.
    public func isOutOfMemory(_ result: RunResult) -> Bool {
        isOutOfMemory(exit: result.exit, standardError: result.standardError)
    }

    /// The same language, of programs that start at `entryPoint`, a file or class, if they have it; nil: where they do anyway.
    public func starting(at entryPoint: String?) -> Language {
        guard let entryPoint else { return self }
        var recipe = recipe
        switch recipe.entryPoint {
        case .files(let names, let mark): recipe.entryPoint = .files(names: [entryPoint] + names, mark: mark)
        case .classes(let names): recipe.entryPoint = .classes([entryPoint] + names)
        case nil: break
        }
        return Language(
            id: id, name: name, extensions: extensions, headers: headers, priority: priority, includes: includes,
            aliases: aliases, preferredBy: preferredBy, foreignNames: foreignNames, recipe: recipe)
    }

    /// Whether its programs have a `/proc` of their own when they run.
    public var needsProc: Bool { recipe.run.step.proc }

    /// What the ICPC's format calls the language: another way to run one has that one's code.
    public var code: String { includes.last ?? id }

    /// Looks for the files that the recipe needs; runs nothing.
    public func availability() -> Availability {
        let missing = recipe.requirements.filter { HostFiles.matches($0.pattern).isEmpty }
        guard !missing.isEmpty else { return .available }
        var packages: [String] = []
        for requirement in missing where !packages.contains(requirement.package) {
            packages.append(requirement.package)
        }
        return .missing(files: missing.map(\.pattern), packages: packages)
    }

    /// What the compiler or interpreter says of itself, in one line; nil if it fails, or there is none. It runs in a
    /// cell.
    public func version(using executor: some Executor) async throws(SandboxError) -> String? {
        guard !recipe.version.isEmpty else { return nil }
        let step = recipe.build?.step ?? recipe.run.step
        var request = step.request(with: Template.Values(), limits: Self.versionLimits)
        request.command = recipe.version.command(with: Template.Values())
        request.workingDirectory = "/tmp"
        request.scratch = [RunRequest.Scratch(path: "/tmp", size: .mebibytes(16))]
        let result = try await executor.run(request, in: step.cell)
        guard result.outcome == .exited(0) else { return nil }
        let lines = [result.standardOutput, result.standardError].flatMap { bytes in
            String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        }
        return lines.first.map(String.init)
    }

    private static let versionLimits = Limits(
        cpuTime: .seconds(10), wallTime: .seconds(30), memory: .gibibytes(1), output: .mebibytes(1))
}

extension Language {
    /// The name of a program's only source, where nobody has named it: that of the class that is looked for, or `main`.
    public var sourceName: String {
        let ending = extensions.first.map { ".\($0)" } ?? ""
        if case .classes(let names) = recipe.entryPoint, let name = names.first { return name + ending }
        return "main" + ending
    }

    /// Whether something is made of the sources that runs without them. Where not, a wrong source is found when it is built all
    /// the same.
    public var isCompiled: Bool { recipe.build.map { !$0.keepsSources } ?? false }

    /// Whether a file of that name is one of a program's sources, or is shown to the compiler.
    public func isSource(_ name: String) -> Bool {
        extensions.isEmpty
            || FileName.extension(of: name).map { extensions.contains($0) || headers.contains($0) } ?? false
    }
}
