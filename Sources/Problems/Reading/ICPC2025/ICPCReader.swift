import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads the ICPC's problem package format 2025-09.
struct ICPCReader {
    private let findings: Findings
    private let package: LoadedPackage
    private let settings: ICPCSettings

    /// Folders that other formats have, or that are easily misspelt, and what is read instead.
    private static let likelyMistakes: [(name: String, meant: String)] = [
        ("output_validators", "output_validator"), ("input_validator", "input_validators"),
        ("input_format_validators", "input_validators"), ("static_validators", "static_validator"),
        ("submission", "submissions"), ("includes", "include"), ("problem_statement", "statement"),
        ("statements", "statement"), ("solutions", "solution"), ("attachment", "attachments"),
        ("answer_validators", "output_validator"), ("graders", "output_validator"),
    ]

    private static let legacyFolder = "output_validators"

    init(_ package: LoadedPackage, settings: ICPCSettings, findings: Findings) {
        self.package = package
        self.settings = settings
        self.findings = findings
    }

    func read() -> Problem {
        let (tree, tests) = testData()
        checkFolders()
        var problem = Problem(
            shortName: package.listing.root.label, format: .icpc2025, home: .icpc,
            name: settings.about.names["en"] ?? settings.about.names.min { $0.key < $1.key }?.value,
            about: settings.about, timeLimit: settings.timeLimit, limits: settings.limits, validation: validation(),
            staticValidator: program("static_validator"), languages: settings.languages,
            allowsFileWriting: settings.allowsFileWriting,
            constants: settings.constants, grading: tree, testCases: tests,
            submissions: ICPCSubmissions.read(
                package, groups: tree, areAnswers: settings.kinds.contains(.submitAnswer), findings: findings),
            inputValidators: inputValidators(), includes: includes())
        if settings.kinds.contains(.submitAnswer) { SubmittedAnswers.apply(to: &problem, findings) }
        problem.programChecks = ProgramCheckReader.read(package, findings, settings: checkSettings)
        problem.warnings = findings.warnings
        return problem
    }

    /// The groups and the test cases. Drafts of the format had scores as the legacy one has them.
    private func testData() -> (tree: GroupTree, tests: [TestCase]) {
        if settings.isDraft, settings.isScoring, isGradedAsLegacy {
            let data = DataReader(package, settings: ProblemSettings(isScoring: true), findings: findings)
            guard !data.groups.isEmpty else { return (GroupTree(tests: 0), []) }
            let tree = findings.tree(of: data.testCases.count, in: "data") { () throws(GradingError) in
                try GroupTree(data.groups)
            }
            if tree.hasProgram { findings.error("graders", "\"grading: custom\" is not read in this format") }
            return (tree, data.testCases.map(\.withAnyPoints))
        }
        let data = TestDataReader(package, settings: settings, findings: findings)
        let builder = GroupTreeBuilder(data, isScoring: settings.isScoring, findings: findings)
        checkSupport(data)
        return (builder.tree(), builder.tests)
    }

    /// Whether a group has its settings in the legacy format's file.
    private var isGradedAsLegacy: Bool {
        let folders = [package.child("data"), package.root.entry(at: "data/secret")].compactMap(\.self)
        return (folders + folders.flatMap(\.children)).contains { $0.child(DataReader.settingsFile) != nil }
    }

    /// What holds for a test of the package's own programs: what its own file says over what its folder's does.
    private func checkSettings(_ own: PackageEntry?, in folder: PackageEntry) -> TestSettings {
        var tests = TestSettings()
        tests.isDraft = settings.isDraft
        func mapping(_ file: PackageEntry?, _ constants: Constants) -> YAMLMapping? {
            file.flatMap { file in
                findings.collect { () throws(Diagnostic) in try package.yaml(file, findings, constants: constants) }
            }
        }
        if let group = mapping(folder.child(TestGroupSettings.file), settings.constants) {
            tests.apply(own: group, findings)
            tests.notes = TestNotes()
        }
        if let own = mapping(own, Constants()) { tests.apply(own: own, findings) }
        return tests
    }

