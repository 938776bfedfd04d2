/// What Polygon calls the types of sources that are written.
extension SourceType {
    private static let written = [
        "cpp": "cpp.g++17", "c": "c.gcc", "python3": "python.3", "pypy3": "python.pypy3", "java": "java21",
        "kotlin": "kotlin", "pascal": "pas.fpc", "csharp": "csharp.mono", "go": "go", "rust": "rust",
        "haskell": "haskell",
        "javascript": "nodejs",
    ]
    /// Systems that tell languages by files' names run Python in PyPy.
    private static let byExtension = [
        "cpp": "cpp", "cc": "cpp", "cxx": "cpp", "c": "c", "py": "pypy3", "java": "java", "kt": "kotlin",
        "pas": "pascal",
        "cs": "csharp", "go": "go", "rs": "rust", "hs": "haskell", "js": "javascript",
    ]

    /// The type of a source in the language with this id.
    static func type(of language: String) -> String? { written[language] }

    /// The type of the source called `name`; nil if its language is not known.
    static func type(ofFile name: String) -> String? {
        byExtension[name.split(separator: ".").last.map { String($0) } ?? ""].flatMap { type(of: $0) }
    }

    /// What stands for all types of the language with this id.
    static func pattern(of language: String) -> String? {
        switch language {
        case "cpp": "cpp.*"
        case "c": "c.*"
        case "python3": "python.3"
        case "pypy3": "python.pypy3"
        default: written[language]
        }
    }
}
