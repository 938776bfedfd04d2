import PackageFiles
import StrictXML

/// The programs of a package that judge: its checker and its interactor.
struct PolygonPrograms {
    /// The library's header, which a package brings along.
    static let library = "testlib.h"
    /// Languages in which such programs need a library of the package's that is not built with them.
    private static let unsupported: Set<String> = ["java", "kotlin", "pascal"]
    private static let known = ["checker", "interactor", "scorer", "validators", "solutions"]

    private let assets: XMLElement?
    private let files: FilesByPath
    private let findings: Findings

    init(_ assets: XMLElement?, _ files: FilesByPath, _ findings: Findings) {
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
        if element.child("source") == nil, interactor == nil,
            let checker = element["name"].flatMap(StandardChecker.native(ofPolygon:))
        {
            return .native(checker: checker, arguments: [])
        }
        return .custom(
            CustomValidation(
                .checker(CheckerConvention(.testlib, pointsArePercent: pointsArePercent)),
                validators: [program(element)].compactMap(\.self),
                exchange: interactor == nil ? .afterTheRun : .interactive, interactor: interactor.flatMap(program)))
    }

    /// The validators of inputs that can be built. Nothing is said of others: no verdict depends on them.
    func inputValidators() -> [Program] {
        (assets?.child("validators")?.children("validator") ?? []).compactMap { element in
            guard let given = element.child("source"), given["path"].flatMap({ files[$0] }) != nil,
                let language = SourceType.language(of: given["type"] ?? ""), !Self.unsupported.contains(language)
            else { return nil }
            return PolygonSource(of: element, files, findings).map { Program(name: $0.name, files: $0.files) }
        }
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

    /// The program of an element, with the headers that it needs.
    private func program(_ element: XMLElement) -> Program? {
        guard let source = PolygonSource(of: element, files, findings) else { return nil }
        guard !Self.unsupported.contains(source.language) else {
            findings.error(
                element, "a \(element.name) of the type \"\(source.type)\" is not built; write it in C++ or Python")
            return nil
        }
        if ["c", "cpp"].contains(source.language), !source.files.contains(where: { $0.name == Self.library }) {
            let place = "there is no \(Self.library), which the \(element.name) needs, neither beside it nor in files"
            findings.error(
                element, place + "; add it to the problem's resource files, or name its folder with --headers")
        }
        return Program(name: source.name, files: source.files)
    }
}

/// The program of an element that has a `<source>`.
struct PolygonSource {
    private static let headers: Set<String> = ["h", "hh", "hpp", "hxx", "inc", "inl", "ipp", "tcc"]

    /// Its path, printable.
    let name: String
    /// What Polygon calls its language.
    let type: String
    /// The id of its language.
    let language: String
    /// The source, and for C and C++ the headers that lie beside it or in `files`.
    let files: [SourceFile]

    /// The program of `element`; nil, and an error, if there is none that can be built.
    init?(of element: XMLElement, _ files: FilesByPath, _ findings: Findings) {
        guard let source = element.child("source"), let path = source["path"] else {
            findings.error(
                element, "the \(element.name) has no <source>; only sources are built: export it with the source")
            return nil
        }
        guard let file = files[path] else {
            findings.error(
                source, "the source \(path) of the \(element.name) is not in the package; export it again")
            return nil
        }
        type = source["type"] ?? ""
        guard let language = SourceType.language(of: type) else {
            findings.error(
                source, "a \(element.name) of the type \"\(type)\" is not built; write it in C++ or Python")
            return nil
        }
        name = PrintableText.escape(path)
        self.language = language
        let own = SourceFile(file, name: FilesByPath.name(of: path))
        guard ["c", "cpp"].contains(language) else {
            self.files = [own]
            return
        }
        var headers: [String: SourceFile] = [:]
        for folder in [FilesByPath.folder(of: path), "files"] {
            for item in files.files(in: folder) where Self.headers.contains(item.kind) && headers[item.name] == nil {
                headers[item.name] = SourceFile(item.file, name: item.name)
            }
        }
        self.files = [own] + headers.values.sorted { $0.name < $1.name }
    }
}
