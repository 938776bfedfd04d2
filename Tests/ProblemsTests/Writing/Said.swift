import Grading
import PackageFiles
import Problems

/// What a package says, without the places of its files: those that were copied are known by where they came from.
struct Said {
    private var settings: [String]
    private var grading: GroupTree
    private var tests: [TestCase]
    private var submissions: [String: [String]]
    private var programs: [[SourceFile]]
    private var includes: [String: [SourceFile]]

    /// What `problem` says.
    /// - Parameter written: what it was read from; nil: a package that nobody wrote here.
    init(_ problem: Problem, written: WrittenPackage?) {
        let sources = Dictionary(
            (written?.files ?? []).compactMap { file -> (TreePath, PackageFile)? in
                guard case .copy(let source, _, _) = file.contents else { return nil }
                return (file.path, source)
            }
        ) { first, _ in first }
        let source = { (file: PackageFile) in sources[file.path] ?? file }
        let sourceFile = { (file: SourceFile) in SourceFile(source(file.file), name: file.name) }
        settings = [
            "\(problem.name ?? "")", Self.sorted(problem.about), Self.sorted(problem.constants.values),
            "\(problem.limits)",
            "\(problem.languages ?? [])", "\(problem.allowsFileWriting) \(problem.isLowestScoreBest)",
            Self.time(problem.timeLimit), Self.validation(problem.validation),
        ]
        grading = problem.grading
        tests = problem.testCases.map { test in
            var test = test
            if test.staticArguments == nil {
                (test.input, test.answer) = (source(test.input), source(test.answer))
            }
            test.files = test.files.map(sourceFile)
            return test
        }
        submissions = Dictionary(
            problem.submissions.map { submission in (submission.path, Self.promise(submission)) }
        ) { first, _ in first }
        var all = problem.inputValidators + problem.graders
        if case .custom(let custom) = problem.validation { all += custom.validators }
        programs = all.map { $0.files.map(sourceFile) }
        includes = problem.includes.mapValues { $0.map(sourceFile) }
    }

    /// What differs, in words of the field.
    func differences(from other: Said) -> [String] {
        var found: [String] = []
        for (one, two) in zip(settings, other.settings) where one != two { found.append("\(one) / \(two)") }
        for (one, two) in zip(grading.groups, other.grading.groups) where one != two { found.append("\(one) / \(two)") }
        if grading.groups.count != other.grading.groups.count { found.append("groups \(grading.groups.map(\.name))") }
        for (one, two) in zip(tests, other.tests) where one != two { found.append("\(one) / \(two)") }
        if tests.count != other.tests.count { found.append("tests \(tests.map(\.name)) / \(other.tests.map(\.name))") }
        for path in Set(submissions.keys).union(other.submissions.keys).sorted() {
            let (one, two) = (submissions[path] ?? [], other.submissions[path] ?? [])
            if one != two { found.append("\(path): \(one) / \(two)") }
        }
        if programs != other.programs { found.append("programs") }
        if includes != other.includes { found.append("includes") }
        return found
    }

    private static func sorted(_ about: ProblemAbout) -> String {
        var about = about
        let (names, credits) = (about.names, about.credits)
        (about.names, about.credits) = ([:], [:])
        return "\(about) \(sorted(names)) \(credits.sorted { $0.key < $1.key })"
    }

    private static func sorted(_ texts: [String: String]) -> String { "\(texts.sorted { $0.key < $1.key })" }

    private static func time(_ limit: TimeLimit) -> String {
        if case .fixed(let time, _) = limit { "\(time)" } else { "\(limit)" }
    }

    private static func validation(_ validation: Validation) -> String {
        guard case .custom(let custom) = validation else { return "\(validation)" }
        return "\(custom.arguments) \(custom.exchange) \(custom.givesScores) \(String(describing: custom.passes))"
    }

    private static func promise(_ submission: Submission) -> [String] {
        let expected = submission.expected
        // Several promises of the same test cases are one.
        var joined: [String: ExpectedTests] = [:]
        var others: [String: Set<String>] = [:]
        for test in expected.tests {
            let place = test.pattern?.text ?? ""
            let permitted = joined[place].map { $0.permitted.isEmpty ? test.permitted : $0.permitted } ?? test.permitted
            joined[place] = ExpectedTests(
                permitted: test.permitted.isEmpty ? permitted : permitted.intersection(test.permitted))
            others[place, default: []].formUnion([
                "required \(test.required.map(\.rawValue).sorted())", "message \(test.message)",
                "bound \(String(describing: test.timeBound))",
            ])
        }
        let nothing: Set = ["required []", "message ", "bound nil"]
        let words = joined.map { place, test in
            "\(place) \(test.permitted.map(\.rawValue).sorted()) \(others[place]?.subtracting(nothing).sorted() ?? [])"
        }
        return [
            submission.language ?? "", submission.entryPoint ?? "", "\(expected.verdicts.map(\.rawValue).sorted())",
            "\(String(describing: expected.score))", "\(String(describing: expected.isFullScore))",
            "\(expected.groups.sorted { $0.key < $1.key })",
        ] + words.sorted()
    }
}
