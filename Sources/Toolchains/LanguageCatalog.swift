import Files
import StrictYAML
public import SystemPackage
import Units

/// All languages of a folder, one YAML file each.
public struct LanguageCatalog: Sendable {
    /// The languages by their ids' order.
    public let languages: [Language]
    private let byName: [String: Int]

    /// Reads every `.yaml` file of `directory`.
    /// - Throws: ``ToolchainError`` at the first thing that is wrong, with file and line.
    public init(directory: FilePath) throws(ToolchainError) {
        try self.init(languages: Self.read(directory))
    }

    /// Reads every `.yaml` file of `directory` and of `other`, whose languages may be none for submissions.
    /// - Throws: ``ToolchainError`` at the first thing that is wrong, with file and line.
    public init(directory: FilePath, adding other: FilePath) throws(ToolchainError) {
        try self.init(languages: Self.read(directory) + Self.read(other))
    }

    private static func read(_ directory: FilePath) throws(ToolchainError) -> [Language] {
        let names: [String]
        do {
            names = try directory.names().filter { $0.hasSuffix(".yaml") }
        } catch {
            throw ToolchainError(.unreadable, "\(directory): \(error); name the folder with the language files")
        }
        var languages: [Language] = []
        for name in names {
            do {
                let document = try YAMLDocument(path: directory.appending(name), file: name)
                languages.append(try LanguageReader(document: document).read())
            } catch {
                throw ToolchainError(.invalidRecipe, error.description)
            }
        }
        return languages
    }

    init(languages: [Language]) throws(ToolchainError) {
        let languages = languages.sorted { $0.id < $1.id }
        self.languages = languages
        self.byName = try Self.index(languages)
        try Self.checkExtensions(of: languages)
        try Self.checkForeignNames(of: languages)
    }

    /// The language with this id or alias.
    public subscript(name: String) -> Language? {
        byName[name].map { languages[$0] }
    }

    /// The language of a program with these files, by their extensions.
    ///
    /// Headers and files that no language knows are left out of account, and those that only languages of a priority below zero
    /// know, if there are others: scripts lie about beside programs. All others must belong to one language; where several
    /// claim them, the one that `home` prefers has them if it is there, else the one of the highest priority.
    /// - Parameters:
    ///   - names: the files' names.
    ///   - home: the name of the system in whose ways the program is judged; nil if in none.
    ///   - isThere: whether a program could run in that language.
    /// - Returns: nil if no language knows all of them.
    public func language(
        forFiles names: [String], in home: String? = nil, isThere: (Language) -> Bool = { _ in true }
    ) -> Language? {
        let extensions = Set(names.compactMap { FileName.extension(of: $0) })
        let claimed = { (languages: [Language]) in
            extensions.intersection(languages.flatMap(\.extensions))
        }
        let usual = claimed(languages.filter { $0.priority >= 0 })
        let known = usual.isEmpty ? claimed(languages) : usual
        guard !known.isEmpty else { return nil }
        let fitting = languages.filter { known.isSubset(of: $0.extensions) }.sorted { $0.priority > $1.priority }
        let preferred = home.flatMap { home in fitting.first { $0.preferredBy.contains(home) && isThere($0) } }
        return preferred ?? fitting.first
    }

    /// Whether a package that takes submissions in the language called `name` takes those in `language`: it is that language,
    /// or another way to run it.
    public func admits(_ name: String, _ language: Language) -> Bool {
        guard let named = self[name] else { return false }
        return named.id == language.id || language.includes.contains(named.id)
    }

    private static func index(_ languages: [Language]) throws(ToolchainError) -> [String: Int] {
        var index: [String: Int] = [:]
        if let own = languages.first(where: { ([$0.id] + $0.aliases).contains(Language.answers.id) }) {
            throw ToolchainError(
                .invalidRecipe,
                "\(own.id).yaml uses the name \"\(Language.answers.id)\", which no program is in; change it")
        }
        for (position, language) in languages.enumerated() {
            for name in [language.id] + language.aliases {
                if let other = index.updateValue(position, forKey: name) {
                    throw ToolchainError(
                        .invalidRecipe,
                        "\(languages[other].id).yaml and \(language.id).yaml both use the name \"\(name)\"; change one")
                }
            }
        }
        return index
    }

    private static func checkExtensions(of languages: [Language]) throws(ToolchainError) {
        var owners: [String: [Int: String]] = [:]
        for language in languages {
            for name in language.extensions {
                if let other = owners[name, default: [:]].updateValue(language.id, forKey: language.priority) {
                    throw ToolchainError(
                        .invalidRecipe,
                        "\(other).yaml and \(language.id).yaml both claim .\(name) with priority \(language.priority); "
                            + "give one a higher priority")
                }
            }
        }
    }
}
