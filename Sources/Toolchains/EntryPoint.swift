/// How the place where a program starts is found.
enum EntryPointRule: Hashable, Sendable {
    /// The first source with one of `names`; else `main` whatever its case; else the only source that has `mark` in it, or that no
    /// other source names; else the first: what a package puts beside a submission comes after it.
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
        if sorted.count > 1 {
            let texts = sorted.map { contents($0) ?? [] }
            for candidates in [starts(among: sorted, texts, mark: mark), unnamed(among: sorted, texts)] {
                if let only = candidates.first, candidates.count == 1 { return only }
            }
        }
        guard let first = sources.first else {
            throw ToolchainError(.entryPoint, "\(language) has no source to start with; add one")
        }
        return first
    }

    private func starts(among sources: [String], _ texts: [[UInt8]], mark: String?) -> [String] {
        guard let mark else { return [] }
        return zip(sources, texts).filter { SourceWords.contains(mark, in: $0.1) }.map(\.0)
    }

    /// The sources that no other one names, in whatever way: to import them, to include them, to load them.
    private func unnamed(among sources: [String], _ texts: [[UInt8]]) -> [String] {
        sources.indices.filter { index in
            let name = stem(of: sources[index])
            return !texts.indices.contains { $0 != index && SourceWords.contains(name, in: texts[$0]) }
        }.map { sources[$0] }
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

/// Words in the bytes of a source, whatever its language and encoding.
enum SourceWords {
    /// Whether `words` stand in `text`, each as a whole, with any white space between them; small and capital ASCII letters are
    /// equal.
    static func contains(_ words: String, in text: [UInt8]) -> Bool {
        let wanted = words.split(whereSeparator: \.isWhitespace).map { Array($0.utf8).map(lowercase) }
        guard let first = wanted.first, let start = first.first else { return false }
        var index = text.startIndex
        while let found = text[index...].firstIndex(where: { lowercase($0) == start }) {
            if found == 0 || !isWordPart(text[found - 1]), stand(wanted, at: found, in: text) { return true }
            index = found + 1
        }
        return false
    }

    private static func stand(_ words: [[UInt8]], at start: Int, in text: [UInt8]) -> Bool {
        var rest = text[start...]
        for (number, word) in words.enumerated() {
            if number > 0 {
                let next = rest.drop { $0 <= 0x20 }
                guard next.startIndex > rest.startIndex else { return false }
                rest = next
            }
            guard rest.prefix(word.count).elementsEqual(word, by: { lowercase($0) == $1 }) else { return false }
            rest = rest.dropFirst(word.count)
            if let after = rest.first, isWordPart(after) { return false }
        }
        return true
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }

    /// Letters, digits and `_`, and whatever is not ASCII.
    private static func isWordPart(_ byte: UInt8) -> Bool {
        switch lowercase(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
