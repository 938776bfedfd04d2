import Sandbox
import StrictYAML
import Units

/// Reads the `build` and `run` parts of a language file.
struct StepReader {
    let entryPoint: EntryPointRule?
    /// What `{home}` at the beginning of a path stands for.
    var home: String?

    func readBuild(_ map: YAMLMapping) throws(Diagnostic) -> Recipe.Build {
        try map.allow("command", "environment", "mounts", "proc", "keep-sources", "limits", "tmp")
        var allowed: Set<Template.Placeholder> = [.sources]
        // Which class has the main method is known only after the build.
        if case .files = entryPoint { allowed.insert(.main) }
        return Recipe.Build(
            step: try readStep(map, allowing: allowed),
            keepsSources: try map["keep-sources"]?.boolean() ?? false,
            limits: try readBuildLimits(map["limits"]),
            tmp: try readSize(map["tmp"]) ?? .mebibytes(512))
    }

    func readPreparation(_ map: YAMLMapping, build: Recipe.Build) throws(Diagnostic) -> Recipe.Preparation {
        try map.allow("command", "mounts", "path", "header", "limits")
        var step = build.step
        step.command = try readCommand(map.value("command"), allowing: [])
        step.mounts += try readMounts(map["mounts"])
        let path = try map.string("path")
        guard path.hasPrefix("/prepared") else { throw try map.value("path").error("must begin with /prepared") }
        return Recipe.Preparation(
            step: step, path: path, header: try map.string("header"), limits: try readBuildLimits(map["limits"]))
    }

    func readRun(_ map: YAMLMapping, keepsSources: Bool) throws(Diagnostic) -> Recipe.Run {
        try map.allow(
            "command", "environment", "mounts", "proc", "processes", "open-files", "stack", "memory-overhead", "tmp",
            "shared-memory", "out-of-memory", "warm")
        var allowed = Template.Placeholder.memory
        if keepsSources { allowed.insert(.sources) }
        if entryPoint != nil { allowed.insert(.main) }
        var limits = Limits(stack: try readSize(map["stack"]))
        if let node = map["processes"] { limits.processes = try node.integer(in: 1...4096) }
        if let node = map["open-files"] { limits.openFiles = try node.integer(in: 4...4096) }
        return Recipe.Run(
            step: try readStep(map, allowing: allowed), limits: limits,
            memoryOverhead: try readSize(map["memory-overhead"]) ?? ByteCount(0), tmp: try readSize(map["tmp"]),
            sharedMemory: try readSize(map["shared-memory"]),
            outOfMemory: try readOutOfMemory(map["out-of-memory"]), warmModules: try readWarmModules(map["warm"]))
    }

