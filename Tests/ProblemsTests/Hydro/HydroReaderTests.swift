import Grading
import PackageFiles
import Problems
import Testing
import Units

@Suite("Packages of Hydro") struct HydroReaderTests {
    private static let config = """
        time: 2s
        memory: 64m
        filename: sum
        checker_type: testlib
        checker: chk.cpp
        judge_extra_files: [data.txt]
        user_extra_files: [sum.h]
        validator: val.py
        langs: [c, cc.cc17, py.py3]
        subtasks:
          - score: 30
            id: 3
            if: [1]
            cases: [{input: a.in, output: a.out, time: 500ms, memory: 16m}, {input: b.in, output: b.out}]
          - id: 1
            type: sum
            cases: [{input: b.in, output: b.out}, {input: a.in, output: a.out, score: 50, id: 1}]
          - id: 2
            type: max
            time: "1"
            if: [3, 1]
            cases: [{input: a.in, output: a.out}]

        """
    private static let files = [
        "problem.yaml": "pid: P1\ntitle: Sum\ntag: [easy, numbers]\n", "testdata/config.yaml": config,
        "testdata/a.in": "", "testdata/a.out": "", "testdata/b.in": "", "testdata/b.out": "", "testdata/chk.cpp": "",
        "testdata/testlib.h": "", "testdata/data.txt": "", "testdata/sum.h": "", "testdata/val.py": "",
        "std/right.py": "", "submissions/mixed/half.py": "", "submissions/submissions.yaml": "mixed: {score: 35}\n",
    ]

    private func package(_ changes: [String: String?] = [:]) throws -> TemporaryPackage {
        var files = Self.files
        for (name, text) in changes { files[name] = text }
        return try TemporaryPackage(files)
    }

    /// A package whose settings are `config`, with the files of `names` in `testdata`.
    private func package(_ config: String?, _ names: [String]) throws -> TemporaryPackage {
        var files = ["problem.yaml": "title: Sum\n"]
        if let config { files["testdata/config.yaml"] = config }
        for name in names { files["testdata/\(name)"] = "" }
        return try TemporaryPackage(files)
    }

    @Test("are read into the model")
    func read() throws {
        let problem = try package().problem()
        #expect(problem.format == .hydro && problem.home == .hydro && problem.name == "Sum")
        #expect(problem.about.keywords == ["easy", "numbers"] && problem.warnings.isEmpty, "\(problem.warnings)")
        #expect(problem.timeLimit == .fixed(.seconds(2), source: "testdata/config.yaml"))
        #expect(problem.limits.memory == .mebibytes(64))
        #expect(problem.inputFile == "sum.in" && problem.outputFile == "sum.out")
        #expect(problem.languages == ["c", "cpp", "python3"])
        #expect(problem.includes["default"]?.map(\.name) == ["sum.h"])
        #expect(problem.inputValidators.map(\.name) == ["testdata/val.py"])
        #expect(problem.submissions.map(\.path) == ["std/right.py", "mixed/half.py"])
        #expect(problem.submissions[1].expected.score == ScoreRange(from: Score(35), to: Score(35)))
        guard case .custom(let custom) = problem.validation else {
            Issue.record("no checker")
            return
        }
        #expect(custom.convention == .checker(CheckerConvention(.hydro)))
        #expect(custom.validators[0].files.map(\.name) == ["chk.cpp", "data.txt", "sum.h", "testlib.h"])
    }

