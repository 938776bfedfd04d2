import Grading
import PackageFiles
import Problems
import Testing

@Suite("Submissions of the format 2025-09")
struct ICPCSubmissionTests {
    static let folders: [(String, Set<Verdict>, ExpectedTests?)] = [
        ("accepted", [.accepted], ExpectedTests(permitted: [.accepted], timeBound: .lower)),
        (
            "rejected", [.wrongAnswer, .timeLimit, .runTimeError],
            ExpectedTests(required: [.wrongAnswer, .timeLimit, .runTimeError])
        ),
        (
            "wrong_answer", [.wrongAnswer],
            ExpectedTests(permitted: [.accepted, .wrongAnswer], required: [.wrongAnswer], timeBound: .lower)
        ),
        (
            "time_limit_exceeded", [.timeLimit],
            ExpectedTests(permitted: [.accepted, .timeLimit], required: [.timeLimit], timeBound: .upper)
        ),
        (
            "run_time_error", [.runTimeError],
            ExpectedTests(permitted: [.accepted, .runTimeError], required: [.runTimeError], timeBound: .lower)
        ),
        (
            "brute_force", [.runTimeError, .timeLimit],
            ExpectedTests(
                permitted: [.accepted, .runTimeError, .timeLimit], required: [.runTimeError, .timeLimit])
        ),
        ("mixed", [], nil),
    ]

    @Test("The format's folders promise what it says", arguments: folders)
    func folderPromises(name: String, verdicts: Set<Verdict>, tests: ExpectedTests?) throws {
        let problem = try TemporaryPackage.icpc(changing: ["submissions/\(name)/x.c": ""]).problem()
        let expected = try #require(problem.submissions.first { $0.path == "\(name)/x.c" }).expected
        #expect(expected.verdicts == verdicts)
        #expect(expected.tests == [tests].compactMap(\.self))
    }

    @Test("submissions.yaml says language, entry point, and what is promised of some test cases")
    func promises() throws {
        let package = try TemporaryPackage.icpc(changing: [
            "submissions/mixed/one.py": "", "submissions/mixed/two/a.py": "", "submissions/mixed/two/b.py": "",
            "submissions/submissions.yaml": """
            mixed/two: {language: python3, entrypoint: b.py, authors: [Ada], model_solution: false}
            mixed/{one,three}.py:
              permitted: [AC, TLE]
              message: slow
              sample: {permitted: [AC]}
              secret/*: {required: [TLE], use_for_time_limit: false}
            time_limit_exceeded: {permitted: [AC, WA, TLE]}
            mixed: {}
            """,
            "submissions/time_limit_exceeded/x.c": "",
        ])
        let problem = try package.problem()
        let submissions = Dictionary(uniqueKeysWithValues: problem.submissions.map { ($0.path, $0) })
        #expect(submissions["mixed/two"]?.language == "python3" && submissions["mixed/two"]?.entryPoint == "b.py")
        #expect(submissions["mixed/two"]?.expected.isEmpty == true)
        let one = try #require(submissions["mixed/one.py"]).expected
        #expect(one.verdicts == [.accepted, .timeLimit] && one.needsAllTests)
        #expect(
            one.tests == [
                ExpectedTests(permitted: [.accepted, .timeLimit], message: "slow"),
                ExpectedTests(NamePattern("sample"), permitted: [.accepted], timeBound: .lower),
                ExpectedTests(NamePattern("secret/*"), required: [.timeLimit]),
            ])
        #expect(
            submissions["time_limit_exceeded/x.c"]?.expected.tests == [
                ExpectedTests(
                    permitted: [.accepted, .wrongAnswer, .timeLimit], required: [.timeLimit], timeBound: .upper)
            ])
        #expect(problem.warnings.isEmpty)
    }

    @Test("Scores are promised of submissions and of groups")
    func scores() throws {
        let package = try TemporaryPackage.icpc(
            "type: scoring\n",
            changing: [
                "submissions/submissions.yaml": "accepted/*: {score: 100, secret: {score: [50, 100.5]}}\n"
            ])
        let expected = try #require(try package.problem().submissions.first).expected
        #expect(expected.score == ScoreRange(from: Score(100), to: Score(100)))
        #expect(expected.groups == ["secret": .init(score: ScoreRange(from: Score(50), to: Score(parsing: "100.5")))])
    }

    static let mistakes: [(String, String)] = [
        ("accepted: {permitted: [OK]}\n", "1: \"accepted.permitted\" may have AC"),
        ("accepted: {permitted: []}\n", "1: \"accepted.permitted\" must name a verdict"),
        ("accepted: {required: [WA]}\n", "1: no verdict is both permitted and required"),
        ("accepted/*: {permitted: [WA]}\n", "1: accepted/sum.py: two promises permit no verdict in common"),
        ("\naccepted/*: {score: 3}\n", "2: \"score\" counts only"),
        ("accepted: [AC]\n", "1: \"accepted\" must be a mapping"),
        ("accepted: {use_for_time_limit: upper}\n", "1: \"use_for_time_limit: upper\" needs"),
        ("accepted: {use_for_time_limit: maybe}\n", "1: \"accepted.use_for_time_limit\" must be true"),
        ("accepted: {language: [c]}\n", "1: \"accepted.language\" must be text"),
        ("\"{a\": {}\n", "1: \"{a\" is no pattern"),
        ("accepted: {\"{\(String(repeating: "a,", count: 400))}\": {}}\n", "1: \"{a,a"),
        ("\"\(String(repeating: "{a,b}", count: 9))\": {}\n", "1: \"{a,b}"),
        ("\"\(String(repeating: "{", count: 600))\": {}\n", "1: \"{{{"),
    ]

    @Test(
        "What is wrong with submissions.yaml is a warning with its line: no verdict depends on it", arguments: mistakes)
    func wrongFiles(yaml: String, message: String) throws {
        let warnings = try TemporaryPackage.icpc(changing: ["submissions/submissions.yaml": yaml]).warnings()
        #expect(warnings.contains { $0.hasPrefix("submissions/submissions.yaml:\(message)") }, "\(warnings)")
    }

    @Test("What cannot be kept, or is not known, is not promised")
    func impossiblePromises() throws {
        for yaml in [
            "accepted/*: {permitted: [WA]}\n",
            "accepted: {permitted: [WA], required: [OK]}\naccepted/*: {permitted: [AC]}\n",
        ] {
            let package = try TemporaryPackage.icpc(changing: ["submissions/submissions.yaml": yaml])
            let expected = try #require(package.problem().submissions.first).expected
            #expect(expected.verdicts.isEmpty && expected.tests.isEmpty, "\(expected)")
        }
        let package = try TemporaryPackage.icpc(changing: [
            "submissions/submissions.yaml": "accepted: {permitted: [OK]}\n"
        ])
        #expect(try package.problem().submissions.first?.expected.verdicts == [.accepted])
    }

    @Test("Patterns that match nothing, and keys that mean nothing, are warnings")
    func oddities() throws {
        let yaml = "nowhere/*: {permitted: [AC]}\naccepted: {langauge: c}\n"
        #expect(
            try TemporaryPackage.icpc(changing: ["submissions/submissions.yaml": yaml]).warnings() == [
                "submissions/submissions.yaml:2: unknown key \"langauge\" in \"accepted\" (did you mean \"language\"?); "
                    + "it is not used",
                "submissions/submissions.yaml:1: no submission is called like \"nowhere/*\"; correct it",
            ])
    }
}
