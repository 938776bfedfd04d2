import Grading
import PackageFiles
import StrictXML
import Units

/// Reads packages that Polygon exports: `problem.xml`, and the files that it names.
struct PolygonReader: GeneratedPackageReader {
    static let settingsFile = "problem.xml"
    static let formats = [PackageFormat.polygon]

    private static let parts = [
        "names", "statements", "tutorials", "judging", "files", "assets", "properties", "stresses", "documents",
        "materials",
        "tags",
    ]

    private let package: LoadedPackage
    private let root: XMLElement
    private let files: FilesByPath
    private let findings: Findings

    private init(_ package: LoadedPackage, _ root: XMLElement, _ findings: Findings) {
        self.package = package
        self.root = root
        self.findings = findings
        files = FilesByPath(package.root)
    }

    /// Which files have to be looked into: the settings, and one byte more than they may have, which tells that they are too
    /// large.
    static func needs(of folder: PackageEntry) -> [FileRequest] {
        [folder.child(settingsFile)?.file].compactMap(\.self)
            .map { FileRequest($0, atMost: XMLDocument.sizeLimit + 1) }
    }

    static func read(
        _ package: LoadedPackage, _ settings: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let root = try root(of: package, settings, findings)
        return PolygonReader(package, root, findings).read()
    }

    static func lackedHeaders(in folder: PackageEntry) -> MissingHeaders? {
        folder.files.contains { FilesByPath.name(of: $0.path) == PolygonPrograms.library }
            ? nil : MissingHeaders(folder: "files", besideCollection: nil)
    }

    static func generation(
        of package: LoadedPackage, _ settings: PackageEntry, findings: Findings
    ) throws(ProblemError) -> TestGeneration {
        let root = try root(of: package, settings, findings)
        return PolygonGeneration(root, FilesByPath(package.root), findings).generation
    }

    /// The outermost element of `problem.xml`.
    private static func root(
        of package: LoadedPackage, _ settings: PackageEntry, _ findings: Findings
    ) throws(ProblemError) -> XMLElement {
        guard let bytes = package.bytes(of: settings, limit: XMLDocument.sizeLimit + 1) else {
            findings.error(
                settings.location, settings.isFolder ? "must be a file, not a folder" : LoadedPackage.notLoaded)
            throw ProblemError(.invalid, findings.errors)
        }
        do throws(Diagnostic) {
            let root = try XMLDocument(bytes: bytes, file: settings.location).root
            guard root.name == "problem" else {
                throw root.error("the outermost element must be <problem>, not <\(root.name)>")
            }
            return root
        } catch {
            findings.error(error.file, line: error.line, error.message)
            throw ProblemError(.invalid, findings.errors)
        }
    }

    private func read() -> Problem {
        findings.warnOfUnknown(in: root, known: Self.parts)
        let judging = PolygonJudging(root, files, findings)
        let grading = PolygonGroups(judging.testset, findings)
        let about = PolygonAbout.read(root)
        let assets = root.child("assets")
        let programs = PolygonPrograms(assets, files, findings)
        programs.checkScorer(isScoring: grading.isScoring)
        var limits = ProblemLimits()
        limits.memory = judging.testset.memory
        limits.output = .mebibytes(64)
        let names = root.child("names")?.children("name") ?? []
        var problem = Problem(
            shortName: package.listing.root.label, format: .polygon, home: .polygon,
            name: about.names["en"] ?? names.first?["value"], about: about,
            timeLimit: .fixed(judging.testset.timeLimit, source: Self.settingsFile), limits: limits,
            validation: programs.validation(pointsArePercent: judging.pointsArePercent), grading: grading.tree,
            testCases: grading.tests,
            submissions: PolygonSolutions(files, grading, findings).read(assets?.child("solutions")),
            inputValidators: programs.inputValidators(),
            includes: PolygonResources(files, findings).includes(root.child("files")?.child("resources")))
        problem.runs = judging.runs
        problem.inputFile = judging.streamFiles["input-file"]
        problem.outputFile = judging.streamFiles["output-file"]
        if !judging.streamFiles.isEmpty, assets?.child("interactor") != nil {
            findings.error(
                Self.settingsFile, "submissions talk with an interactor, and read or write a file; change one")
        }
        problem.warnings = findings.warnings
        return problem
    }
}
