import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads packages of Hydro: a folder `testdata` with `config.yaml` and the files that it names, and a `problem.yaml`; or that folder
/// by itself.
enum HydroReader: GeneratedPackageReader, BareDataReader {
    static let settingsFile = "testdata/config.yaml"
    static let formats = [PackageFormat.hydro]
    static let sharedSettings = [ProblemYAMLReader.settingsFile]

    /// Where the test data lies.
    static let dataFolder = "testdata"
    private static let names = ["config.yaml", "config.yml", "Config.yaml", "Config.yml"]
    private static let keys = [
        "type", "time", "memory", "filename", "checker_type", "checker", "interactor", "validator", "user_extra_files",
        "judge_extra_files", "cases", "subtasks", "langs", "time_limit_rate", "memory_limit_rate", "score", "detail",
        "subType", "target", "redirect", "key", "answers", "num_processes", "manager", "template", "noOutputFile",
    ]

    /// `config.yaml`; a package without one has its tests by the names of files, and a `problem.yaml`.
    static func settings(in folder: PackageEntry) -> PackageEntry? {
        guard let data = folder.child(dataFolder), data.isFolder else {
            return names.prefix(2).lazy.compactMap { folder.child($0) }.first
        }
        if let config = names.lazy.compactMap({ data.child($0) }).first { return config }
        return folder.child("data") == nil ? folder.child(ProblemYAMLReader.settingsFile) : nil
    }

    static func moreSettings(in folder: PackageEntry) -> [PackageEntry] {
        [folder.child(ProblemYAMLReader.settingsFile)].compactMap(\.self)
    }

    static func read(
        _ package: LoadedPackage, _ settings: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let config = try config(of: package, settings, findings)
        findings.allow(keys, in: config)
        let files = HydroFiles(package.root, settings)
        let type = HydroType(config, findings)
        if type == .objective {
            return questions(config, package, settings, findings)
        }
        let cases = HydroCases(config, files, findings)
        let tests = HydroTests(
            cases, files, answerPattern: type == .submitAnswer ? HydroType.answerPattern(config, findings) : nil,
            findings)
        if cases.isLacking, files.empty == nil {
            findings.error(
                settings.location,
                "a test case has no input or no answer, and the empty file for it is not there. `verdict judge` and "
                    + "`verdict submit` make it")
        }
        if tests.cases.isEmpty, findings.errors.isEmpty {
            findings.error(
                settings.location, "there are no test cases; list \"cases\" or \"subtasks\", or add 1.in and 1.out")
        }
        let tree = findings.tree(of: tests.cases.count, in: settings.location) { () throws(GradingError) in
            try GroupTree(tests.groups)
        }
        let programs = HydroPrograms(config, files, findings)
        var problem = Problem(
            shortName: package.listing.root.label, format: .hydro, home: .hydro,
            timeLimit: .fixed(cases.time, source: settings.location), limits: limits(cases, type),
            validation: programs.validation(of: type), languages: programs.languages(), grading: tree,
            testCases: tests.cases,
            submissions: submissions(package, tree, areAnswers: type == .submitAnswer, findings),
            inputValidators: programs.inputValidators(), includes: programs.includes())
        if type == .submitAnswer {
            problem.takeAnswers()
        } else if let name = programs.fileName() {
            (problem.inputFile, problem.outputFile) = ("\(name).in", "\(name).out")
        }
        describe(&problem, package, settings, findings)
        problem.warnings = findings.warnings
        return problem
    }

    /// A problem whose submissions answer questions.
    private static func questions(
        _ config: YAMLMapping, _ package: LoadedPackage, _ settings: PackageEntry, _ findings: Findings
    ) -> Problem {
        let questions = HydroQuestions(config, settings, findings)
        let tree = findings.tree(of: questions.cases.count, in: settings.location) { () throws(GradingError) in
            try GroupTree([questions.group])
        }
        var problem = Problem(
            shortName: package.listing.root.label, format: .hydro, home: .hydro, timeLimit: HandedInAnswers.timeLimit,
            validation: .native(checker: HydroQuestions.checker, arguments: []), grading: tree,
            testCases: questions.cases, submissions: submissions(package, tree, areAnswers: true, findings))
        problem.takeAnswers()
        describe(&problem, package, settings, findings)
        problem.warnings = findings.warnings
        return problem
    }

