import PackageFiles

/// Whether there is a statement in each language in which the problem has a name, and in no other.
struct StatementCheck {
    private static let types: Set<Substring> = ["tex", "md", "pdf"]

    private let package: LoadedPackage
    private let names: [String: String]
    private let findings: Findings

    init(_ package: LoadedPackage, names: [String: String], findings: Findings) {
        self.package = package
        self.names = names
        self.findings = findings
    }

    /// Warns of what is missing: no verdict depends on it.
    func check() {
        guard let folder = package.child("statement"), folder.isFolder else {
            return findings.warn("statement", "there is no statement; add statement/problem.LANGUAGE.tex, .md or .pdf")
        }
        var languages: Set<String> = []
        for entry in folder.children where !entry.isFolder {
            let parts = entry.name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "problem", Self.types.contains(parts[2]) else { continue }
            if !languages.insert(String(parts[1])).inserted {
                findings.warn(entry.location, "a second statement in this language; keep one")
            }
        }
        for language in languages.subtracting(names.keys).sorted() {
            findings.warn(
                "statement", "\"name\" in problem.yaml lacks the statement's language \"\(language)\"; add it")
        }
        for language in Set(names.keys).subtracting(languages).sorted() {
            findings.warn("statement", "there is no statement in \"\(language)\", as the name is; add one")
        }
    }
}
