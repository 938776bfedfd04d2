/// What a language is called by the APIs of other systems.
public struct ForeignNames: Hashable, Sendable {
    /// Its ids in Judge0, the best known one first.
    public var judge0: [Int] = []
    /// What Judge0 calls it, where that is not its own name; nil: it is.
    public var judge0Name: String?
    /// Its names in Piston: the runtime's language, then its aliases.
    public var piston: [String] = []
    /// What Piston calls the program that runs it, where one language has several: `gcc`; nil: nothing.
    public var pistonRuntime: String?
    /// Its names in SandboxFusion.
    public var sandboxFusion: [String] = []

    /// A language that they do not have.
    public init() {}
}

extension LanguageCatalog {
    /// No two languages may have one name in the same API.
    static func checkForeignNames(of languages: [Language]) throws(ToolchainError) {
        try checkUnique(languages, "Judge0's id") { $0.judge0.map(String.init) }
        try checkUnique(languages, "Piston's name") { $0.piston }
        try checkUnique(languages, "SandboxFusion's name") { $0.sandboxFusion }
    }

    private static func checkUnique(
        _ languages: [Language], _ kind: String, _ names: (ForeignNames) -> [String]
    ) throws(ToolchainError) {
        var owners: [String: String] = [:]
        for language in languages {
            for name in names(language.foreignNames) {
                guard let other = owners.updateValue(language.id, forKey: name) else { continue }
                throw ToolchainError(
                    .invalidRecipe,
                    "\(other).yaml and \(language.id).yaml both have \(kind) \(name); change one")
            }
        }
    }
}