    static func generation(
        of package: LoadedPackage, _ settings: PackageEntry, findings: Findings
    ) throws(ProblemError) -> TestGeneration {
        let config = try config(of: package, settings, findings)
        guard HydroType(config, findings) != .objective else { return TestGeneration() }
        let files = HydroFiles(package.root, settings)
        let cases = HydroCases(config, files, findings)
        var generation = TestGeneration()
        if cases.isLacking, files.empty == nil, let path = TreePath(HydroFiles.emptyFile) {
            generation.texts.append(TestGeneration.Text([], at: path))
        }
        return generation
    }

    /// The settings; none if the package has only a `problem.yaml`.
    private static func config(
        of package: LoadedPackage, _ settings: PackageEntry, _ findings: Findings
    ) throws(ProblemError) -> YAMLMapping {
        guard settings.path == ProblemYAMLReader.settingsFile else { return try package.settings(settings, findings) }
        if let old = package.child(dataFolder)?.child("config.ini") {
            findings.error(old.location, "settings of this kind are not read; write a config.yaml")
        }
        let empty = findings.collect { () throws(Diagnostic) in
            try YAMLDocument(bytes: [], file: dataFolder, duplicateKeys: .lastCounts).root.mapping()
        }
        guard let empty else { throw ProblemError(.invalid, findings.errors) }
        return empty
    }

    private static func limits(_ cases: HydroCases, _ type: HydroType) -> ProblemLimits {
        var limits = ProblemLimits()
        limits.memory = cases.memory
        limits.output = .mebibytes(64)
        limits.code = .kibibytes(128)
        if type == .interactive || type == .communication {
            // An interactor has twice what the submission has.
            limits.validationTime = cases.time * 2
            limits.validationMemory = ByteCount(cases.memory.bytes * 2)
        }
        return limits
    }

    /// The solutions in `std`, which are right, and those of the format 2025-09.
    private static func submissions(
        _ package: LoadedPackage, _ tree: GroupTree, areAnswers: Bool, _ findings: Findings
    ) -> [Submission] {
        let right = (package.child("std")?.children ?? []).compactMap { entry -> Submission? in
            guard areAnswers || !entry.isFolder, case let files = package.sourceFiles(entry), !files.isEmpty else {
                return nil
            }
            return Submission(
                path: entry.location, sources: .inPackage(files), expected: ExpectedResult([.accepted]))
        }
        return right
            + ICPCSubmissions.extra(in: package, groups: tree, areAnswers: areAnswers, findings: findings)
    }

    /// Takes what `problem.yaml` says about the problem.
    private static func describe(
        _ problem: inout Problem, _ package: LoadedPackage, _ settings: PackageEntry, _ findings: Findings
    ) {
        guard let entry = package.child(ProblemYAMLReader.settingsFile) else { return }
        let about = findings.collect { () throws(Diagnostic) in
            let mapping = try package.yaml(entry, findings)
            var about = ProblemAbout()
            if let title = mapping["title"] { about.names["en"] = try title.string() }
            about.keywords = try mapping["tag"]?.strings() ?? []
            return about
        }
        problem.name = about?.names["en"]
        problem.about = about ?? problem.about
    }
}

/// The files of a package of Hydro: its test data by the names in `config.yaml`.
struct HydroFiles {
    /// What stands for a file of a test case that is not named: it is made, and empty.
    static let emptyFile = "verdict-generated/empty"

    /// The folder of the test data.
    let data: PackageEntry
    let all: FilesByPath

    init(_ root: PackageEntry, _ settings: PackageEntry) {
        let folder = root.child(HydroReader.dataFolder)
        data = folder.flatMap { $0.isFolder ? $0 : nil } ?? root
        all = FilesByPath(root)
    }

    /// The empty file, where it was made.
    var empty: PackageFile? { all[Self.emptyFile] }

    /// Where a file of the test data is.
    func path(of name: String) -> String { data.path.isEmpty ? name : "\(data.path)/\(name)" }

    /// The file that `node` names.
    func file(_ node: YAMLNode) throws(Diagnostic) -> PackageFile {
        let name = try node.string()
        guard let file = all[path(of: name)] else {
            throw node.error("names \(name), which is not in the test data; add it")
        }
        return file
    }
}
