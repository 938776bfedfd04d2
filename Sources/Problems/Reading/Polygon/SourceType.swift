/// Which language is meant by what Polygon calls the type of a source: `cpp.g++17`, `python.3`.
enum SourceType {
    /// The beginnings of types, and the ids of our languages. The first that fits counts.
    private static let languages: [(start: String, language: String)] = [
        ("cpp.", "cpp"), ("c.", "c"), ("python.pypy3", "pypy3"), ("python.3", "python3"), ("java.", "java"),
        ("java", "java"), ("kotlin", "kotlin"), ("pas.", "pascal"), ("csharp.", "csharp"), ("go", "go"),
        ("rust", "rust"),
        ("haskell", "haskell"), ("nodejs", "javascript"), ("js.", "javascript"), ("node", "javascript"),
        ("perl", "perl"), ("php", "php"), ("ruby", "ruby"), ("scala", "scala"), ("ocaml", "ocaml"),
    ]
    private static let exact = ["cpp": "cpp", "c": "c", "pascal": "pascal", "csharp": "csharp", "js": "javascript"]

    /// The ids of all languages that types stand for.
    static var all: Set<String> { Set(languages.map(\.language)) }

    /// The id of the language of `type`; nil if it is none of ours.
    static func language(of type: String) -> String? {
        // Types like javascript are not meant by their beginnings.
        guard !type.hasPrefix("javascript") else { return "javascript" }
        return exact[type] ?? languages.first { type.hasPrefix($0.start) }?.language
    }

    /// The ids of the languages that `pattern` means: a type, or the beginning of some with a star, `python.*`; empty if it means
    /// none of ours.
    static func languages(matching pattern: String) -> Set<String> {
        guard pattern.hasSuffix("*") else { return Set([language(of: pattern)].compactMap(\.self)) }
        let start = pattern.dropLast()
        return Set(languages.filter { $0.start.hasPrefix(start) || start.hasPrefix($0.start) }.map(\.language))
    }
}