    private func readWarmModules(_ node: YAMLNode?) throws(Diagnostic) -> [String]? {
        guard let map = try node?.mapping() else { return nil }
        try map.allow("modules")
        for node in try map.value("modules").sequence() {
            let name = try node.string()
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isInModuleName), !name.hasPrefix("."), !name.hasSuffix(".")
            else {
                throw node.error("must be the name of a module")
            }
        }
        return try map.strings("modules")
    }

    private static func isInModuleName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E: true
        default: false
        }
    }

    func readCommand(
        _ node: YAMLNode, allowing allowed: Set<Template.Placeholder>
    ) throws(Diagnostic) -> [Template] {
        var command: [Template] = []
        for word in try node.sequence() {
            let template = try readTemplate(word, allowing: allowed)
            guard template.pieces.count <= 1 || !template.placeholders.contains(.sources) else {
                throw word.error("must be \"{sources}\" alone, because it becomes several arguments")
            }
            command.append(template)
        }
        guard case .text(let program)? = command.first?.pieces.first, program.hasPrefix("/") else {
            throw node.error("must begin with the absolute path of a program")
        }
        return command
    }

    private func readStep(
        _ map: YAMLMapping, allowing allowed: Set<Template.Placeholder>
    ) throws(Diagnostic) -> Recipe.Step {
        Recipe.Step(
            command: try readCommand(map.value("command"), allowing: allowed),
            environment: try readEnvironment(map["environment"], allowing: allowed.subtracting([.sources])),
            mounts: try readMounts(map["mounts"]), proc: try map["proc"]?.boolean() ?? false)
    }

    private func readTemplate(
        _ node: YAMLNode, allowing allowed: Set<Template.Placeholder>
    ) throws(Diagnostic) -> Template {
        let template: Template
        do {
            template = try Template(ToolchainHome.fill(node.string(), with: home))
        } catch let error as Template.UnknownPlaceholder {
            let known = Template.Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
            throw node.error("has the unknown placeholder {\(error.name)}; there are \(known)")
        } catch let error as Diagnostic {
            throw error
        } catch {
            throw node.error("cannot be read: \(error)")
        }
        if let forbidden = template.placeholders.subtracting(allowed).map(\.rawValue).min() {
            throw node.error("cannot use {\(forbidden)} here")
        }
        return template
    }

    private func readEnvironment(
        _ node: YAMLNode?, allowing allowed: Set<Template.Placeholder>
    ) throws(Diagnostic) -> [String: Template] {
        guard let map = try node?.mapping() else { return [:] }
        var environment: [String: Template] = [:]
        for name in map.keys {
            environment[name] = try readTemplate(map.value(name), allowing: allowed)
        }
        return environment
    }

    private func readMounts(_ node: YAMLNode?) throws(Diagnostic) -> [MountPattern] {
        var mounts: [MountPattern] = []
        for node in try node?.sequence() ?? [] {
            var mount = MountPattern(pattern: "", isOptional: false)
            if node.isMapping {
                let map = try node.mapping()
                try map.allow("path", "optional")
                mount.pattern = ToolchainHome.fill(try map.string("path"), with: home)
                mount.isOptional = try map["optional"]?.boolean() ?? false
            } else {
                mount.pattern = ToolchainHome.fill(try node.string(), with: home)
            }
            guard mount.pattern.hasPrefix("/") else { throw node.error("must be an absolute path") }
            mounts.append(mount)
        }
        return mounts
    }
}

extension StepReader {
    private func readBuildLimits(_ node: YAMLNode?) throws(Diagnostic) -> Limits {
        var limits = Limits(
            cpuTime: .seconds(60), wallTime: .seconds(120), memory: .gibibytes(2), output: .mebibytes(256),
            openFiles: 256)
        guard let map = try node?.mapping() else { return limits }
        try map.allow("cpu", "wall", "memory", "output", "processes")
        if let time = try readTime(map["cpu"]) { limits.cpuTime = time }
        if let time = try readTime(map["wall"]) { limits.wallTime = time }
        if let size = try readSize(map["memory"]) { limits.memory = size }
        if let size = try readSize(map["output"]) { limits.output = size }
        if let node = map["processes"] { limits.processes = try node.integer(in: 1...4096) }
        return limits
    }

    private func readTime(_ node: YAMLNode?) throws(Diagnostic) -> Duration? {
        guard let node else { return nil }
        guard let time = Duration(parsing: try node.string()) else { throw node.error("must be a time such as 30s") }
        return time
    }

    private func readSize(_ node: YAMLNode?) throws(Diagnostic) -> ByteCount? {
        guard let node else { return nil }
        guard let size = ByteCount(parsing: try node.string()) else {
            throw node.error("must be a size such as 64MiB")
        }
        return size
    }

    private func readOutOfMemory(_ node: YAMLNode?) throws(Diagnostic) -> [OutOfMemoryRule] {
        var rules: [OutOfMemoryRule] = []
        for node in try node?.sequence() ?? [] {
            let map = try node.mapping()
            try map.allow("exit", "signal", "stderr")
            let exit: RunResult.Exit
            switch (map["exit"], map["signal"]) {
            case (let status?, nil): exit = .exited(Int32(try status.integer(in: 1...255)))
            case (nil, let signal?): exit = .signaled(try readSignal(signal))
            default: throw node.error("must have either \"exit\" or \"signal\"")
            }
            rules.append(OutOfMemoryRule(exit: exit, message: try map["stderr"]?.string()))
        }
        return rules
    }

    private func readSignal(_ node: YAMLNode) throws(Diagnostic) -> Signal {
        let name = try node.string()
        guard let signal = (1...31).map({ Signal(rawValue: $0) }).first(where: { $0.description == name }) else {
            throw node.error("must be a signal such as SIGABRT")
        }
        return signal
    }
}
