import PackageFiles

/// Copies what is for people, and what tests the package itself, where both formats have a place for it.
struct PeopleFiles {
    let draft: PackageDraft
    let problem: Problem
    let listing: PackageListing

    /// What lies below `data` and is no test case of a submission.
    private static let programTests = ["invalid_input", "invalid_output", "valid_output"]

    /// Copies statements, attachments and generators between the ICPC's formats.
    func write() {
        guard problem.format.isICPC else {
            let names = listing.root.children.filter { $0.name.hasPrefix("statement") }.map(\.label)
            if !names.isEmpty {
                draft.note("statements are not copied, as the formats write them otherwise: \(list(names))")
            }
            return
        }
        let target = draft.format == .icpc2025 ? "statement" : "problem_statement"
        for folder in ["statement", "problem_statement"] { copyStatement(folder, to: target) }
        for folder in ["attachments", "generators"] { copy(folder) }
        if draft.format == .icpc2025 { copy("solution") }
        for folder in Self.programTests { copy("data/\(folder)") }
        for name in ["problem.pdf", "problem.html", "problem.txt"] {
            guard let file = listing.root.child(name)?.file, draft.format == .domjudge else { continue }
            draft.copy(file, to: name)
        }
        noteOthers()
    }

    /// Says which outermost files and folders are left out.
    private func noteOthers() {
        let known: Set<String> = [
            "problem.yaml", "statement", "problem_statement", "attachments", "generators", "data", "submissions",
            "include", "input_validators", "input_format_validators", "output_validators", "output_validator",
            "static_validator", "graders", "domjudge-problem.ini", ".timelimit", "submissions.json",
        ]
        let others = listing.root.children.filter { entry in
            !known.contains(entry.name) && !entry.files.allSatisfy { draft.has($0.path) }
        }
        guard !others.isEmpty else { return }
        draft.note("not copied, as the format has no place for it: \(list(others.map(\.label)))")
    }

    private func copyStatement(_ name: String, to target: String) {
        guard let folder = listing.root.child(name), folder.isFolder else { return }
        for (path, file) in folder.files {
            var rest = String(path.dropFirst(name.utf8.count + 1))
            if draft.format == .icpc2025 {
                // Without a language a statement is in English.
                for type in ["tex", "md", "pdf"] where rest == "problem.\(type)" { rest = "problem.en.\(type)" }
            }
            copy(file, to: "\(target)/\(rest)")
        }
    }

    private func copy(_ path: String) {
        let entry = path.split(separator: "/").reduce(listing.root) { (entry: PackageEntry?, name) in
            entry?.child(String(name))
        }
        for (path, file) in entry?.files ?? [] { copy(file, to: path) }
    }

    private func copy(_ file: PackageFile, to path: String) {
        guard draft.isAllowed(path) else {
            return draft.note("not copied, for the format has no files called so: \(path); rename it")
        }
        if !draft.has(path) { draft.copy(file, to: path) }
    }

    private func list(_ names: [String]) -> String {
        names.prefix(10).joined(separator: ", ") + (names.count > 10 ? " and \(names.count - 10) more" : "")
    }
}
