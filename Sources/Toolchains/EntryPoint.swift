/// How the place where a program starts is found.
enum EntryPointRule: Hashable, Sendable {
    /// The first of these sources that is there, or else the only source.
    case files([String])
    /// The class with a static main method; of several, the first with one of these names.
    case classes([String])
}

/// Finds where a program starts.
struct EntryPointFinder {
    let language: String

    /// The source to start with.
    /// - Parameter sources: The sources of the language, headers and data left out.
    func file(among sources: [String], preferring names: [String]) throws(ToolchainError) -> String {
        if let name = names.first(where: sources.contains) { return name }
        if let only = sources.first, sources.count == 1 { return only }
        throw ToolchainError(
            .entryPoint, "\(language) has \(sources.count) sources and none is called \(list(names)); call one so")
    }

    /// The class to start, as the Java launcher wants it.
    /// - Parameters:
    ///   - artifact: All files of the artifact, relative to the box.
    ///   - sources: The sources of the language; a class that is called like one of them goes before others.
    ///   - contents: The bytes of a file of the artifact, or nil, and then every class is taken to have a main method.
    func mainClass(
        among artifact: [String], sources: [String], preferring names: [String],
        contents: (String) -> [UInt8]?
    ) throws(ToolchainError) -> String {
        let classes = artifact.filter { $0.hasSuffix(".class") }.sorted()
        let candidates = classes.filter { file in
            contents(file).map { ClassFile.hasMainMethod($0) } ?? !file.contains("$")
        }
        let stems = sources.map { stem(of: $0) }
        let preferred = names + stems + stems.map { $0.prefix(1).uppercased() + $0.dropFirst() + "Kt" }
        for name in preferred {
            if let file = candidates.first(where: { stem(of: $0) == name }) { return className(of: file) }
        }
        guard let first = candidates.first else {
            throw ToolchainError(
                .entryPoint, "no class has a main method; write \"public static void main(String[] args)\" in one")
        }
        guard candidates.count == 1 else {
            throw ToolchainError(
                .entryPoint,
                "\(list(candidates.map(className))) all have a main method; call one class \(list(names))")
        }
        return className(of: first)
    }

    private func stem(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        return String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
    }

    private func className(of file: String) -> String {
        file.dropLast(".class".count).split(separator: "/").joined(separator: ".")
    }

    private func list(_ names: [String]) -> String {
        names.joined(separator: " or ")
    }
}
