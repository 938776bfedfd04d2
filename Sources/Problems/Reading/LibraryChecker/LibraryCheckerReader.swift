import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads packages of Library Checker's collection: `info.toml`, generators in `gen`, solutions in `sol`, a checker.
enum LibraryCheckerReader: GeneratedPackageReader {
    static let settingsFile = "info.toml"
    static let formats = [PackageFormat.libraryChecker]

    private static let keys = [
        "title", "timelimit", "forum", "tests", "solutions", "params", "checker", "verifier",
    ]

    static func needs(of folder: PackageEntry) -> [FileRequest] {
        [folder.child(settingsFile)?.file].compactMap(\.self)
            .map { FileRequest($0, atMost: YAMLDocument.sizeLimit + 1) }
    }

    static func read(
        _ package: LoadedPackage, _ settings: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let info = try info(package, settings, findings)
        findings.allow(keys, in: info)
        let files = LibraryCheckerFiles(package.root)
        let tests = LibraryCheckerTests(info, files, findings)
        let time = findings.collect { () throws(Diagnostic) in try info.value("timelimit").seconds() }
        var limits = ProblemLimits()
        limits.memory = .gibibytes(1)
        limits.output = .mebibytes(256)
        limits.code = .mebibytes(1)
        let checker = findings.collect { () throws(Diagnostic) in try self.checker(info, files) }
        var problem = Problem(
            shortName: package.listing.root.label, format: .libraryChecker, home: .libraryChecker,
            name: info["title"].flatMap { title in
                findings.collect { () throws(Diagnostic) in try title.string() }
            },
            timeLimit: .fixed(time ?? .seconds(1), source: settingsFile), limits: limits,
            validation: .custom(
                CustomValidation(
                    .checker(CheckerConvention(.testlib)), validators: [checker].compactMap(\.self))),
            testCases: tests.cases(findings),
            submissions: LibraryCheckerSolutions(files, findings).read(info["solutions"]),
            inputValidators: verifier(info, files, findings))
        problem.warnings = findings.warnings
        return problem
    }

    static func lackedHeaders(in folder: PackageEntry) -> MissingHeaders? {
        guard folder.child(LibraryCheckerFiles.common) == nil else { return nil }
        return MissingHeaders(folder: LibraryCheckerFiles.common, besideCollection: LibraryCheckerFiles.common)
    }

    static func generation(
        of package: LoadedPackage, _ settings: PackageEntry, findings: Findings
    ) throws(ProblemError) -> TestGeneration {
        let info = try info(package, settings, findings)
        let files = LibraryCheckerFiles(package.root)
        var generation = LibraryCheckerTests(info, files, findings).generation(findings)
        if files.files[LibraryCheckerFiles.parameters] == nil, let path = TreePath(LibraryCheckerFiles.parameters) {
            let text = findings.collect { () throws(Diagnostic) in try LibraryCheckerFiles.parameters(info["params"]) }
            generation.texts.append(TestGeneration.Text(Array((text ?? "").utf8), at: path))
        }
        return generation
    }

    private static func info(
        _ package: LoadedPackage, _ settings: PackageEntry, _ findings: Findings
    ) throws(ProblemError) -> YAMLMapping {
        let mapping = findings.collect { () throws(Diagnostic) in
            let bytes = try package.settings(settings, atMost: YAMLDocument.sizeLimit, findings)
            return try TOMLDocument(bytes: bytes, file: settings.location).root.mapping()
        }
        guard let mapping else { throw ProblemError(.invalid, findings.errors) }
        return mapping
    }

    /// What looks at inputs, where it is there.
    private static func verifier(
        _ info: YAMLMapping, _ files: LibraryCheckerFiles, _ findings: Findings
    ) -> [Program] {
        let name = findings.collect { () throws(Diagnostic) in try info["verifier"]?.string() } ?? "verifier.cpp"
        return [files.program(name)].compactMap(\.self)
    }

    private static func checker(_ info: YAMLMapping, _ files: LibraryCheckerFiles) throws(Diagnostic) -> Program {
        let name = try info["checker"]?.string() ?? "checker.cpp"
        if let program = files.program(name) { return program }
        throw Diagnostic(
            file: settingsFile, line: info.line(of: "checker"), message: "there is no \(name); add the checker")
    }
}

/// The files of a package of Library Checker, and the programs that they make.
struct LibraryCheckerFiles {
    /// What every program may include: the problem's parameters, which are made of `info.toml`.
    static let parameters = "params.h"
    /// The collection's own headers, which lie beside its packages, and are put into a package where it lacks them.
    static let common = "common"
    private static let headers: Set<String> = ["h", "hpp", "hh"]

    let files: FilesByPath

    init(_ root: PackageEntry) {
        files = FilesByPath(root)
    }

    /// The program whose source is at `path`, with the package's headers at their paths and the collection's beside them.
    func program(_ path: String) -> Program? {
        files[path].map { Program(name: PrintableText.escape(path), files: [SourceFile($0, name: path)] + included) }
    }

    /// What lies beside each program.
    var included: [SourceFile] {
        var named: [String: SourceFile] = [:]
        for (path, file) in files.all where Self.headers.contains(FilesByPath.kind(of: path)) {
            named[path] = SourceFile(file, name: path)
        }
        for (path, file) in files.all where path.hasPrefix(Self.common + "/") {
            let name = String(path.dropFirst(Self.common.count + 1))
            if named[path] != nil, named[name] == nil { named[name] = SourceFile(file, name: name) }
        }
        if named[Self.parameters] == nil, let path = TreePath(Self.parameters) {
            // Made before any program is built.
            named[Self.parameters] = SourceFile(PackageFile(path: path, size: ByteCount(0)), name: Self.parameters)
        }
        return named.values.sorted { $0.name < $1.name }
    }

    /// The text of `params.h`.
    static func parameters(_ node: YAMLNode?) throws(Diagnostic) -> String {
        guard let mapping = try node?.mapping() else { return "" }
        var lines = ""
        for key in mapping.keys {
            let value = try mapping.value(key)
            if let number = try? value.integer() {
                lines += "#define \(key) (long long)\(number)\n"
            } else if let number = try? value.double() {
                lines += "#define \(key) \(number)\n"
            } else {
                let text = try value.string().replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                lines += "#define \(key) \"\(text)\"\n"
            }
        }
        return lines
    }
}
