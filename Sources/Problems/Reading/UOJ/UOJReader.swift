import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads packages of UOJ: test data with a `problem.conf`, a checker `chk.cpp` or one of testlib's, an interactor, an implementer.
enum UOJReader: BareDataReader {
    static let settingsFile = "problem.conf"
    static let formats = [PackageFormat.uoj]

    static func read(
        _ package: LoadedPackage, _ entry: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let settings = try UOJSettings(package, entry, findings)
        let files = FilesByPath(package.root)
        let tests = UOJTests(settings, files, findings)
        let programs = UOJPrograms(settings, files, findings)
        let tree = findings.tree(of: tests.cases.count, in: settings.file) { () throws(GradingError) in
            try GroupTree(tests.groups)
        }
        var limits = tests.limits
        programs.limit(&limits)
        var problem = Problem(
            shortName: package.listing.root.label, format: .uoj, home: .uoj,
            timeLimit: .fixed(tests.time, source: settings.file), limits: limits, validation: programs.validation(),
            grading: tree, testCases: tests.cases,
            submissions: (tests.areAnswers ? [] : programs.standard())
                + ICPCSubmissions.extra(in: package, groups: tree, areAnswers: tests.areAnswers, findings: findings),
            inputValidators: programs.inputValidators(), includes: programs.includes())
        if tests.areAnswers { problem.takeAnswers() }
        if settings.isOn("with_implementer") { problem.languages = problem.includes.keys.sorted() }
        problem.warnings = findings.warnings
        return problem
    }
}
