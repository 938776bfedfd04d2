import Sandbox
import StrictYAML
import Units

/// Reads one language file.
struct LanguageReader {
    let document: YAMLDocument

    func read() throws(Diagnostic) -> Language {
        let map = try document.root.mapping()
        try map.allow(
            "id", "name", "extensions", "headers", "priority", "includes", "aliases", "preferred-by", "home",
            "facades",
            "requires", "version", "entry-point", "build", "prepare", "run")
        return Language(
            id: try readID(map), name: try map.string("name"), extensions: try readExtensions(map),
            headers: try map["headers"]?.strings() ?? [], priority: try map["priority"]?.integer() ?? 0,
            includes: try map["includes"]?.strings() ?? [], aliases: try map["aliases"]?.strings() ?? [],
            preferredBy: try map["preferred-by"]?.strings() ?? [],
            foreignNames: try map["facades"].map { node throws(Diagnostic) in try readForeignNames(node.mapping()) }
                ?? ForeignNames(),
            recipe: try readRecipe(map))
    }

    private func readForeignNames(_ map: YAMLMapping) throws(Diagnostic) -> ForeignNames {
        try map.allow("judge0", "judge0-name", "piston", "piston-runtime", "sandboxfusion")
        var names = ForeignNames()
        for node in try map["judge0"]?.sequence() ?? [] { names.judge0.append(try node.integer(in: 1...9999)) }
        names.judge0Name = try map["judge0-name"]?.string()
        names.piston = try map["piston"].map { node throws(Diagnostic) in try readNames(node) } ?? []
        names.pistonRuntime = try map["piston-runtime"]?.string()
        names.sandboxFusion = try map["sandboxfusion"].map { node throws(Diagnostic) in try readNames(node) } ?? []
        return names
    }

    private func readNames(_ node: YAMLNode) throws(Diagnostic) -> [String] {
        let names = try node.strings()
        guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 64 }) else {
            throw node.error("must list names of 1 to 64 bytes")
        }
        return names
    }

    /// The id is also the file's name, so that no two files can have the same.
    private func readID(_ map: YAMLMapping) throws(Diagnostic) -> String {
        let id = try map.string("id")
        guard document.file == id + ".yaml" else {
            throw try map.value("id").error("is \"\(id)\", so the file must be called \(id).yaml")
        }
        return id
    }

    private func readExtensions(_ map: YAMLMapping) throws(Diagnostic) -> [String] {
        let node = try map.value("extensions")
        let extensions = try node.strings()
        guard extensions.allSatisfy({ !$0.isEmpty && !$0.contains(".") && !$0.contains("/") })
        else { throw node.error("must list extensions without the dot") }
        return extensions
    }

    private func readRecipe(_ map: YAMLMapping) throws(Diagnostic) -> Recipe {
        let entryPoint = try map["entry-point"].map { node throws(Diagnostic) in try readEntryPoint(node) }
        let home = try map["home"].map { node throws(Diagnostic) in try readHome(node.mapping()).found }
        let steps = StepReader(entryPoint: entryPoint, home: home)
        let build = try map["build"].map { node throws(Diagnostic) in try steps.readBuild(node.mapping()) }
        return Recipe(
            requirements: try readRequirements(map.mapping("requires"), home: home),
            version: try steps.readCommand(map.value("version"), allowing: []),
            entryPoint: entryPoint, build: build,
            preparation: try readPreparation(map["prepare"], build: build, steps: steps),
            run: try steps.readRun(map.mapping("run"), keepsSources: build?.keepsSources ?? true))
    }

    private func readPreparation(
        _ node: YAMLNode?, build: Recipe.Build?, steps: StepReader
    ) throws(Diagnostic) -> Recipe.Preparation? {
        guard let node else { return nil }
        guard let build else { throw node.error("needs a \"build\", in whose cell it runs") }
        return try steps.readPreparation(node.mapping(), build: build)
    }

    private func readHome(_ map: YAMLMapping) throws(Diagnostic) -> ToolchainHome {
        try map.allow("program", "file", "places")
        let places = try map.strings("places")
        guard !places.isEmpty, places.allSatisfy({ $0.hasPrefix("/") || $0.hasPrefix("~/") }) else {
            throw try map.value("places").error("must list absolute paths, or some that begin with ~/")
        }
        return ToolchainHome(program: try map.string("program"), file: try map.string("file"), places: places)
    }

    private func readRequirements(_ map: YAMLMapping, home: String?) throws(Diagnostic) -> [Recipe.Requirement] {
        var requirements: [Recipe.Requirement] = []
        for key in map.keys {
            let package = try map.string(key)
            let pattern = ToolchainHome.fill(key, with: home)
            guard pattern.hasPrefix("/") else { throw try map.value(key).error("must be an absolute path") }
            requirements.append(Recipe.Requirement(pattern: pattern, package: package))
        }
        return requirements
    }

    private func readEntryPoint(_ node: YAMLNode) throws(Diagnostic) -> EntryPointRule {
        let map = try node.mapping()
        try map.allow("files", "mark", "classes")
        switch (map["files"], map["classes"]) {
        case (let files?, nil): return .files(names: try files.strings(), mark: try map["mark"]?.string())
        case (nil, let classes?): return .classes(try classes.strings())
        default: throw node.error("must have either \"files\" or \"classes\"")
        }
    }
}
