import Grading
import PackageFiles
import Problems
import Testing
import Units

@Suite("Packages of UOJ") struct UOJReaderTests {
    private static let conf = """
        use_builtin_judger on
        use_builtin_checker ncmp
        n_tests 4
        n_ex_tests 1
        n_sample_tests 1
        input_pre sum
        input_suf in
        output_pre sum
        output_suf out
        time_limit 2
        time_limit_2 1
        memory_limit 64
        memory_limit_3 32
        output_limit 16

        """

    private func package(
        _ conf: String = conf, _ more: String = "", _ changes: [String: String?] = [:]
    ) throws -> TemporaryPackage {
        var files = ["problem.conf": conf + more, "ex_sum1.in": "", "ex_sum1.out": ""]
        for number in 1...4 {
            files["sum\(number).in"] = ""
            files["sum\(number).out"] = ""
        }
        for (name, text) in changes { files[name] = text }
        return try TemporaryPackage(files)
    }

    @Test("are read into the model")
    func read() throws {
        let files = ["std.cpp": "", "val.cpp": "", "testlib.h": "", "submissions/mixed/half.py": ""]
        let problem = try package(Self.conf, "point_score_1 40\n", files).problem()
        #expect(problem.format == .uoj && problem.home == .uoj && problem.warnings.isEmpty, "\(problem.warnings)")
        #expect(problem.timeLimit == .fixed(.seconds(2), source: "problem.conf"))
        #expect(problem.limits.memory == .mebibytes(64) && problem.limits.output == .mebibytes(16))
        #expect(problem.validation == .native(checker: "testlib.ncmp", arguments: []))
        #expect(problem.testCases.map(\.name) == ["tests/1", "tests/2", "tests/3", "tests/4", "extra/1"])
        #expect(problem.testCases[4].input.path.text == "ex_sum1.in")
        #expect(
            problem.testCases.map(\.limits)
                == [
                    OwnLimits(), OwnLimits(cpuTime: .seconds(1)), OwnLimits(memory: .mebibytes(32)), OwnLimits(),
                    OwnLimits(),
                ])
        #expect(problem.testCases.map(\.checkerPoints)[..<2] == [.whole(Score(40)), .whole(Score(25))])
        #expect(problem.inputValidators.map(\.name) == ["val.cpp"])
        #expect(problem.submissions.map(\.path) == ["std.cpp", "mixed/half.py"])
        #expect(problem.submissions[0].expected.verdicts == [.accepted])
    }

    /// The result where all tests are accepted but those in `failing`.
    private func grade(_ problem: Problem, failing: Set<Int>, points: [Int: TestOutcome.Points] = [:]) -> Grade? {
        var grader = Grader(problem.grading)
        for index in problem.testCases.indices {
            let verdict: Verdict = failing.contains(index) ? .wrongAnswer : .accepted
            grader.record(TestOutcome(verdict, points: points[index]), of: index)
        }
        return grader.grade
    }

    @Test("give 100 points to who passes all tests, and take 3 away at the first extra test that fails")
    func extraTests() throws {
        let three = Self.conf.replacing("n_tests 4", with: "n_tests 3").replacing("n_ex_tests 1", with: "n_ex_tests 2")
        let problem = try package(three, "", ["ex_sum2.in": "", "ex_sum2.out": ""]).problem()
        #expect(problem.grading.groups.map(\.name) == ["", "tests", "rest", "extra"])
        for (failing, verdict, score) in [
            ([], .accepted, 100), ([3], .partial, 97), ([3, 4], .partial, 97), ([1], .partial, 66),
            ([0, 1, 2], .wrongAnswer, 0), ([1, 3], .partial, 66),
        ] as [(Set<Int>, Verdict, Int)] {
            let grade = grade(problem, failing: failing)
            #expect(grade?.verdict == verdict && grade?.score == Score(score), "\(failing)")
        }
        let part = grade(problem, failing: [], points: [1: .score(Score(5))])
        #expect(part?.verdict == .partial && part?.score == Score(71))
    }

    @Test("have subtasks with all of their points or none, or the least part, that depend on others")
    func subtasks() throws {
        let more = """
            n_subtasks 3
            subtask_end_1 1
            subtask_end_2 3
            subtask_end_3 4
            subtask_score_1 20
            subtask_score_3 50
            subtask_type_2 min
            subtask_dependence_2 1
            subtask_dependence_3 many
            subtask_dependence_3_1 1
            subtask_dependence_3_2 2
            """
        let problem = try package(Self.conf, more + "\n").problem()
        let groups = problem.grading.groups
        #expect(groups.map(\.name) == ["", "subtask-1", "subtask-2", "subtask-3", "rest", "extra"])
        #expect(groups.map(\.requires) == [[], [], [1], [1, 2], [1, 2, 3], [1, 2, 3]])
        #expect(problem.testCases.map(\.checkerPoints) == [.full, .whole(Score(33)), .whole(Score(33)), .full, .full])
        #expect(problem.testCases.map(\.name)[1] == "subtask-2/2")
        for (failing, points, score) in [
            ([], [:], 100), ([3], [:], 53), ([1], [:], 20), ([0], [:], 0), ([], [2: .score(Score(10))], 30),
        ] as [(Set<Int>, [Int: TestOutcome.Points], Int)] {
            #expect(grade(problem, failing: failing, points: points)?.score == Score(score), "\(failing)")
        }
        let one = try package(Self.conf, "n_subtasks 1\n").problem()
        #expect(grade(one, failing: [3])?.score == .zero && grade(one, failing: [])?.score == Score(100))
    }

    @Test("may have outputs handed in, with no points but those of the tests")
    func answers() throws {
        let problem = try package(Self.conf, "submit_answer on\n").problem()
        #expect(problem.takesAnswers && problem.testCases.map(\.name) == (1...4).map { "tests/\($0)" })
        #expect(problem.testCases.map(\.answerNames) == (1...4).map { ["sum\($0).out"] })
        #expect(problem.grading.groups.map(\.name) == ["", "tests"])
    }

    @Test("have checkers, interactors and implementers")
    func programs() throws {
        let conf = Self.conf.replacing("use_builtin_checker ncmp\n", with: "")
        let own = try package(conf, "checker_time_limit 7\n", ["chk.cpp": "", "testlib.h": ""]).problem()
        guard case .custom(let custom) = own.validation else {
            Issue.record("no checker")
            return
        }
        #expect(custom.convention == .checker(CheckerConvention(.uoj)) && custom.exchange == .afterTheRun)
        #expect(custom.validators[0].files.map(\.name) == ["chk.cpp", "testlib.h"])
        #expect(own.limits.validationTime == .seconds(7) && own.limits.validationMemory == .mebibytes(256))
        let talking = try package(conf, "interaction_mode on\n", ["interactor.py": ""]).problem()
        guard case .custom(let custom) = talking.validation, case .checker(let convention) = custom.convention else {
            Issue.record("no interactor")
            return
        }
        #expect(custom.interactor?.name == "interactor.py" && custom.validators.isEmpty)
        #expect(convention.interactorArguments == ["{input}", "/dev/stdin", "{answer}"])
        let files = ["require/implementer.cpp": "", "require/sum.h": "", "require/implementer.pas": ""]
        let built = try package(Self.conf, "with_implementer on\n", files).problem()
        #expect(built.languages == ["cpp"] && built.includes["cpp"]?.map(\.name) == ["implementer.cpp", "sum.h"])
        #expect(built.warnings.map(\.file) == ["require/implementer.pas"])
        #expect(try package(Self.conf, "", files).problem().includes["default"]?.count == 3)
    }

    static let refused: [(text: String, message: String)] = [
        ("n_tests", "problem.conf:15: \"n_tests\" has no value"),
        ("n_tests 0", "problem.conf:15: \"n_tests\" must be a whole"),
        ("n_tests 99999999999999999999", "problem.conf:15: \"n_tests\" must be"),
        ("n_tests 5", "sum5.in: is not there"), ("n_ex_tests 2", "ex_sum2.in: is not there"),
        ("n_sample_tests 2", "problem.conf:15: \"n_sample_tests\" must be a whole number from 0 to 1"),
        ("use_builtin_judger off", "problem.conf:15: \"use_builtin_judger\" must be on"),
        ("use_builtin_checker odd", "problem.conf:15: \"use_builtin_checker\" must be one of"),
        ("token abc", "problem.conf:15: \"token\" must stand"),
        ("time_limit x", "problem.conf:15: \"time_limit\" must be"),
        ("time_limit_3 -1", "problem.conf:15: \"time_limit\" must be"),
        ("memory_limit 1e9", "problem.conf:15: \"memory_limit\" must be a whole number"),
        ("interaction_mode on", "interactor.cpp: is not there"),
        ("with_implementer on", "problem.conf:15: \"with_implementer\" is on, and there is no"),
        ("n_subtasks 2", "problem.conf: \"subtask_end_1\" must be more than 0"),
        ("n_subtasks 2\nsubtask_end_1 3\nsubtask_end_2 3", "problem.conf:17: \"subtask_end_2\" must be more than 3"),
        (
            "n_subtasks 2\nsubtask_end_1 3\nsubtask_end_2 4\nsubtask_dependence_1 2",
            "problem.conf:18: \"2\" is no subtask before the subtask 1"
        ),
        (
            "n_subtasks 2\nsubtask_end_1 3\nsubtask_end_2 4\nsubtask_type_2 max",
            "problem.conf:18: \"subtask_type\" must be packed or min"
        ),
    ]

    @Test("are refused with the reason and its place", arguments: refused.indices)
    func refuse(index: Int) throws {
        let (text, message) = Self.refused[index]
        let errors = try package(Self.conf, text + "\n").errors()
        #expect(errors.contains { $0.hasPrefix(message) }, "\(errors)")
    }

    @Test("say what is not used")
    func warn() throws {
        let more = "n_tests 4 odd_key\n1 validate_input_before_test on\nreadable_1 x\ntime_limit_2_1 1\n"
        let warnings = try package(Self.conf, more).warnings()
        #expect(
            warnings.map { $0.prefix { $0 != ";" } } == [
                "problem.conf:15: \"n_tests\" stands twice", "problem.conf:15: unknown key \"odd_key\"",
                "problem.conf:16: the validator is not run before each test: tests of a package do not change",
            ])
    }
}
