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

    init(_ package: LoadedPackage, settings: ICPCSettings, findings: Findings) {
        self.package = package
        self.settings = settings
        self.findings = findings
    }

    func read() -> Problem {
        let data = TestDataReader(package, settings: settings, findings: findings)
        let builder = GroupTreeBuilder(data, isScoring: settings.isScoring, findings: findings)
        let tree = builder.tree()
        checkSupport(data)
        checkFolders()
        var problem = Problem(
            shortName: package.listing.root.label, format: .icpc2025, home: .icpc,
            name: settings.about.names["en"] ?? settings.about.names.min { $0.key < $1.key }?.value,
            about: settings.about, timeLimit: settings.timeLimit, limits: settings.limits, validation: validation(),
            staticValidator: program("static_validator"), languages: settings.languages,
            allowsFileWriting: settings.allowsFileWriting,
            constants: settings.constants, grading: tree, testCases: builder.tests,
            submissions: ICPCSubmissions.read(
                package, groups: tree, areAnswers: settings.kinds.contains(.submitAnswer), findings: findings),
            inputValidators: inputValidators(), includes: includes())
        if settings.kinds.contains(.submitAnswer) { SubmittedAnswers.apply(to: &problem, findings) }
        problem.programChecks = ProgramCheckReader.read(package, findings) { file in
            var own = TestSettings()
            let mapping = file.flatMap { file in
                findings.collect { () throws(Diagnostic) in try package.yaml(file, findings) }
            }
            if let mapping { own.apply(own: mapping, findings) }
            return own
        }
        problem.warnings = findings.warnings
        return problem
    }

    private func validation() -> Validation {
        let needsOwn = settings.kinds.contains(.interactive) || settings.kinds.contains(.multiPass)
        guard let program = program("output_validator") else {
            if needsOwn {
                let message = "an interactive or multi-pass problem needs a program here; add one"
                findings.error("output_validator", message)
            }
            return .standard(arguments: [])
        }
        return .custom(
            CustomValidation(
                validators: [program],
                exchange: settings.kinds.contains(.interactive) ? .interactive : .afterTheRun,
                passes: settings.kinds.contains(.multiPass) ? settings.validationPasses : nil))
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
            findings.warn(folder.location, "not read; if it is meant to be, rename it to \"\(meant)\"")
        }
        StatementCheck(package, names: settings.about.names, findings: findings).check()
        for entry in package.child("attachments")?.children ?? [] where entry.isFolder && entry.name != "templates" {
            findings.warn(entry.location, "a folder among attachments; pack it, and attach the archive")
        }
    }
}
