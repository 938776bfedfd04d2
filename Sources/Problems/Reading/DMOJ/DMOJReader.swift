import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads packages of DMOJ: `init.yml`, the test cases that it names, and the submissions in `tests`.
enum DMOJReader: PackageReader {
    static let settingsFile = "init.yml"
    static let formats = [PackageFormat.dmoj]

    /// What programs of the package do, which are not run here.
    private static let unread = [
        "generator": "makes test data with a program, which is not run here; put the files into the package",
        "custom_judge": "is a class in Python for DMOJ's judge, which is not called here",
        "interactive": "names an interactor, which is not called in DMOJ's way yet",
        "signature_grader": "has submissions compiled into a program of the package, which is not done here yet",
    ]
    private static let keys = [
        "archive", "test_cases", "pretest_test_cases", "checker", "points", "unbuffered", "binary_data", "hints",
        "symlinks", "output_limit_length", "output_prefix_length", "wall_time_factor", "short_circuit", "dependencies",
        "meta", "in", "out",
    ]

    /// Which files have to be looked into: settings, those of the submissions' tests among them.
    static func needs(of folder: PackageEntry) -> [FileRequest] {
        guard let own = folder.child(settingsFile) else { return [] }
        let tests = (folder.child(DMOJSolutions.folder)?.children ?? []).flatMap { test in
            DMOJSolutions.files.compactMap { test.child($0) }
        }
        return ([own] + tests).compactMap(\.file).map { FileRequest($0, atMost: YAMLDocument.sizeLimit + 1) }
    }

    static func read(
        _ package: LoadedPackage, _ settings: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let mapping = try package.settings(settings, findings)
        let root = DMOJNode(mapping)
        findings.allow(keys + unread.keys, in: mapping)
        for (key, reason) in unread.sorted(by: { $0.key < $1.key }) {
            if let node = mapping[key] { findings.error(node.file, line: node.line, node.error(reason).message) }
        }
        if let node = mapping["symlinks"] {
            findings.warn(node.file, line: node.line, "\"symlinks\" are not made; programs that open them fail")
        }
        let files = findings.collect { () throws(YAMLError) in try DMOJFiles(package.root, archive: mapping["archive"])
        }
        let items = files.map { DMOJCases($0, findings).items(of: root) } ?? []
        let checking = DMOJChecking(items, findings)
        let groups = DMOJGroups(items, checkerArguments: checking.arguments)
        let solutions = DMOJSolutions(package, tests: groups.names, findings: findings)
        if groups.tests.isEmpty, findings.errors.isEmpty {
            findings.error(settingsFile, "there are no test cases; list some in \"test_cases\"")
        }
        var problem = Problem(
            shortName: package.listing.root.label, format: .dmoj, home: .dmoj,
            timeLimit: solutions.timeLimit.map { .fixed($0, source: DMOJSolutions.folder) }
                ?? .computed(multiplier: 5, safetyMargin: 2),
            limits: limits(root, solutions, findings), validation: checking.validation,
            grading: tree(groups, findings), testCases: groups.tests, submissions: solutions.submissions)
        problem.warnings = findings.warnings
        return problem
    }

    /// Where the archive of the package's test data is listed; nil if it has none, or is a folder already.
    static func archive(in package: LoadedPackage) -> TreePath? {
        // What is wrong is found again, and told, when the package is read.
        let untold = Findings([])
        let path = package.child(settingsFile).flatMap { entry in
            untold.collect { () throws(YAMLError) in try package.yaml(entry, untold)["archive"]?.string() }
        }
        return package.listing.files.first { $0.path == path }.flatMap { TreePath($0.path) }
    }

    private static func limits(_ root: DMOJNode, _ solutions: DMOJSolutions, _ findings: Findings) -> ProblemLimits {
        var limits = ProblemLimits()
        limits.code = .kibibytes(64)
        limits.output = ByteCount(25_165_824)
        if let memory = solutions.memory { limits.memory = memory }
        let output = findings.collect { () throws(YAMLError) in
            try root["output_limit_length"]?.integer(in: 1...1 << 40)
        }
        if let output { limits.output = ByteCount(Int64(output)) }
        return limits
    }

    private static func tree(_ groups: DMOJGroups, _ findings: Findings) -> GroupTree {
        do throws(GradingError) {
            return try groups.tree()
        } catch {
            findings.error(settingsFile, error.description)
            return GroupTree(tests: groups.tests.count)
        }
    }
}
