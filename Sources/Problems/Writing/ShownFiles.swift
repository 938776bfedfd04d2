import Grading
import PackageFiles

/// Copies what stands beside test cases for people: pictures, conversations, and what samples show instead of the files.
struct ShownFiles {
    private static let legacy = [
        ".hint", ".desc", ".md", ".png", ".jpg", ".jpeg", ".svg", ".interaction",
    ]

    let draft: PackageDraft
    let problem: Problem
    let listing: PackageListing
    let layout: TestLayout

    func write() {
        guard problem.format.isICPC else { return }
        let files = Dictionary(listing.root.child("data")?.files.map { ($0.path, $0.file) } ?? []) { first, _ in first }
        let isLegacy = draft.format != .icpc2025
        let ends = isLegacy ? Self.legacy : TestFolder.Part.allCases.filter(\.isForPeople).map(\.rawValue)
        for (test, name) in layout.names.sorted(by: { $0.key < $1.key }) {
            let testCase = problem.testCases[test]
            for end in ends { copy(files["data/\(testCase.name)\(end)"], to: "data/\(name)\(end)") }
            if isLegacy { writeNotes(testCase.notes, to: "data/\(name)") }
            if !isLegacy, problem.format.isLegacy,
                [".hint", ".desc"].contains(where: { files["data/\(testCase.name)\($0)"] != nil })
            {
                draft.note(
                    "hints and descriptions of test cases are not copied; write them to data/…/NAME.yaml as \"hint\" and "
                        + "\"description\"")
            }
        }
        // The sample of an interactive problem may be a conversation alone.
        for (path, file) in files.sorted(by: { $0.key < $1.key })
        where path.hasPrefix("data/sample/") && path.hasSuffix(".interaction") && files[input(of: path)] == nil {
            copy(file, to: path)
        }
    }

    private func input(of path: String) -> String { path.dropLast(".interaction".count) + ".in" }

    private func copy(_ file: PackageFile?, to path: String) {
        guard let file, draft.isAllowed(path), !draft.has(path) else { return }
        draft.copy(file, to: path)
    }

    private func writeNotes(_ notes: TestNotes, to path: String) {
        if let hint = notes.hint, !draft.has(path + ".hint") { draft.add(hint + "\n", at: path + ".hint") }
        if let text = notes.description, !draft.has(path + ".desc") { draft.add(text + "\n", at: path + ".desc") }
    }
}
