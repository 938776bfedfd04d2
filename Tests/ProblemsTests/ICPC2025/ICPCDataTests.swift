import Grading
import PackageFiles
import Problems
import Testing
import Units

@Suite("Test data of the format 2025-09")
struct ICPCDataTests {
    /// Input and answer of each of these test cases.
    private static func tests(_ names: String...) -> [String: String?] {
        var files: [String: String?] = [:]
        for name in names {
            files["data/\(name).in"] = "1 1\n"
            files["data/\(name).ans"] = "2\n"
        }
        return files
    }

    @Test("Test cases are in the order of their names' bytes, wherever they lie")
    func order() throws {
        let files = Self.tests("secret/a/2", "secret/a-b", "secret/a/10", "secret/B", "secret/a.b")
        let problem = try TemporaryPackage.icpc(changing: files).problem()
        #expect(
            problem.testCases.map(\.name) == [
                "sample/1", "secret/1", "secret/B", "secret/a-b", "secret/a.b", "secret/a/10", "secret/a/2",
            ])
        #expect(problem.grading.isFirstFailureDeciding)
        #expect(problem.grading.groups.map(\.name) == ["", "sample", "secret"])
        #expect(problem.warnings.isEmpty)
    }

    @Test("Submissions that are answers have files called as their test cases")
    func answers() throws {
        var files = Self.tests("secret/a/2", "secret/a/1")
        files["submissions/accepted/all/2.ans"] = ""
        files["submissions/accepted/compiled.ans"] = "\u{7f}ELF"
        let problem = try TemporaryPackage.icpc("type: submit-answer\n", changing: files).problem()
        #expect(problem.takesAnswers && problem.timeLimit == .fixed(.seconds(1), source: "nothing runs"))
        #expect(problem.submissions.allSatisfy { $0.language == "answers" })
        #expect(problem.submissions.map(\.path).contains("accepted/compiled.ans"))
        let test = try #require(problem.testCases.first { $0.name == "secret/a/2" })
        #expect(test.answerNames == ["secret/a/2.ans", "secret/a/2.out", "secret/a/2", "2.ans", "2.out", "2"])
        // Several test cases end so.
        #expect(problem.testCases.first?.answerNames == ["sample/1.ans", "sample/1.out", "sample/1"])
        for (names, file) in [
            (["2.out", "2.ans"], "2.ans"), (["2.ans", "secret/a/2"], "secret/a/2"), (["other"], nil), ([], nil),
        ] as [([String], String?)] {
            #expect(problem.answerFile(to: test, among: names) == file)
        }
        var single = problem
        single.testCases = [test]
        #expect(single.answerFile(to: test, among: ["any name"]) == "any name")
        #expect(single.answerFile(to: test, among: ["one", "two"]) == nil)
    }

    @Test("A test case's settings stand over its group's, and groups inherit nothing from each other")
    func settings() throws {
        var files = Self.tests("secret/a", "secret/in/b")
        files["data/secret/test_group.yaml"] = """
            args: ["{{n}}", x]
            output_validator_args: [case_sensitive]
            input_validator_args: {check: [a, b]}
            """
        files["data/secret/in/b.yaml"] = "args: []\nhint: Look.\ndescription: Small\nfull_feedback: true\n"
        files["data/secret/a.files/dir/note.txt"] = ""
        files["data/secret/a.files/b"] = ""
        let problem = try TemporaryPackage.icpc("constants: {n: 5}\n", changing: files).problem()
        #expect(problem.testCases.map(\.arguments) == [[], ["5", "x"], ["5", "x"], []])
        #expect(
            problem.testCases.map(\.validatorArguments) == [
                [], ["case_sensitive"], ["case_sensitive"], ["case_sensitive"],
            ])
        #expect(problem.testCases[2].files.map(\.name) == ["b", "dir/note.txt"])
        #expect(problem.testCases[2].inputValidatorArgumentsByName == ["check": ["a", "b"]])
        #expect(problem.testCases.map(\.notes.hasFullFeedback) == [true, false, false, true])
        #expect(problem.testCases[3].notes.hint == "Look." && problem.testCases[3].notes.description == "Small")
    }

    @Test("What the outer folders say of arguments counts where groups say nothing, with a warning")
    func inheritance() throws {
        var files = Self.tests("secret/a/1", "secret/b/1", "secret/c/1", "secret/c/d/1")
        files["data/secret/1.in"] = .some(nil)
        files["data/secret/1.ans"] = .some(nil)
        files["data/test_group.yaml"] = "output_validator_args: [case_sensitive]\n"
        files["data/secret/test_group.yaml"] = "args: [x]\n"
        files["data/secret/b/test_group.yaml"] = "output_validator_args: [float_tolerance, '1']\nargs: []\n"
        files["data/secret/c/d/test_group.yaml"] = "args: [y]\n"
        let problem = try TemporaryPackage.icpc(changing: files).problem()
        #expect(
            problem.testCases.map(\.name) == ["sample/1", "secret/a/1", "secret/b/1", "secret/c/1", "secret/c/d/1"])
        #expect(problem.testCases.map(\.arguments) == [[], ["x"], [], ["x"], ["y"]])
        let sensitive = ["case_sensitive"]
        #expect(
            problem.testCases.map(\.validatorArguments)
                == [sensitive, sensitive, ["float_tolerance", "1"], sensitive, sensitive])
        #expect(
            problem.warnings.map { $0.description.prefix { $0 != ";" } } == [
                "data/test_group.yaml: groups inherit from it what they do not say, as with BAPCtools",
                "data/secret/a: a group, as other folders beside it are",
                "data/secret/c: a group, as other folders beside it are",
                "data/secret/test_group.yaml:1: groups inherit from it what they do not say, as with BAPCtools",
                "data/secret/c/d/test_group.yaml: only the folders directly in data/secret may be groups",
            ])
    }

    private static func draft(_ settings: String, _ changes: [String: String?]) throws -> TemporaryPackage {
        let yaml = "problem_format_version: 2023-07-draft\nname: Sum\n" + settings
        return try TemporaryPackage.icpc(changing: changes.merging(["problem.yaml": yaml]) { $1 })
    }

    @Test(
        "In drafts of the format settings of groups are called otherwise, are inherited, and may have texts for lists")
    func drafts() throws {
        var files = Self.tests("secret/a/1", "secret/a/b/2", "secret/2")
        files["data/testdata.yaml"] = "output_validator_args: float_tolerance 1E-6\n"
        files["data/secret/a/testdata.yaml"] = "output_validator_flags: case_sensitive\ninput_validator_flags: -n 5\n"
        files["data/secret/a/b/testdata.yaml"] = "input_validator_args: {check: -n 6}\n"
        files["data/secret/2.yaml"] = "output_validator_args: [case_sensitive]\n"
        let problem = try Self.draft("", files).problem()
        #expect(problem.testCases.map(\.name) == ["sample/1", "secret/1", "secret/2", "secret/a/1", "secret/a/b/2"])
        let near = ["float_tolerance", "1E-6"]
        let exact = ["case_sensitive"]
        #expect(problem.testCases.map(\.validatorArguments) == [near, near, exact, exact, exact])
        #expect(problem.testCases[3].inputValidatorArguments == ["-n", "5"])
        #expect(problem.testCases[4].inputValidatorArgumentsByName == ["check": ["-n", "6"]])
    }

    @Test("In drafts of the format groups may have scores as in the legacy one")
    func draftScores() throws {
        var files = Self.tests("secret/a/1", "secret/b/1", "secret/b/2")
        files["data/secret/1.in"] = .some(nil)
        files["data/secret/1.ans"] = .some(nil)
        files["data/testdata.yaml"] = "on_reject: continue\ngrader_flags: ignore_sample\nrange: 0 100\n"
        files["data/secret/testdata.yaml"] = "grader_flags: first_error\n"
        files["data/secret/a/testdata.yaml"] = "accept_score: 40\ngrader_flags: min\n"
        files["data/secret/b/testdata.yaml"] =
            "accept_score: 60\ngrader_flags: min\noutput_validator_args: case_sensitive\n"
        let problem = try Self.draft("type: scoring\n", files).problem()
        #expect(problem.grading.groups.map(\.name) == ["", "sample", "secret", "secret/a", "secret/b"])
        #expect(problem.grading.groups.map(\.rule.aggregate) == [.sum, .sum, .sum, .minimum, .minimum])
        #expect(problem.grading.points(of: 1)?.accepted == Score(40))
        #expect(problem.testCases.last?.validatorArguments == ["case_sensitive"])
        #expect(problem.testCases.allSatisfy { $0.checkerPoints == .any })
    }

    @Test("Tests of the package's own programs have the settings of their folder, and their own over them")
    func programChecks() throws {
        let package = try TemporaryPackage.icpc(changing: [
            "data/invalid_input/1.in": "", "data/invalid_input/2.in": "",
            "data/invalid_input/test_group.yaml": "input_validator_args: [small]\ndescription: bad\n",
            "data/invalid_input/2.yaml": "input_validator_args: [large]\n",
        ])
        let checks = try package.problem().programChecks
        #expect(checks.map(\.test.inputValidatorArguments) == [["small"], ["large"]])
    }

    @Test("Groups are scored by their settings")
    func groups() throws {
        var files = Self.tests("secret/1/a", "secret/1/b", "secret/2/a", "secret/2/b", "secret/2/c", "secret/3/a")
        files["data/secret/1.in"] = .some(nil)
        files["data/secret/1.ans"] = .some(nil)
        files["data/secret/1/test_group.yaml"] = "max_score: 30\nrequire_pass: sample\n"
        files["data/secret/2/test_group.yaml"] =
            "max_score: 50\nscore_aggregation: sum\nrequire_pass: [sample, secret/1]\n"
        files["data/secret/3/test_group.yaml"] = "max_score: 20\nscore_aggregation: min\n"
        let problem = try TemporaryPackage.icpc("type: scoring\n", changing: files).problem()
        #expect(problem.warnings.isEmpty)
        let groups = problem.grading.groups
        #expect(groups.map(\.name) == ["", "sample", "secret", "secret/1", "secret/2", "secret/3"])
        #expect(groups.map(\.rule.aggregate) == [.sum, .none, .sum, .allOrNothing, .sum, .minimum])
        #expect(groups.map(\.requires) == [[], [], [], [1], [1, 3], []])
        #expect(groups[3].rule.factor == Score(30))
        #expect(problem.grading.points(of: 3)?.accepted == Score(50) / Score(3))
        #expect(problem.grading.points(of: 6)?.accepted == Score(20))
        #expect(
            problem.testCases.map(\.checkerPoints)
                == [.ignored, CheckerPoints.none, CheckerPoints.none]
                + Array(repeating: .upTo(Score(50) / Score(3)), count: 3)
                + [.upTo(Score(20))])
    }

    @Test("A static validation is a test case of its group, worth what the group says, before the others")
    func staticValidation() throws {
        let package = try TemporaryPackage.icpc(
            "type: scoring\n",
            changing: [
                "static_validator/look.py": "",
                "data/secret/test_group.yaml": "static_validation_score: 40\nstatic_validator_args: [short]\n",
            ])
        let problem = try package.problem()
        #expect(problem.warnings.isEmpty)
        #expect(problem.staticValidator?.name == "static_validator/look.py")
        #expect(problem.testCases.map(\.name) == ["sample/1", "secret/static validation", "secret/1"])
        #expect(problem.testCases.map(\.staticArguments) == [nil, ["short"], nil])
        #expect(problem.testCases.map(\.checkerPoints) == [.ignored, .upTo(Score(40)), .upTo(Score(60))])
    }

    static let dataMistakes: [(String, [String: String?], String)] = [
        (
            "", ["data/secret/test_group.yaml": "max_score: 3\n"],
            "data/secret/test_group.yaml:1: \"max_score\" has no place"
        ),
        (
            "type: scoring\n", ["data/sample/test_group.yaml": "score_aggregation: sum\n"],
            "data/sample/test_group.yaml:1: \"score_aggregation\" has no place"
        ),
        (
            "type: scoring\n", ["data/secret/test_group.yaml": "max_score: -1\n"],
            "data/secret/test_group.yaml:1: \"max_score\" must be 0 to"
        ),
        (
            "type: scoring\n", ["data/secret/test_group.yaml": "score_aggregation: avg\n"],
            "data/secret/test_group.yaml:1: \"score_aggregation\" must be"
        ),
        (
            "type: scoring\n", ["data/secret/test_group.yaml": "score_aggregation: pass-fail\nmax_score: unbounded\n"],
            "data/secret/test_group.yaml:2: a group that is \"pass-fail\" needs"
        ),
        (
            "type: scoring\n", ["data/secret/test_group.yaml": "require_pass: secret/1\n"],
            "data/secret/test_group.yaml:1: \"secret\" may require"
        ),
        ("", ["data/secret/test_group.yaml": "args: one\n"], "data/secret/test_group.yaml:1: \"args\" must be a list"),
        ("", ["data/secret/1.yaml": "hint: [a]\n"], "data/secret/1.yaml:1: \"hint\" must be text"),
        ("", ["data/secret/1.yaml": "a: &x [*x]\n"], "data/secret/1.yaml:1: "),
        ("", ["data/secret/1.ans": nil], "data/secret/1.in: there is no answer"),
        ("", ["data/secret/1.in": nil], "data/secret/1.ans: there is no input"),
        (
            "", ["data/secret/test_group.in": "", "data/secret/test_group.ans": ""],
            "data/secret/test_group.in: a test case cannot"
        ),
        ("", ["data/secret/1/2.in": "", "data/secret/1/2.ans": ""], "data/secret/1.in: a folder beside it"),
        ("", ["data/secret/g/test_group.yaml": ""], "data/secret/1.in: a test case beside groups"),
        ("", ["data/2.in": ""], "data/2.in: a test case outside of the folders"),
        (
            "", ["data/secret/test_group.yaml": "static_validator_args: []\n"],
            "data/secret/test_group.yaml:1: \"static_validator_args\" needs"
        ),
        (
            "", ["data/secret/test_group.yaml": "args: []\nstatic_validation_score: pass-fail\n"],
            "data/secret/test_group.yaml:2: \"static_validation_score\" needs a program"
        ),
        (
            "", ["data/secret/test_group.yaml": "static_validation_score: 3\n"],
            "data/secret/test_group.yaml:1: \"static_validation_score\" must be \"pass-fail\""
        ),
        (
            "type: scoring\n",
            ["data/secret/test_group.yaml": "static_validation_score: 101\n", "static_validator/a.py": ""],
            "data/secret/test_group.yaml:1: the static validation is worth more"
        ),
        ("type: interactive\n", [:], "output_validator: an interactive or multi-pass problem needs"),
        (
            "type: submit-answer\n", ["static_validator/a.py": ""],
            "static_validator: \"submit-answer\" problems have none"
        ),
        ("type: [interactive, submit-answer]\n", [:], "problem.yaml:4: \"type\" cannot be both"),
    ]

    @Test("What is wrong with test data is an error at its place", arguments: dataMistakes)
    func mistakes(settings: String, changes: [String: String?], message: String) throws {
        let errors = try TemporaryPackage.icpc(settings, changing: changes).errors()
        #expect(errors.contains { $0.hasPrefix(message) }, "\(errors)")
    }

    @Test(
        "A group requires only what comes before it and is passed or failed",
        arguments: [
            ("secret/2", "there is no group \"secret/2\" before this one"), ("1", "write \"secret/1\""),
            ("secret/1", "can be required only if"), ("secret", "there is no group \"secret\""),
        ])
    func requirements(name: String, message: String) throws {
        var files = Self.tests("secret/1/a", "secret/15/a", "secret/2/a")
        files["data/secret/1.in"] = .some(nil)
        files["data/secret/1.ans"] = .some(nil)
        files["data/secret/1/test_group.yaml"] = "max_score: 30\nscore_aggregation: sum\n"
        files["data/secret/15/test_group.yaml"] = "max_score: 50\nrequire_pass: \(name)\n"
        files["data/secret/2/test_group.yaml"] = "max_score: 20\n"
        let errors = try TemporaryPackage.icpc("type: scoring\n", changing: files).errors()
        #expect(errors.count == 1 && errors.first?.hasPrefix("data/secret/15/test_group.yaml:2: ") == true, "\(errors)")
        #expect(errors.first?.contains(message) == true, "\(errors)")
    }

    @Test("What is given to people more than once, or by halves, is a warning")
    func displays() throws {
        let package = try TemporaryPackage.icpc(changing: [
            "data/sample/1.out": "", "data/sample/1.ans.statement": "", "data/secret/1.in.statement": "",
            "data/secret/1.png": "", "data/secret/1.svg": "", "data/secret/notes.txt": "",
            "data/sample/2.interaction": "",
            "data/secret/testdata.yaml": "",
        ])
        #expect(
            try package.warnings().map { String($0.prefix { $0 != ";" }) } == [
                "data/sample/1.ans.statement: the output is given more than once (.out, .ans.statement)",
                "data/sample/2.interaction: there is no input to this file",
                "data/secret/testdata.yaml: not read: the legacy format's settings",
                "data/secret/1.svg: the illustration is given more than once (.png, .svg)",
                "data/secret/1.in.statement: .in.statement and .in.download go together",
                "data/secret: not part of a test case: notes.txt",
            ])
    }
}