    private func validation() -> Validation {
        let needsOwn = settings.kinds.contains(.interactive) || settings.kinds.contains(.multiPass)
        let programs = outputValidators()
        guard !programs.isEmpty else {
            if needsOwn {
                let message = "an interactive or multi-pass problem needs a program here; add one"
                findings.error("output_validator", message)
            }
            return .standard(arguments: [])
        }
        return .custom(
            CustomValidation(
                validators: programs,
                exchange: settings.kinds.contains(.interactive) ? .interactive : .afterTheRun,
                passes: settings.kinds.contains(.multiPass) ? settings.validationPasses : nil))
    }

    /// The program of the format, or those in the folder that the legacy format has for them.
    private func outputValidators() -> [Program] {
        if let program = program("output_validator") { return [program] }
        guard let folder = package.child(Self.legacyFolder), folder.isFolder else { return [] }
        let programs = ProgramReader.programs(in: package, folder: Self.legacyFolder, findings: findings)
        if !programs.isEmpty {
            findings.warn(folder.location, "read as the output validator; move it into a folder \"output_validator\"")
        }
        return programs
    }

    /// The program in the folder `name`: what is in it, or the only file or folder that is; nil if there is none.
    private func program(_ name: String) -> Program? {
        guard let folder = package.child(name) else { return nil }
        guard folder.isFolder else {
            findings.error(folder.location, "must be a folder with a program; rename the file")
            return nil
        }
        let entry = folder.children.count == 1 ? folder.children[0] : folder
        let files = package.sourceFiles(entry)
        guard !files.isEmpty else {
            findings.warn(folder.location, "the folder is empty; put a program's sources into it or remove it")
            return nil
        }
        return Program(name: entry.location, files: files)
    }

    private func inputValidators() -> [Program] {
        let programs = ProgramReader.programs(in: package, folder: "input_validators", findings: findings)
        if package.child("input_validators")?.children.isEmpty ?? true {
            findings.warn("input_validators", "the format asks for an input validator; add one")
        }
        return programs
    }

    private func includes() -> [String: [SourceFile]] {
        guard let include = package.child("include"), include.isFolder else { return [:] }
        var includes: [String: [SourceFile]] = [:]
        for entry in include.children {
            guard entry.isFolder else {
                findings.warn(entry.location, "not used: put it into include/default or include/LANGUAGE")
                continue
            }
            includes[entry.name] = package.sourceFiles(entry)
            if let languages = settings.languages, entry.name != "default", !languages.contains(entry.name) {
                findings.warn(entry.location, "not used: \"languages\" does not have \"\(entry.label)\"")
            }
        }
        return includes
    }

    /// Refuses what is not judged as the format says.
    private func checkSupport(_ data: TestDataReader) {
        let hasValidator = package.child("static_validator") != nil
        if hasValidator, settings.kinds.contains(.submitAnswer) {
            findings.error(
                "static_validator",
                "\"submit-answer\" problems have none, as there are no sources to look at; remove it")
        }
        let groups = ([data.sample, data.secret].compactMap(\.self) + data.groups).map(\.settings)
        let asking = groups.filter { $0.staticScore != nil }
        if hasValidator, asking.isEmpty {
            findings.warn("static_validator", "no group has a \"static_validation_score\", so it is not used")
        }
        for settings in asking where !hasValidator {
            findings.error(
                settings.location, line: settings.line(of: "static_validation_score"),
                "\"static_validation_score\" needs a program in static_validator; add it")
        }
    }

    private func checkFolders() {
        for (name, meant) in Self.likelyMistakes {
            guard let folder = package.child(name), folder.isFolder else { continue }
            if name == Self.legacyFolder, package.child(meant) == nil { continue }
            findings.warn(folder.location, "not read; if it is meant to be, rename it to \"\(meant)\"")
        }
        StatementCheck(package, names: settings.about.names, findings: findings).check()
        for entry in package.child("attachments")?.children ?? [] where entry.isFolder && entry.name != "templates" {
            findings.warn(entry.location, "a folder among attachments; pack it, and attach the archive")
        }
    }
}

extension TestCase {
    /// The same, with a checker that may give points or not.
    fileprivate var withAnyPoints: TestCase {
        var test = self
        test.checkerPoints = .any
        return test
    }
}
