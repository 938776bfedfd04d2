import PackageFiles
import StrictXML

/// Files that are built with submissions, such as graders.
struct PolygonResources {
    /// Languages in which a main program of the package is built with a submission that has none.
    private static let withMain: Set<String> = ["c", "cpp"]

    private let files: FilesByPath
    private let findings: Findings

    init(_ files: FilesByPath, _ findings: Findings) {
        self.files = files
        self.findings = findings
    }

    /// The files to put beside a submission, by language id; `default` serves the languages not named.
    func includes(_ resources: XMLElement?) -> [String: [SourceFile]] {
        var includes: [String: [SourceFile]] = [:]
        var forAll: [SourceFile] = []
        for element in resources?.children("file") ?? [] where names("asset", of: element).contains("solution") {
            guard let source = source(element) else { continue }
            let patterns = (element["for-type"] ?? element["for-types"] ?? "*").split { ",; ".contains($0) }
            guard !patterns.contains("*") else {
                forAll.append(source)
                continue
            }
            for language in languages(patterns.map { String($0) }, of: element).sorted() {
                includes[language, default: []].append(source)
            }
        }
        guard !forAll.isEmpty else { return includes }
        for language in includes.keys { includes[language, default: []] += forAll }
        includes["default"] = forAll
        return includes
    }

    private func source(_ element: XMLElement) -> SourceFile? {
        guard let path = element["path"], let file = files[path] else {
            findings.error(element, "the file \(element["path"] ?? "") is not in the package; export it again")
            return nil
        }
        let stages = names("stage", of: element)
        if stages.contains("run") {
            findings.error(element, "\(path) is to lie beside a submission while it runs, which is not done")
        }
        if !stages.contains("compile") {
            findings.warn(element, "not used: \(path) is for no stage of a submission that is known")
            return nil
        }
        return SourceFile(file, name: FilesByPath.name(of: path))
    }

    private func languages(_ patterns: [String], of element: XMLElement) -> Set<String> {
        var languages: Set<String> = []
        for pattern in patterns {
            let meant = SourceType.languages(matching: pattern)
            if meant.isEmpty {
                findings.warn(element, "not used for \"\(pattern)\", which is no language that is known")
            }
            languages.formUnion(meant)
        }
        if element["main"] == "true", !languages.isSubset(of: Self.withMain) {
            let message = "a main program that starts a submission in \(languages.sorted().joined(separator: ", "))"
            findings.error(element, message + " is not put together with it; it is for C and C++ only")
        }
        return languages
    }

    /// The names of the stages or assets that a file is for, in small letters.
    private func names(_ kind: String, of element: XMLElement) -> [String] {
        (element.child(kind + "s")?.children(kind) ?? []).compactMap { $0["name"]?.lowercased() }
    }
}
