import Toolchains

/// A language of a data set: by what fences a program in it is found, and as what it is run.
struct SandboxFusionLanguage: Hashable, Sendable {
    /// What ``CodeExtraction`` calls it.
    let fence: String
    /// What SandboxFusion runs it as.
    let run: String

    private init(_ fence: String, _ run: String) {
        (self.fence, self.run) = (fence, run)
    }

    /// What MultiPL-E calls `name`, an extension of files.
    /// - Throws: ``RecordError`` if that is no language of its.
    init(multiPLE name: String) throws(RecordError) {
        // Go's are called after their files: `go_test.go`.
        let short = String(name.prefix { $0 != "." })
        guard let known = Self.ofMultiPLE[short] else { throw RecordError("\"\(name)\" is no language of MultiPL-E") }
        self = known
    }

    private static let ofMultiPLE: [String: SandboxFusionLanguage] = [
        "python": .init("python3", "python"), "py": .init("python3", "python"), "cpp": .init("cpp", "cpp"),
        "ts": .init("typescript", "typescript"), "sh": .init("bash", "bash"), "cs": .init("csharp", "csharp"),
        "go_test": .init("go", "go_test"), "go": .init("go", "go_test"), "java": .init("java", "java"),
        "lua": .init("lua", "lua"), "js": .init("javascript", "nodejs"), "php": .init("php", "php"),
        "pl": .init("perl", "perl"), "rkt": .init("racket", "racket"), "r": .init("r", "R"),
        "rs": .init("rust", "rust"), "scala": .init("scala", "scala"), "swift": .init("swift", "swift"),
        "rb": .init("ruby", "ruby"), "d": .init("d", "D_ut"), "jl": .init("julia", "julia"),
    ]

    /// Those in whose freeform answers the first program counts that is in the language; in others it is the first one of all.
    var prefersItsOwn: Bool {
        ["python3", "typescript", "go", "perl", "racket", "lua", "julia", "d", "javascript", "php", "r", "ruby"]
            .contains(fence)
    }
}

extension LanguageCatalog {
    /// The language that SandboxFusion calls `name`.
    /// - Throws: ``RecordError`` if there is none.
    func language(ofSandboxFusion name: String) throws(RecordError) -> Language {
        guard let language = languages.first(where: { $0.foreignNames.sandboxFusion.contains(name) }) else {
            throw RecordError("nothing is run here in the language \"\(name)\"")
        }
        return language
    }

    /// What ``CodeExtraction`` calls the language that SandboxFusion calls `name`.
    func fence(ofSandboxFusion name: String) -> String {
        languages.first { $0.foreignNames.sandboxFusion.contains(name) }?.id ?? name
    }
}
