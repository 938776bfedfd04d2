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
        let kind = kind(of: task, findings)
        let files = FilesByPath(package.root)
        let tests = TPSTests(TPSData(package, findings), files, findings)
        let programs = TPSPrograms(files, code: code(of: task, package, findings), findings)
        var problem = Problem(
            shortName: package.listing.root.label, format: .tps, home: .cms,
            name: CMSReader.text("title", "name", of: task, findings),
            timeLimit: kind == .outputOnly
                ? HandedInAnswers.timeLimit : CMSReader.timeLimit(of: task, in: settingsFile, findings),
            limits: CMSReader.limits(of: task, findings), validation: programs.validation,
            grading: tests.tree(package, findings), testCases: tests.cases,
            submissions: TPSSolutions(programs, tests.names, findings).read(package),
            inputValidators: [files.program(called: "validator/validator")].compactMap(\.self),
            includes: programs.graders)
        problem.hasTwoSteps = kind == .twoSteps
        if kind == .communication { problem.validation = managed(task, files, findings) ?? problem.validation }
        if kind == .outputOnly {
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
            .generation(
                programs, model: solutions.model(package), answers: answers(of: kind(of: task, findings)), findings)
    }

    private static func answers(of kind: Kind) -> TPSTests.Answers {
        switch kind {
        case .batch, .outputOnly: .oneRun
        case .communication: .empty
        case .twoSteps: .twoRuns
        }
    }

    /// The types of tasks that are judged.
    private enum Kind: String, CaseIterable {
        case batch = "Batch"
        case outputOnly = "OutputOnly"
        case communication = "Communication"
        case twoSteps = "TwoSteps"
    }

    /// The type; others are refused.
    private static func kind(of task: YAMLMapping, _ findings: Findings) -> Kind {
        findings.collect { () throws(Diagnostic) in
            guard let type = task["type"] else { return .batch }
            let name = try type.string()
            if let kind = Kind(rawValue: name) { return kind }
            let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw type.error("must be one of \(known); tasks of the type \(name) are not judged")
        } ?? .batch
    }

    /// How the manager of a `Communication` task judges.
    private static func managed(
        _ task: YAMLMapping, _ files: FilesByPath, _ findings: Findings
    ) -> Validation? {
        let hasChecker = findings.collect { () throws(Diagnostic) in try task["has_checker"]?.boolean() } ?? false
        if hasChecker {
            findings.error(
                settingsFile, line: task.line(of: "has_checker"),
                "a checker of what a manager writes is not called; let the manager say what a submission is worth")
        }
        guard let manager = CMSManager(in: ["grader", "manager"], of: files, findings) else {
            findings.error("grader/manager.cpp", "is not there; a \"Communication\" task needs a manager, so add it")
            return nil
        }
        return manager.validation(of: task, or: .named, findings)
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
