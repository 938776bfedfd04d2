import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads tasks of CMS in the format of the Italian olympiads: `task.yaml`, `input` and `output`, `gen/GEN` with subtasks, a checker in
/// `check`, graders and solutions in `sol`. With `output_only` submissions are outputs; with a manager in `check` it talks with them.
enum CMSReader: GeneratedPackageReader {
    static let settingsFile = "task.yaml"
    static let formats = [PackageFormat.cms]

    /// Keys that are read, and those for CMS' contests.
    private static let keys = [
        "name", "nome_breve", "title", "nome", "time_limit", "timeout", "memory_limit", "memlimit", "n_input", "infile",
        "outfile", "output_only", "num_processes", "user_io", "total_value", "score_type", "score_type_parameters",
        "primary_language",
        "public_testcases", "risultati", "feedback_level", "score_mode", "score_precision", "version",
        "max_submission_number", "max_user_test_number", "min_submission_interval", "min_user_test_interval",
        "token_mode", "token_max_number", "token_min_interval", "token_gen_initial", "token_gen_number",
        "token_gen_interval", "token_gen_max", "token_initial", "token_gen_time", "token_total", "token_max",
    ]

    static func needs(of folder: PackageEntry) -> [FileRequest] {
        guard let own = folder.child(settingsFile) else { return [] }
        return [own, folder.child("gen")?.child("GEN")].compactMap { $0?.file }
            .map { FileRequest($0, atMost: YAMLDocument.sizeLimit + 1) }
    }

    static func read(
        _ package: LoadedPackage, _ settings: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let task = try package.settings(settings, findings)
        findings.allow(keys, in: task)
        let files = FilesByPath(package.root)
        let isOutputOnly = isOutputOnly(task, findings)
        // CMS looks for a manager only in other tasks.
        let manager = isOutputOnly ? nil : CMSManager(in: ["check", "cor"], of: files, findings)
        let scoring = CMSScoring(task, CMSGeneratorScript(package, findings), findings)
        let tests = CMSTests(files, scoring, findings)
        let short = text("name", "nome_breve", of: task, findings) ?? package.listing.root.label
        let programs = CMSPrograms(files, task: short, grader: manager == nil ? "grader" : "stub", findings)
        var problem = Problem(
            shortName: package.listing.root.label, format: .cms, home: .cms,
            name: text("title", "nome", of: task, findings),
            timeLimit: isOutputOnly ? HandedInAnswers.timeLimit : timeLimit(of: task, in: settingsFile, findings),
            limits: limits(of: task, findings), validation: programs.validation, grading: tests.tree(findings),
            testCases: tests.cases,
            submissions: programs.submissions, includes: programs.graders, entryPoints: programs.entryPoints)
        if isOutputOnly {
            problem.take(answersOf: HandedInAnswers(files, in: CMSPrograms.folder, findings))
        } else {
            if !programs.graders.isEmpty { problem.languages = programs.graders.keys.sorted() }
        }
        if let manager {
            let usual = programs.graders.isEmpty ? ManagedProcesses.Streams.standard : .named
            problem.validation = manager.validation(of: task, or: usual, findings)
        } else if !isOutputOnly {
            problem.inputFile = file("infile", of: task, or: "input.txt", findings)
            problem.outputFile = file("outfile", of: task, or: "output.txt", findings)
        }
        problem.warnings = findings.warnings
        return problem
    }

    static func generation(
        of package: LoadedPackage, _ settings: PackageEntry, findings: Findings
    ) throws(ProblemError) -> TestGeneration {
        let task = try package.settings(settings, findings)
        let files = FilesByPath(package.root)
        let script = CMSGeneratorScript(package, findings)
        let scoring = CMSScoring(task, script, findings)
        let tests = CMSTests(files, scoring, findings)
        if !isOutputOnly(task, findings), CMSManager(in: ["check", "cor"], of: files, findings) != nil {
            return tests.generation(script, hasAnswers: false, findings)
        }
        let generation = tests.generation(script, findings)
        let usesFiles =
            !isOutputOnly(task, findings) && file("infile", of: task, or: "input.txt", findings) != nil
        if usesFiles, generation.steps.contains(where: { $0.input != nil }) {
            findings.error(
                settingsFile, line: task.line(of: "infile"),
                "answers are missing, and a solution that reads a file is not run to make them; add the folder output")
        }
        return generation
    }

    /// Whether submissions are outputs.
    private static func isOutputOnly(_ task: YAMLMapping, _ findings: Findings) -> Bool {
        findings.collect { () throws(Diagnostic) in try task["output_only"]?.boolean() } ?? false
    }

    /// The text of a key that has two names.
    static func text(
        _ key: String, _ other: String, of task: YAMLMapping, _ findings: Findings
    ) -> String? {
        (task[key] ?? task[other]).flatMap { node in
            findings.collect { () throws(Diagnostic) in try node.string() }
        }
    }

    /// The time limit in seconds.
    /// - Parameter file: what `task` stands in.
    static func timeLimit(of task: YAMLMapping, in file: String, _ findings: Findings) -> TimeLimit {
        let seconds = findings.collect { () throws(Diagnostic) in
            if let node = task["time_limit"] ?? task["timeout"] { return try node.seconds() }
            throw Diagnostic(file: file, message: "there is no \"time_limit\"; add it, in seconds")
        }
        return .fixed(seconds ?? .seconds(1), source: file)
    }

    /// The memory limit in MiB, and CMS' other limits.
    static func limits(of task: YAMLMapping, _ findings: Findings) -> ProblemLimits {
        var limits = ProblemLimits()
        limits.code = .kibibytes(100)
        limits.output = .mebibytes(256)
        let memory = findings.collect { () throws(Diagnostic) in
            try (task["memory_limit"] ?? task["memlimit"])?.integer(in: 1...1 << 20)
        }
        limits.memory = .mebibytes(Int64(memory ?? 256))
        return limits
    }

    /// The file that programs read or write; nil: the standard stream.
    private static func file(
        _ key: String, of task: YAMLMapping, or usual: String, _ findings: Findings
    ) -> String? {
        guard task.keys.contains(key) else { return usual }
        guard let node = task[key] else { return nil }
        return findings.collect { () throws(Diagnostic) in
            let name = try node.string()
            guard !name.contains("/"), TreePath(name) != nil || name.isEmpty else {
                throw node.error("must be the name of a file, without a folder")
            }
            return name.isEmpty ? nil : name
        }
    }
}
