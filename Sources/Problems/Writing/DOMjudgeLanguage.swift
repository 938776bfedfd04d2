/// What DOMjudge calls languages.
enum DOMjudgeLanguage {
    private static let names = [
        ("py3", "python3"), ("kt", "kotlin"), ("js", "javascript"), ("rs", "rust"), ("hs", "haskell"),
        ("pas", "pascal"),
    ]

    /// The id of our language that DOMjudge calls `name`.
    static func own(_ name: String) -> String { names.first { $0.0 == name }?.1 ?? name }

    /// What DOMjudge calls the language with this id.
    static func name(of id: String) -> String { names.first { $0.1 == id }?.0 ?? id }
}