    @Test(
        "have their subtasks in the order of their numbers, behind those that they require, with shares of the points")
    func subtasks() throws {
        let problem = try package().problem()
        let groups = problem.grading.groups
        #expect(groups.map(\.name) == ["", "subtask-1", "subtask-3", "subtask-2"])
        #expect(groups.map(\.requires) == [[], [], [1], [1, 2]])
        #expect(groups.dropFirst().map(\.rule.aggregate) == [.sum, .minimum, .maximum])
        #expect(groups[0].rule.verdict == VerdictRule(.byScore(full: Score(100 + 15))))
        #expect(
            problem.testCases.map(\.name)
                == ["subtask-1/1", "subtask-1/2", "subtask-3/1", "subtask-3/2", "subtask-2/1"])
        // The first two share 70 points, and the case without a number is the first.
        #expect(
            problem.testCases.map(\.checkerPoints)
                == [.whole(.zero), .whole(Score(50)), .whole(Score(30)), .whole(Score(30)), .whole(Score(35))])
        #expect(problem.testCases.map(\.input.path.text)[1] == "testdata/a.in")
        #expect(
            problem.testCases.map(\.limits)
                == [
                    OwnLimits(), OwnLimits(), OwnLimits(cpuTime: .milliseconds(500), memory: .mebibytes(16)),
                    OwnLimits(),
                    OwnLimits(cpuTime: .milliseconds(1)),
                ])
    }

    static let named: [(files: [String], tests: [String])] = [
        (["1.in", "1.out", "2.in", "2.ans", "10.in", "10.out", "3.in"], ["1.in 1.out", "2.in 2.ans", "10.in 10.out"]),
        (["sum1.in", "sum1.out", "sum01.in"], ["sum1.in sum1.out"]),
        (["input1.txt", "output1.txt", "x.txt"], ["input1.txt output1.txt"]),
        (["a.in2", "a.ou2", "a.in1", "a.out1"], ["a.in1 a.out1", "a.in2 a.ou2"]),
        (["02-small.in", "02-small.out", "1_x.in", "1_x.ans"], ["1_x.in 1_x.ans", "02-small.in 02-small.out"]),
        (["1.IN", "1.OUT"], ["1.IN 1.OUT"]), (["1.in.txt", "1.out.txt"], ["1.in.txt 1.out.txt"]),
    ]

    @Test("have tests by the names of files", arguments: named.indices)
    func names(index: Int) throws {
        let (files, tests) = Self.named[index]
        for config in [nil, "memory: 32m\n"] as [String?] {
            let problem = try package(config, files).problem()
            let pairs = problem.testCases.map { test in
                [test.input, test.answer].map { String($0.path.text.dropFirst("testdata/".count)) }.joined(
                    separator: " ")
            }
            #expect(pairs == tests)
            #expect(
                problem.grading.groups.count == 1
                    && problem.validation == .native(checker: "hydro.default", arguments: []))
        }
    }

    @Test("have subtasks by the names of files, with the settings of those that are listed without cases")
    func namedSubtasks() throws {
        let config = "subtasks: [{id: 2, score: 80, time: 3s}]\n"
        let problem = try package(config, ["1-1.in", "1-1.out", "2-1.in", "2-1.out", "2-2.in", "2-2.out"]).problem()
        #expect(problem.testCases.map(\.name) == ["subtask-1/1", "subtask-2/1", "subtask-2/2"])
        #expect(problem.testCases.map(\.checkerPoints) == [.whole(Score(20)), .whole(Score(80)), .whole(Score(80))])
        #expect(problem.testCases[0].limits == OwnLimits(cpuTime: .seconds(1)))
        #expect(problem.timeLimit == .fixed(.seconds(3), source: "testdata/config.yaml"))
    }

    @Test("may be the test data by itself, and lack answers, for which there is an empty file")
    func bare() throws {
        let files = ["config.yaml": "interactor: talk.py\nnoOutputFile: true\n", "1.in": "", "talk.py": ""]
        let package = try TemporaryPackage(files)
        let generation = try ProblemPackage.generation(in: PackageDirectory(package.path))
        #expect(generation.texts.map(\.path.text) == ["verdict-generated/empty"])
        #expect(package.errors()[0].contains("the empty file for it is not there"))
        let problem = try TemporaryPackage(files.merging(["verdict-generated/empty": ""]) { $1 }).problem()
        #expect(problem.testCases.map(\.answer.path.text) == ["verdict-generated/empty"])
        guard case .custom(let custom) = problem.validation else {
            Issue.record("no interactor")
            return
        }
        #expect(custom.exchange == .interactive && custom.interactor?.name == "talk.py" && custom.validators.isEmpty)
        #expect(problem.limits.validationTime == .seconds(2) && problem.limits.validationMemory == .mebibytes(512))
    }

    static let checkers: [(config: String, validation: CheckerConvention.Answer?, native: String?)] = [
        ("checker_type: strict", nil, "hydro.strict"), ("checker_type: testlib\nchecker: wcmp", nil, "testlib.wcmp"),
        ("checker_type: testlib\nchecker: c.py", .hydro, nil), ("checker_type: lemon\nchecker: c.py", .lemon, nil),
        ("checker_type: syzoj\nchecker: {file: c.py, lang: py.pypy3}", .syzoj, nil),
        ("checker_type: hustoj\nchecker: c.py", .hustoj, nil), ("checker_type: qduoj\nchecker: c.py", .qduoj, nil),
    ]

    @Test("have checkers of all kinds", arguments: checkers.indices)
    func checking(index: Int) throws {
        let (config, answer, native) = Self.checkers[index]
        let problem = try package(config + "\n", ["1.in", "1.out", "c.py"]).problem()
        switch problem.validation {
        case .native(let checker, _): #expect(checker == native)
        case .custom(let custom): #expect(custom.convention == answer.map { .checker(CheckerConvention($0)) })
        case .standard: Issue.record("no checker")
        }
    }

    @Test("may have answers handed in, a file for each test case or one for all")
    func answers() throws {
        let cases = "cases: [{input: 1.in, output: 1.out, id: 4}, {input: 1.in, output: 1.out, id: 9}]\n"
        let names = ["1.in", "1.out"]
        let several = try package("type: submit_answer\nsubType: multi\nfilename: a#-#.txt\n" + cases, names).problem()
        #expect(several.takesAnswers && several.testCases.map(\.answerNames) == [["a4-#.txt"], ["a9-#.txt"]])
        #expect(several.answerFile(to: several.testCases[1], among: ["a4-#.txt", "a9-#.txt"]) == "a9-#.txt")
        #expect(several.answerFile(to: several.testCases[1], among: ["x"]) == nil)
        let one = try package("type: submit_answer\nfilename: sum\n" + cases, names).problem()
        #expect(one.takesAnswers && one.inputFile == nil && one.testCases.map(\.answerNames) == [[], []])
        #expect(one.answerFile(to: one.testCases[1], among: ["x"]) == "x")
        #expect(one.answerFile(to: one.testCases[1], among: ["x", "y"]) == nil)
    }

    @Test("may ask questions, each of which is a test case")
    func questions() throws {
        let config = "type: objective\nanswers: {1: [A, 10], 2-1: [[A, C], 5], 2-2: {A: 3, B: 85}}\n"
        let problem = try package(config, ["1.in"]).problem()
        #expect(problem.takesAnswers && problem.validation == .native(checker: "hydro.objective", arguments: []))
        #expect(problem.testCases.map(\.name) == ["1", "2-1", "2-2"])
        #expect(problem.testCases.map(\.validatorArguments) == [["1"], ["2-1"], ["2-2"]])
        #expect((0..<3).map { problem.grading.points(of: $0)?.accepted } == [Score(10), Score(5), Score(85)])
        #expect(problem.testCases.allSatisfy { $0.input.path.text == "testdata/config.yaml" })
    }

    @Test("may have a manager that talks with several processes")
    func communication() throws {
        let config = "type: communication\nnum_processes: 3\nmanager: talk.py\n"
        let problem = try package(config, ["1.in", "1.out", "talk.py"]).problem()
        guard case .custom(let custom) = problem.validation else {
            Issue.record("no manager")
            return
        }
        #expect(custom.convention == .checker(CheckerConvention(.cms)) && custom.interactor?.name == "testdata/talk.py")
        #expect(custom.processes == ManagedProcesses(3, over: .standard))
        #expect(problem.limits.validationTime == .seconds(2))
    }

    static let refused: [(config: String, message: String)] = [
        ("type: remote_judge", "testdata/config.yaml:1: \"type\" is judged by another system"),
        ("type: odd", "testdata/config.yaml:1: \"type\" is no type that is known here"),
        ("type: submit_answer\nsubType: multi", "testdata/config.yaml:2: \"subType\" is multi, and no \"filename\""),
        (
            "type: submit_answer\nsubType: multi\nfilename: a/#",
            "testdata/config.yaml:3: \"filename\" must be the name of a file, with a #"
        ),
        ("type: communication\nnum_processes: 1", "testdata/config.yaml:2: \"num_processes\" must be 2 to"),
        ("type: communication\nnum_processes: 2", "testdata/config.yaml:1: the key \"manager\" is missing"),
        ("type: objective", "testdata/config.yaml:1: the key \"answers\" is missing"),
        ("type: objective\nanswers: {}", "testdata/config.yaml: there are no questions"),
        ("type: objective\nanswers: {1: [A]}", "testdata/config.yaml:2: \"answers.1\" must be an answer, or a list"),
        ("type: objective\nanswers: {1: [A, -1]}", "testdata/config.yaml:2: \"answers.1\" needs an answer, and no"),
        ("type: objective\nanswers: {a/b: [A, 1]}", "testdata/config.yaml:2: \"answers.a/b\" is a question whose name"),
        ("type: objective\nanswers: {1: [A, x]}", "testdata/config.yaml:2: \"answers.1[1]\" must be a number"),
        ("type: interactive", "testdata/config.yaml:1: the key \"interactor\" is missing"),
        ("time: soon", "testdata/config.yaml:1: \"time\" must be a time"),
        ("time: 1e400s", "testdata/config.yaml:1: \"time\" must be a time"),
        ("time: 0", "testdata/config.yaml:1: \"time\" must be from 1ms"),
        ("memory: 1t", "testdata/config.yaml:1: \"memory\" must be a size"),
        ("memory: 99999g", "testdata/config.yaml:1: \"memory\" must be from 1k"),
        ("checker_type: ccr\nchecker: c.py", "testdata/config.yaml:1: \"checker_type\" must be one of"),
        ("checker_type: testlib", "testdata/config.yaml:1: the key \"checker\" is missing"),
        ("checker_type: testlib\nchecker: odd", "testdata/config.yaml:2: \"checker\" is none of testlib's"),
        ("checker_type: testlib\nchecker: odd.cpp", "testdata/config.yaml:2: \"checker\" names odd.cpp"),
        (
            "checker_type: testlib\nchecker: {file: c.py, lang: odd}",
            "testdata/config.yaml:2: \"checker.lang\" is no language"
        ),
        ("filename: a/b", "testdata/config.yaml:1: \"filename\" must be the name of a file"),
        ("filename: a\ninteractor: c.py", "testdata/config.yaml:1: \"filename\" is given, and"),
        ("template: {}", "testdata/config.yaml:1: \"template\" puts code"),
        ("cases: [{input: 9.in}]", "testdata/config.yaml:1: \"cases[0].input\" names 9.in"),
        ("cases: [{input: 1.in, score: -1}]", "testdata/config.yaml:1: \"cases[0].score\" must be 0 or more"),
        ("subtasks: [{id: 1}, {id: 1}]", "testdata/config.yaml:1: the subtask 1 stands twice"),
        ("subtasks: [{id: 7}]", "testdata/config.yaml:1: the subtask 7 has no test cases"),
        ("subtasks: [{type: mul}]", "testdata/config.yaml:1: \"subtasks[0].type\" must be"),
        (
            "subtasks: [{if: [2], cases: [{input: 1.in, output: 1.out}]}]",
            "testdata/config.yaml:1: there is no subtask 2"
        ),
        (
            "subtasks:\n- {if: [2], cases: [{input: 1.in, output: 1.out}]}\n- {if: [1], cases: [{input: 1.in, output: 1.out}]}",
            "testdata/config.yaml:3: the subtask 1 requires itself"
        ),
        ("subtasks: [{cases: []}, {id: x}]", "testdata/config.yaml:1: \"subtasks[1].id\" must be an integer"),
        ("cases: [{input: 1.in}]\nsubtasks: []", "testdata/config.yaml:2: \"subtasks\" stands beside"),
        ("cases: {", "testdata/config.yaml:"), ("- 1", "testdata/config.yaml:1: the document must be a mapping"),
    ]

    @Test("are refused with the reason and its place", arguments: refused.indices)
    func refuse(index: Int) throws {
        let (config, message) = Self.refused[index]
        let errors = try package(config + "\n", ["1.in", "1.out", "c.py"]).errors()
        #expect(errors.contains { $0.hasPrefix(message) }, "\(errors)")
    }

    @Test("are refused without tests, and with settings that are not read")
    func empty() throws {
        #expect(
            try package(nil, ["readme.txt"]).errors() == [
                "problem.yaml: there are no test cases; list \"cases\" or \"subtasks\", or add 1.in and 1.out"
            ])
        #expect(
            try package(nil, ["config.ini", "1.in", "1.out"]).errors()[0].hasPrefix("testdata/config.ini: settings"))
    }

    @Test("say what is not used")
    func warn() throws {
        let config = "time_limit_rate: {py: 2}\nlangs: [cc, odd]\nchecker: c.py\nuser_extra_files: [g.cpp]\nodd: 1\n"
        let warnings = try package(config, ["1.in", "1.out", "c.py", "g.cpp"]).warnings()
        for (line, word) in [(1, "time_limit_rate"), (2, "odd"), (3, "not used"), (4, "g.cpp"), (5, "odd")] {
            #expect(
                warnings.contains { $0.hasPrefix("testdata/config.yaml:\(line): ") && $0.contains(word) }, "\(warnings)"
            )
        }
    }

    @Test("are read as another format only for who says so")
    func others() throws {
        let package = try package(["problem.yaml": "name: Sum\n", "data/secret/1.in": "", "data/secret/1.ans": ""])
        #expect(try package.problem().format == .hydro)
        #expect(try ProblemPackage(PackageDirectory(package.path), as: .legacy).problem.format == .legacy)
    }
}
