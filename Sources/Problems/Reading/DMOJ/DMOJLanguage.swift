/// DMOJ's names of languages.
enum DMOJLanguage {
    private static let ids = [
        "C": "c", "C11": "c", "CPP03": "cpp", "CPP11": "cpp", "CPP14": "cpp", "CPP17": "cpp", "CPP20": "cpp",
        "CPPTHEMIS": "cpp", "CLANG": "c-clang", "CLANGX": "cpp-clang", "F95": "fortran", "PRO": "prolog",
        "RKT": "racket",
        "RUBY2": "ruby", "SCM": "guile", "GO": "go", "HASK": "haskell", "JAVA": "java", "JAVA8": "java",
        "JAVA9": "java",
        "JAVA11": "java", "KOTLIN": "kotlin", "MONOCS": "csharp", "NODEJS": "javascript", "V8JS": "javascript",
        "PAS": "pascal", "PYPY3": "pypy3", "PY3": "python3", "RUST": "rust",
    ]

    /// The id of the language that DMOJ calls `name`; of one that is not known here, the name in small letters.
    static func id(of name: String) -> String { ids[name] ?? name.lowercased() }
}
