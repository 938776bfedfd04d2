import PackageFiles
import StrictXML

/// The programs of a package that judge: its checker and its interactor.
struct PolygonPrograms {
    /// The library's header, which a package brings along.
    private static let library = "testlib.h"
    private static let headers: Set<String> = ["h", "hh", "hpp", "hxx", "inc", "inl", "ipp", "tcc"]
    /// Languages in which such programs need a library of the package's that is not built with them.
    private static let unsupported: Set<String> = ["java", "kotlin", "pascal"]
    private static let known = ["checker", "interactor", "scorer", "validators", "solutions"]

    private let assets: XMLElement?
    private let files: PolygonFiles
    private let findings: Findings

    init(_ assets: XMLElement?, _ files: PolygonFiles, _ findings: Findings) {
        self.assets = assets
        self.files = files
        self.findings = findings
        if let assets { findings.warnOfUnknown(in: assets, known: Self.known) }
    }

    /// How submissions are judged.
    func validation(pointsArePercent: Bool) -> Validation {
        guard let element = assets?.child("checker") else {
            findings.error(
                PolygonReader.settingsFile, line: assets?.line, "there is no <checker>; choose one for the problem")
            return .standard(arguments: [])
        }
        if let type = element["type"], type != "testlib" {
            findings.error(element, "the checker's type is \"\(type)\", and only \"testlib\" is called as it has to be")
        }
        let interactor = assets?.child("interactor")
        if let runs = interactor?.child("runs"), runs.children.contains(where: { $0.trimmedText != "1" }) {
            findings.error(runs, "the interactor is to be run more than once on a test, which is not done")
        }
        return .custom(
            CustomValidation(
                .testlib(pointsArePercent: pointsArePercent), validators: [program(element)].compactMap(\.self),
                exchange: interactor == nil ? .afterTheRun : .interactive, interactor: interactor.flatMap(program)))
    }

    /// Refuses what makes scores by a program.
    func checkScorer(isScoring: Bool) {
        guard let scorer = assets?.child("scorer") else { return }
        if isScoring {
            findings.error(
                scorer, "a <scorer> makes the score, which is not done; remove it, or give points by tests and groups")
        } else {
            findings.warn(scorer, "the scorer is not used: no test has points")
        }
    }

    /// The program of an element, with the headers that lie beside it and in `files`.
    private func program(_ element: XMLElement) -> Program? {
        let name = element.name
        guard let source = element.child("source"), let path = source["path"] else {
            findings.error(element, "the \(name) has no <source>; only sources are built: export it with the source")
            return nil
        }
        guard let file = files[path] else {
            findings.error(source, "the source \(path) of the \(name) is not in the package; export it again")
            return nil
        }
        let type = source["type"] ?? ""
        guard let language = SourceType.language(of: type), !Self.unsupported.contains(language) else {
            findings.error(source, "a \(name) of the type \"\(type)\" is not built; write it in C++ or Python")
            return nil
        }
        guard ["c", "cpp"].contains(language) else {
            return Program(
                name: PrintableText.escape(path), files: [SourceFile(file, name: PolygonFiles.name(of: path))])
        }
        let headers = files.sources(in: [PolygonFiles.folder(of: path), "files"]) { name in
            Self.headers.contains(name.split(separator: ".").last.map { String($0) } ?? "")
        }
        if !headers.contains(where: { $0.name == Self.library }) {
            let place = "there is no \(Self.library), which the \(name) needs, neither beside it nor in files"
            findings.error(source, place + "; add it to the problem's resource files")
        }
        return Program(
            name: PrintableText.escape(path), files: [SourceFile(file, name: PolygonFiles.name(of: path))] + headers)
    }
}
