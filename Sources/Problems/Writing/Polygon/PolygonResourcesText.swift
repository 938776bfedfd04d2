import StrictXML

/// Writes the files that are built with submissions.
struct PolygonResourcesText {
    /// The folder of resources.
    private static let folder = "files"

    let draft: PackageDraft
    let problem: Problem

    var files: XMLText {
        let common = problem.includes["default"] ?? []
        let own = problem.includes.filter { $0.key != "default" }
        let forAll = Set(common)
        // What is for all is for the languages that are named, too.
        if own.contains(where: { !forAll.isSubset(of: $0.value) }) {
            draft.refuse(
                "files that go with submissions are for the languages not named only, and in the format they are for all; "
                    + "name the languages")
        }
        var elements = common.map { element($0.name, $0, "*") }
        for (language, sources) in own.sorted(by: { $0.key < $1.key }) {
            for source in sources where !forAll.contains(source) {
                guard let type = SourceType.pattern(of: language) else {
                    draft.refuse("the format has no name for the language \(language), for which there are files")
                    continue
                }
                elements.append(element(source.name, source, type))
            }
        }
        return XMLText("files", [:], [XMLText("resources", [:], elements)])
    }

    private func element(_ name: String, _ source: SourceFile, _ types: String) -> XMLText {
        if name.contains("/") {
            draft.refuse("the file \(name) lies in a folder, and the format has none; move it out")
        }
        let path = "\(Self.folder)/\(name)"
        if !draft.has(path) { draft.copySource(source.file, to: path) }
        return XMLText(
            "file", ["path": path, "for-types": types],
            [
                XMLText("stages", [:], [XMLText("stage", ["name": "COMPILE"])]),
                XMLText("assets", [:], [XMLText("asset", ["name": "SOLUTION"])]),
            ])
    }
}
