import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads packages of DMOJ: `init.yml`, the test cases that it names, and the submissions in `tests`.
enum DMOJReader: GeneratedPackageReader {
    static let settingsFile = "init.yml"
    static let formats = [PackageFormat.dmoj]

    private static let keys = [
        "archive", "test_cases", "pretest_test_cases", "checker", "points", "unbuffered", "binary_data", "hints",
        "symlinks", "output_limit_length", "output_prefix_length", "wall_time_factor", "short_circuit", "dependencies",
        "meta", "in", "out", "generator", "generator_args", "generator_in", "interactive", "signature_grader",
        "custom_judge",
    ]

    /// Which files have to be looked into: settings, those of the submissions' tests among them.
    static func needs(of folder: PackageEntry) -> [FileRequest] {
        guard let own = folder.child(settingsFile) else { return [] }
        let tests = (folder.child(DMOJSolutions.folder)?.children ?? []).flatMap { test in
            DMOJSolutions.files.compactMap { test.child($0) }
        }
        return ([own] + tests).compactMap(\.file).map { FileRequest($0, atMost: YAMLDocument.sizeLimit + 1) }
            + DMOJPython.candidates(in: folder)
    }

    static func read(
        _ package: LoadedPackage, _ settings: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let mapping = try package.settings(settings, findings)
        let root = DMOJNode(mapping)
        findings.allow(keys, in: mapping)
        let items = DMOJGeneration.completed(items(package, root, findings), in: package.root, findings)
        let limits = self.limits(root, findings)
        let isBinary = findings.collect { () throws(Diagnostic) in try root["binary_data"]?.boolean() } ?? false
        let checking = DMOJChecking(
            items, of: root, isBinary: isBinary, in: package, limits, findings)
        let groups = DMOJGroups(items, checkerArguments: checking.arguments)
        let solutions = DMOJSolutions(package, tests: groups.names, findings: findings)
        if groups.tests.isEmpty, findings.errors.isEmpty {
            findings.error(settingsFile, "there are no test cases; list some in \"test_cases\"")
        }
        let tree = findings.tree(of: groups.tests.count, in: settingsFile) { () throws(GradingError) in
            try groups.tree()
        }
        var problem = Problem(
            shortName: package.listing.root.label, format: .dmoj, home: .dmoj,
            timeLimit: solutions.timeLimit.map { .fixed($0, source: DMOJSolutions.folder) }
                ?? .computed(multiplier: 5, safetyMargin: 2),
            limits: checking.limits, validation: checking.validation, grading: tree,
            testCases: DMOJLinks(root, findings).linked(groups.tests), submissions: solutions.submissions)
        if let memory = solutions.memory { problem.limits.memory = memory }
        if checking.isInteractive, let time = solutions.timeLimit { problem.limits.validationTime += time }
        if let node = root["signature_grader"] {
            _ = findings.collect { () throws(Diagnostic) in try sign(&problem, node, in: package.root) }
        }
        problem.warnings = findings.warnings
        return problem
    }

    static func generation(
        of package: LoadedPackage, _ settings: PackageEntry, findings: Findings
    ) throws(ProblemError) -> TestGeneration {
        let root = DMOJNode(try package.settings(settings, findings))
        var generation = DMOJGeneration.generation(of: items(package, root, findings), in: package.root, findings)
        generation.texts += [DMOJPython.text(for: root, in: package.root)].compactMap(\.self)
        return generation
    }

    /// The test cases and batches that the settings list.
    private static func items(_ package: LoadedPackage, _ root: DMOJNode, _ findings: Findings) -> [DMOJItem] {
        let files = findings.collect { () throws(Diagnostic) in
            try DMOJFiles(package.root, archive: root["archive"])
        }
        return files.map { DMOJCases($0, findings).items(of: root) } ?? []
    }

    /// Has submissions built into the program of a `signature_grader`: it calls them, and they have no `main`.
    private static func sign(_ problem: inout Problem, _ node: YAMLNode, in root: PackageEntry) throws(Diagnostic) {
        let mapping = try node.mapping()
        try mapping.allow("entry", "header", "allow_main")
        var files: [SourceFile] = []
        for key in ["entry", "header"] {
            let name = try mapping.value(key).string()
            guard let entry = root.entry(at: name), let file = entry.file else {
                throw try mapping.value(key).error("names the file \(name), which is not in the package; add it")
            }
            files.append(SourceFile(file, name: entry.name))
        }
        problem.languages = ["c", "cpp"]
        problem.includes = ["c": files, "cpp": files]
        let allowsMain = try mapping["allow_main"]?.boolean() ?? false
        problem.preamble =
            "#define SIGNATURE_GRADER\n#include \"\(files[1].name)\"\n"
            + (allowsMain ? "" : "#define main main_of_the_submission\n")
    }

    /// Where the archive of the package's test data is listed; nil if it has none, or is a folder already.
    static func archive(in package: LoadedPackage) -> TreePath? {
        // What is wrong is found again, and told, when the package is read.
        let untold = Findings([])
        let path = package.child(settingsFile).flatMap { entry in
            untold.collect { () throws(Diagnostic) in try package.yaml(entry, untold)["archive"]?.string() }
        }
        return package.listing.files.first { $0.path == path }.flatMap { TreePath($0.path) }
    }

    private static func limits(_ root: DMOJNode, _ findings: Findings) -> ProblemLimits {
        var limits = ProblemLimits()
        limits.code = .kibibytes(64)
        limits.output = ByteCount(25_165_824)
        let output = findings.collect { () throws(Diagnostic) in
            try root["output_limit_length"]?.integer(in: 1...1 << 40)
        }
        if let output { limits.output = ByteCount(Int64(output)) }
        return limits
    }
}
