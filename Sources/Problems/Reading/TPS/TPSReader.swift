import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads tasks of TPS, the olympiads' preparation system: `problem.json`, `subtasks.json`, `solutions.json`, test data by `gen/data`.
enum TPSReader: GeneratedPackageReader {
    static let settingsFile = "problem.json"
    static let subtasksFile = "subtasks.json"
    static let solutionsFile = "solutions.json"
    static let formats = [PackageFormat.tps]

    static func needs(of folder: PackageEntry) -> [FileRequest] {
        guard let own = folder.child(settingsFile) else { return [] }
        let others = [folder.child(subtasksFile), folder.child(solutionsFile), folder.child("gen")?.child("data")]
        return ([own] + others).compactMap { $0?.file }.map { FileRequest($0, atMost: YAMLDocument.sizeLimit + 1) }
    }

    static func read(
        _ package: LoadedPackage, _ settings: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let task = try package.settings(settings, findings)
        let isOutputOnly = isOutputOnly(task, findings)
        let files = FilesByPath(package.root)
        let tests = TPSTests(TPSData(package, findings), files, findings)
        let programs = TPSPrograms(files, code: code(of: task, package, findings), findings)
        var problem = Problem(
            shortName: package.listing.root.label, format: .tps, home: .cms,
            name: CMSReader.text("title", "name", of: task, findings),
            timeLimit: isOutputOnly
                ? HandedInAnswers.timeLimit : CMSReader.timeLimit(of: task, in: settingsFile, findings),
            limits: CMSReader.limits(of: task, findings), validation: programs.validation,
            grading: tests.tree(package, findings), testCases: tests.cases,
            submissions: TPSSolutions(programs, tests.names, findings).read(package), includes: programs.graders)
        if isOutputOnly {
            problem.take(answersOf: HandedInAnswers(files, in: TPSSolutions.folder, findings))
        } else if !programs.graders.isEmpty {
            problem.languages = programs.graders.keys.sorted()
        }
        problem.warnings = findings.warnings
        return problem
    }

    static func generation(
        of package: LoadedPackage, _ settings: PackageEntry, findings: Findings
    ) throws(ProblemError) -> TestGeneration {
        let task = try package.settings(settings, findings)
        let files = FilesByPath(package.root)
        let programs = TPSPrograms(files, code: code(of: task, package, findings), findings)
        let solutions = TPSSolutions(programs, [], findings)
        return TPSTests(TPSData(package, findings), files, findings)
            .generation(programs, model: solutions.model(package), findings)
    }

    /// Whether submissions are outputs; other types than those two are refused.
    private static func isOutputOnly(_ task: YAMLMapping, _ findings: Findings) -> Bool {
        findings.collect { () throws(YAMLError) in
            guard let type = task["type"] else { return false }
            let name = try type.string()
            guard ["Batch", "OutputOnly"].contains(name) else {
                throw type.error("must be Batch or OutputOnly; tasks of the type \(name) are not judged")
            }
            return name == "OutputOnly"
        } ?? false
    }

    /// What submissions are called.
    private static func code(of task: YAMLMapping, _ package: LoadedPackage, _ findings: Findings) -> String {
        CMSReader.text("code", "name", of: task, findings) ?? package.listing.root.label
    }
}

/// The checker and the graders of a task.
struct TPSPrograms {
    /// How outputs are judged: TPS' testlib answers as CMS has it.
    let validation: Validation
    /// The files to put beside a submission, by language.
    let graders: [String: [SourceFile]]
    /// What submissions are called: `CODE.cpp`.
    let code: String
    let files: FilesByPath

    init(_ files: FilesByPath, code: String, _ findings: Findings) {
        self.files = files
        self.code = code
        if let checker = files.program(called: "checker/checker") {
            validation = .custom(CustomValidation(.checker(CheckerConvention(.cms)), validators: [checker]))
        } else {
            validation = .native(checker: "cms.whitediff", arguments: [])
        }
        let grader = files.files(in: "grader/cpp").map { SourceFile($0.file, name: $0.name) }
        graders = grader.isEmpty ? [:] : ["cpp": grader]
    }
}
