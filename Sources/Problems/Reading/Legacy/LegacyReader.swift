import Grading
import PackageFiles

/// Puts the parts of a legacy package together.
struct LegacyReader {
    private let findings: Findings
    private let package: LoadedPackage
    private let settings: ProblemSettings
    private let home: HomeSystem

    /// Folders that other formats have, or that are easily misspelt, and what is read instead.
    private static let likelyMistakes: [(name: String, meant: String)] = [
        ("output_validator", "output_validators"), ("input_validator", "input_validators"),
        ("submission", "submissions"), ("includes", "include"), ("grader", "graders"),
        ("answer_validators", "output_validators"),
    ]

    init(_ package: LoadedPackage, settings: ProblemSettings, home: HomeSystem, findings: Findings) {
        self.package = package
        self.settings = settings
        self.home = home
        self.findings = findings
    }

    func read() -> Problem {
        let data = DataReader(package, settings: settings, findings: findings)
        let time = TimeLimitReader(
            package,
            otherwise: .computed(
                multiplier: settings.timeMultiplier, safetyMargin: settings.limits.timeSafetyMargin),
            findings: findings)
        warnAboutFolders()
        let graders = ownGraders()
        var problem = Problem(
            shortName: package.listing.root.label,
            format: settings.format,
            home: home,
            name: settings.about.names["en"] ?? settings.about.names.min { $0.key < $1.key }?.value ?? time.name,
            about: settings.about,
            timeLimit: time.timeLimit,
            limits: settings.limits,
            validation: validation(),
            languages: settings.languages,
            grading: grading(data, graders: graders),
            isLowestScoreBest: settings.grading.isLowest,
            graders: graders,
            testCases: data.testCases,
            submissions: SubmissionReader.submissions(
                in: package, isScoring: settings.isScoring, findings: findings),
            inputValidators: inputValidators(),
            includes: includes())
        problem.programChecks = ProgramCheckReader.read(package, findings) { _, _ in
            var own = TestSettings()
            own.outputValidatorArguments = settings.validation.flags
            return own
        }
        problem.warnings = findings.warnings
        return problem
    }

    /// The groups that were read; if something is wrong with them, the package is refused for that.
    private func grading(_ data: DataReader, graders: [Program]) -> GroupTree {
        guard !data.groups.isEmpty else { return GroupTree(tests: 0) }
        let tree = findings.tree(of: data.testCases.count, in: "data") { () throws(GradingError) in
            try GroupTree(data.groups)
        }
        if tree.hasProgram, graders.isEmpty {
            findings.error("graders", "\"grading: custom\" needs a program here; add it or use \"default\"")
        }
        return tree
    }

    private func ownGraders() -> [Program] {
        guard settings.format != .legacyICPC else { return [] }
        let programs = ProgramReader.programs(in: package, folder: "graders", findings: findings)
        if let second = programs.dropFirst().first {
            findings.error(second.name, "a package has one grader; remove all but one")
        }
        if let first = programs.first, !settings.isScoring {
            findings.warn(first.name, "not used without \"type: scoring\" in problem.yaml; add that or remove it")
        }
        return programs
    }

    private func validation() -> Validation {
        var programs = ProgramReader.programs(in: package, folder: "output_validators", findings: findings)
        let given = settings.validation
        if programs.isEmpty, given.isCustom, let folder = package.child("output_validator"), folder.isFolder {
            // The newer formats' folder, which DOMjudge reads in legacy packages too, is one program.
            findings.warn(folder.location, "read as one output validator; move it into a folder \"output_validators\"")
            programs = [Program(name: folder.location, files: package.sourceFiles(folder))].filter { !$0.files.isEmpty }
        }
        guard given.isCustom else {
            if let first = programs.first {
                let message = "not used without \"validation: custom\" in problem.yaml; add that or remove it"
                findings.warn(first.name, message)
            }
            return .standard(arguments: given.flags)
        }
        if programs.isEmpty {
            let message = "\"validation: custom\" needs a program in output_validators; add it or use \"default\""
            findings.error(ProblemSettings.file, line: given.line, message)
        }
        return .custom(
            CustomValidation(
                validators: programs, arguments: given.flags,
                exchange: given.isInteractive ? .interactive : .afterTheRun,
                givesScores: given.isScoring && settings.isScoring,
                passes: given.isMultiPass ? settings.validationPasses : nil))
    }

    private func inputValidators() -> [Program] {
        ["input_validators", "input_format_validators"].flatMap {
            ProgramReader.programs(in: package, folder: $0, findings: findings)
        }
    }

    private func includes() -> [String: [SourceFile]] {
        guard let include = package.child("include"), include.isFolder else { return [:] }
        guard settings.format != .legacyICPC else {
            findings.warn(include.location, "legacy-icpc has no include folder, so it is not used; remove it")
            return [:]
        }
        var includes: [String: [SourceFile]] = [:]
        for entry in include.children {
            if entry.isFolder {
                includes[entry.name] = package.sourceFiles(entry)
            } else {
                findings.warn(entry.location, "not used: put it into include/default or include/LANGUAGE")
            }
        }
        return includes
    }

    private func warnAboutFolders() {
        for (name, meant) in Self.likelyMistakes {
            guard let folder = package.child(name), folder.isFolder else { continue }
            if name == "output_validator", settings.validation.isCustom, package.child(meant) == nil { continue }
            findings.warn(folder.location, "not read; if it is meant to be, rename it to \"\(meant)\"")
        }
        if settings.format == .legacyICPC, let graders = package.child("graders"), graders.isFolder {
            findings.warn(graders.location, "legacy-icpc has no graders; results are made without them")
        }
    }
}
