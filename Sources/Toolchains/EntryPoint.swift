/// How the place where a program starts is found.
enum EntryPointRule: Hashable, Sendable {
    /// The first source with one of `names`; else `main` whatever its case; else the one that ``SourceGraph`` finds, which knows it
    /// by `mark`, too; else the first: what a package puts beside a submission comes after it.
    case files(names: [String], mark: String?)
    /// The class with a static main method; of several, the first with one of these names.
    case classes([String])
}

/// Finds where a program starts.
struct EntryPointFinder {
    let language: String

    /// The source to start with.
    /// - Parameters:
    ///   - sources: The sources of the language, headers and data left out.
    ///   - mark: What a source has in it where a program starts; nil if nothing tells.
    ///   - contents: The bytes of a source, or nil, which tell nothing.
    func file(
        among sources: [String], preferring names: [String], mark: String? = nil, contents: (String) -> [UInt8]?
    ) throws(ToolchainError) -> String {
        if let name = names.first(where: sources.contains) { return name }
        let sorted = sources.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        if let main = sorted.first(where: { stem(of: $0).lowercased() == "main" }) { return main }
        guard let first = sources.first else {
            throw ToolchainError(.entryPoint, "\(language) has no source to start with; add one")
        }
        guard sources.count > 1 else { return first }
        return SourceGraph(sources, contents: contents).roots(mark: mark).first ?? first
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
        let lowercase = names.map { $0.lowercased() }
        return className(of: candidates.first { lowercase.contains(stem(of: $0).lowercased()) } ?? first)
    }

    private func stem(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        return String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
    }

    private func className(of file: String) -> String {
        file.dropLast(".class".count).split(separator: "/").joined(separator: ".")
    }
}
