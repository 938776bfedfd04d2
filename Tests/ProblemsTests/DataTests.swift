import Grading
import PackageFiles
import Problems
import SystemPackage
import Testing
import Units

@Suite("Test data")
struct DataTests {
    @Test("Cases and groups come in the order of their bytes, cases by their .ans files")
    func order() throws {
        var files: [String: String?] = [:]
        for name in ["sample/2", "secret/10", "secret/2", "secret/a", "secret/a-b/1", "secret/a.b/1", "secret/B"] {
            files["data/\(name).in"] = ""
            files["data/\(name).ans"] = ""
        }
        let problem = try TemporaryPackage(changing: files).problem()
        #expect(
            problem.testCases.map(\.name) == [
                "sample/1", "sample/2", "secret/1", "secret/10", "secret/2", "secret/B", "secret/a-b/1", "secret/a",
                "secret/a.b/1",
            ])
        #expect(problem.testCases[6].group == "secret/a-b")
        #expect(problem.testCases[0].isSample && !problem.testCases[6].isSample)
        #expect(problem.testCases[0].input.path.parts.last == "1.in")
        #expect(problem.testCases[0].answer.path.parts.last == "1.ans")
        #expect(problem.grading.groups.map(\.name) == ["", "sample", "secret", "secret/a-b", "secret/a.b"])
    }

    @Test("Groups inherit settings, and a validator gets the package's flags before the group's")
    func flags() throws {
        let package = try TemporaryPackage(changing: [
            "problem.yaml": "validator_flags: case_sensitive\n",
            "data/testdata.yaml": "output_validator_flags: float_tolerance 1e-3\non_reject: continue\n",
            "data/secret/testdata.yaml": "input_validator_flags: --max 10\n",
            "data/secret/a/testdata.yaml": "output_validator_flags: space_change_sensitive\non_reject: break\n",
            "data/secret/a/1.in": "", "data/secret/a/1.ans": "",
            "data/secret/b/testdata.yaml": "output_validator_flags:\n",
            "data/secret/b/1.in": "", "data/secret/b/1.ans": "",
        ])
        let problem = try package.problem()
        let arguments = problem.testCases.map { [$0.name] + $0.validatorArguments + ["|"] + $0.inputValidatorArguments }
        #expect(
            arguments == [
                ["sample/1", "case_sensitive", "float_tolerance", "1e-3", "|"],
                ["secret/1", "case_sensitive", "float_tolerance", "1e-3", "|", "--max", "10"],
                ["secret/a/1", "case_sensitive", "space_change_sensitive", "|", "--max", "10"],
                ["secret/b/1", "case_sensitive", "|", "--max", "10"],
            ])
        #expect(
            problem.grading.groups.map(\.rule.stop) == [.never, .never, .never, .afterRejection, .never])
        #expect(problem.warnings.isEmpty)
    }

    @Test("A scoring problem's groups keep their scores")
    func scores() throws {
        let package = try TemporaryPackage(changing: [
            "problem.yaml": "type: scoring\n",
            "data/testdata.yaml": "grader_flags: ignore_sample\n",
            "data/secret/testdata.yaml": "accept_score: 50\nreject_score: 1\nrange: 0 +inf\ngrader_flags: min\n",
        ])
        let problem = try package.problem()
        #expect(problem.isScoring)
        let groups = problem.grading.groups
        #expect(groups.map(\.name) == ["", "sample", "secret"])
        #expect(groups[0].rule.isOnlyLastCounted && !groups[1].rule.isOnlyLastCounted)
        #expect(groups.map(\.rule.aggregate) == [.sum, .sum, .minimum])
        #expect(groups[2].rule.range == ScoreRange(from: .zero))
        #expect(groups[0].members == [.group(1), .group(2)])
        #expect(groups[2].members == [.tests(1..<2, points: TestPoints(accepted: Score(50), rejected: .one))])
        #expect(
            problem.warnings.map(\.description) == [
                "data/testdata.yaml:1: \"ignore_sample\" needs \"on_reject: continue\", or a failed sample ends the judging"
            ])
    }

    @Test(
        "The default grader's flags are the group's rule, the last of a kind",
        arguments: [
            ("", VerdictRule(.worst([])), GroupRule.Aggregate.sum), ("first_error", VerdictRule(.first), .sum),
            ("min no_errors first_error max", VerdictRule(.first), .maximum),
            ("always_accept avg", VerdictRule(.none), .average),
            ("accept_if_any_accepted first_error", VerdictRule(.first, isAnyEnough: true), .sum),
        ])
    func graderFlags(_ flags: String, _ verdict: VerdictRule, _ aggregate: GroupRule.Aggregate) throws {
        let package = try TemporaryPackage(changing: [
            "problem.yaml": "type: scoring\n", "data/secret/testdata.yaml": "grader_flags: \(flags)\n",
        ])
        let rule = try package.problem().grading.groups[2].rule
        #expect(rule.aggregate == aggregate && rule.verdict.isAnyEnough == verdict.isAnyEnough)
        if case .worst = verdict.choice {
            guard case .worst = rule.verdict.choice else {
                Issue.record("not the worst verdict but \(rule.verdict)")
                return
            }
        } else {
            #expect(rule.verdict.choice == verdict.choice)
        }
    }

    @Test("A group with a grader of its own asks it, and a problem without scores has none")
    func ownGrader() throws {
        let files: [String: String?] = [
            "data/secret/testdata.yaml": "grading: custom\ngrader_flags: a b\n", "graders/g.py": "print('AC 1')\n",
        ]
        let scoring = try TemporaryPackage(changing: files.merging(["problem.yaml": "type: scoring\n"]) { $1 })
            .problem()
        #expect(scoring.grading.groups[2].rule.aggregate == .program(arguments: ["a", "b"]))
        #expect(scoring.grading.hasProgram && scoring.graders.map(\.name) == ["graders/g.py"])
        let without = try TemporaryPackage(changing: [
            "problem.yaml": "type: scoring\n", "data/secret/testdata.yaml": "grading: custom\n",
        ])
        #expect(without.errors() == ["graders: \"grading: custom\" needs a program here; add it or use \"default\""])
        let other = try TemporaryPackage(changing: files)
        #expect(try other.problem().grading.isFirstFailureDeciding)
        #expect(
            try other.warnings() == [
                "data/secret/testdata.yaml:1: \"grading: custom\" counts only in a problem with \"type: scoring\"; remove it",
                "graders/g.py: not used without \"type: scoring\" in problem.yaml; add that or remove it",
            ])
    }

    @Test("Scores are read without loss, and what is none is an error with its place")
    func exactScores() throws {
        let exact = try TemporaryPackage(changing: [
            "problem.yaml": "type: scoring\n", "data/secret/testdata.yaml": "accept_score: 0.1\nrange: -inf 33.3\n",
        ]).problem().grading.groups[2]
        #expect(exact.members == [.tests(1..<2, points: TestPoints(accepted: Score(1) / Score(10)))])
        #expect(exact.rule.range == ScoreRange(to: Score(333) / Score(10)))
        for (yaml, error) in [
            ("accept_score: ten", "data/secret/testdata.yaml:1: \"accept_score\" must be a number, not ten"),
            ("range: 5 1", "data/secret/testdata.yaml:1: \"range\" must be two numbers, the lower one first"),
            ("range: inf -inf", "data/secret/testdata.yaml:1: \"range\" must be two numbers, the lower one first"),
        ] {
            let package = try TemporaryPackage(changing: [
                "problem.yaml": "type: scoring\n", "data/secret/testdata.yaml": "\(yaml)\n",
            ])
            #expect(package.errors().first?.hasPrefix(error) == true, "\(package.errors())")
        }
    }

    @Test(
        "What is wrong with test data is an error with its place",
        arguments: [
            (["data/secret/2.in": ""], "data/secret/2.in: there is no answer to this input; add the .ans file"),
            (
                ["data/secret/2.ans": ""],
                "data/secret/2.ans: there is no input to this answer; add the .in file or remove this one"
            ),
            (
                ["data/1.in": "", "data/1.ans": nil],
                "data/1.in: a .in file outside the groups; only data/sample and data/secret are judged; "
                    + "move it there if it should be"
            ),
            (
                [
                    "data/secret/1.in": nil, "data/secret/1.ans": nil, "data/sample/1.in": nil,
                    "data/sample/1.ans": nil,
                    "data/secret/1.hint": "",
                ],
                "data: there is no test case; add pairs of .in and .ans files to data/secret"
            ),
            (
                ["data/secret/testdata.yaml": "on_reject: first_error"],
                "data/secret/testdata.yaml:1: \"on_reject\" must be \"break\" or \"continue\", not first_error"
            ),
            (
                ["problem.yaml": "type: scoring", "data/testdata.yaml": "\nrange: 10 0"],
                "data/testdata.yaml:2: \"range\" must be two numbers, the lower one first, as in \"0 100\" or \"-inf +inf\""
            ),
            (["data/testdata.yaml": "{"], "data/testdata.yaml:2: not YAML"),
        ] as [([String: String?], String)])
    func errors(files: [String: String?], expected: String) throws {
        let errors = try TemporaryPackage(changing: files).errors()
        #expect(errors.count == 1)
        #expect(errors.first?.hasPrefix(expected) == true, "\(errors)")
    }

    @Test("A package without a data folder has no test case")
    func noData() throws {
        let package = try TemporaryPackage(["problem.yaml": ""])
        #expect(
            package.errors() == [
                "data: there is no folder \"data\"; add data/sample and data/secret with test cases"
            ])
    }

    @Test(
        "What stands beside test cases is accepted, or warned about once a folder",
        arguments: [
            (
                [
                    "data/secret/1.hint": "", "data/secret/1.desc": "", "data/secret/1.png": "",
                    "data/secret/1.jpg": "",
                    "data/secret/1.svg": "", "data/sample/2.interaction": "", "data/.hidden": "",
                ], []
            ),
            (
                ["data/secret/gen.py": "", "data/secret/old.txt": ""],
                ["data/secret: not part of a test case: gen.py and 1 more; move what is not test data out of here"]
            ),
            (
                ["data/secret/1.files/a.txt": ""],
                [
                    "data/secret/1.files: files beside a test case's input are not given to "
                        + "programs in this format; remove the folder"
                ]
            ),
            (
                ["data/bad/1.in": ""],
                [
                    "data/bad: not read: only data/sample and data/secret are judged; "
                        + "move it there if it should be"
                ]
            ),
            (
                ["data/sample/1.in": nil, "data/sample/1.ans": nil],
                ["data/sample: there is no folder \"data/sample\"; add one with test cases"]
            ),
            (
                ["data/secret/g/1.desc": ""],
                ["data/secret/g: the group has no test case; add some or remove the folder"]
            ),
            (
                ["data/secret/testdata.yaml": "range: 0 1"],
                ["data/secret/testdata.yaml:1: \"range\" counts only in a problem with \"type: scoring\"; remove it"]
            ),
        ] as [([String: String?], [String])])
    func warnings(files: [String: String?], expected: [String]) throws {
        #expect(try TemporaryPackage(changing: files).warnings() == expected)
    }
}
