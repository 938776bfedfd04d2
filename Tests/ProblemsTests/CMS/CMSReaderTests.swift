import Grading
import PackageFiles
import Problems
import Testing
import Units

@Suite("Tasks of CMS") struct CMSReaderTests {
    private static let settings = "name: sum\ntitle: Sum\ntime_limit: 1.5\nmemory_limit: 64\nn_input: 2\n"
    private static let files = [
        "input/input0.txt": "1 2\n", "output/output0.txt": "3\n", "input/input1.txt": "2 2\n",
        "output/output1.txt": "4\n", "sol/solution.cpp": "", "sol/slow.java": "", "sol/notes.txt": "",
    ]

    private func package(
        _ settings: String = settings, changing changes: [String: String?] = [:]
    ) throws -> TemporaryPackage {
        var files = Self.files
        files["task.yaml"] = settings
        for (name, text) in changes { files[name] = text }
        return try TemporaryPackage(files)
    }

    private func script(_ text: String, _ settings: String = settings) throws -> TemporaryPackage {
        try package(settings, changing: ["gen/GEN": text])
    }

    @Test("are read into the model")
    func read() throws {
        let problem = try package().problem()
        #expect(problem.format == .cms && problem.home == .cms && problem.name == "Sum" && problem.warnings.isEmpty)
        #expect(problem.timeLimit == .fixed(.milliseconds(1500), source: "task.yaml"))
        #expect(problem.limits.memory == .mebibytes(64))
        #expect(problem.inputFile == "input.txt" && problem.outputFile == "output.txt")
        #expect(problem.validation == .native(checker: "cms.whitediff", arguments: []))
        #expect(problem.testCases.map(\.name) == ["000", "001"])
        #expect(problem.grading.points(of: 1)?.accepted == Score(50))
        #expect(problem.submissions.map(\.path) == ["sol/slow.java", "sol/solution.cpp"])
        #expect(problem.submissions.map(\.names) == [["sum.java"], ["sum.cpp"]])
        #expect(problem.submissions.map(\.expected.verdicts) == [[], [.accepted]])
        let streams = try package(Self.settings + "infile: ''\noutfile:\ntotal_value: 30\n").problem()
        #expect(streams.inputFile == nil && streams.outputFile == nil)
        #expect(streams.grading.points(of: 0)?.accepted == Score(15))
    }

    @Test("have the subtasks of gen/GEN")
    func subtasks() throws {
        let problem = try script("# a comment\n# ST: 40\n1 2 # the first\n\n#ST:60\n# COPY: by_hand.txt\n").problem()
        #expect(problem.testCases.map(\.name) == ["subtask-1/000", "subtask-2/001"])
        let groups = problem.grading.groups
        #expect(groups.map(\.name) == ["", "subtask-1", "subtask-2"])
        #expect(groups.dropFirst().map(\.rule.factor) == [Score(40), Score(60)])
        #expect(groups.dropFirst().allSatisfy { $0.rule.aggregate == .minimum })
    }

    @Test("have subtasks also behind a byte-order mark")
    func byteOrderMark() throws {
        let problem = try script("\u{FEFF}#ST: 40\r\n1 2\r\n#ST: 60\r\n1 3\r\n").problem()
        #expect(problem.testCases.map(\.name) == ["subtask-1/000", "subtask-2/001"])
        #expect(
            problem.warnings.map(\.description) == [
                "gen/GEN: begins with a byte-order mark, which is skipped; save it without one"
            ])
    }

    @Test("have the score type that task.yaml names, whatever gen/GEN says")
    func scoreTypes() throws {
        let sum = try script("# ST: 1\n1\n", Self.settings + "score_type: Sum\nscore_type_parameters: 7.5\n").problem()
        #expect(sum.grading.points(of: 0)?.accepted == Score(15) / Score(2) && sum.grading.groups.count == 1)
        for (type, aggregate) in [("GroupMin", GroupRule.Aggregate.minimum), ("GroupMul", .product)] {
            let problem = try package(
                Self.settings + "score_type: \(type)\nscore_type_parameters: [[30, 1], [70, 1]]\n"
            ).problem()
            #expect(problem.grading.groups.dropFirst().map(\.rule.aggregate) == [aggregate, aggregate])
        }
    }

    @Test("with output_only take outputs, a folder for each of their own")
    func outputs() throws {
        let problem = try package(
            "name: sum\nn_input: 2\noutput_only: true\n",
            changing: [
                "sol/grader.cpp": "", "sol/solution/output_000.txt": "3\n", "sol/part/output_001.txt": "4\n",
                "check/manager.cpp": "",
            ]
        ).problem()
        #expect(problem.takesAnswers && problem.inputFile == nil && problem.outputFile == nil)
        #expect(problem.languages == nil && problem.includes.isEmpty)
        #expect(problem.testCases.map(\.answerNames) == [["output_000.txt"], ["output_001.txt"]])
        #expect(problem.submissions.map(\.path) == ["sol/part", "sol/solution"])
        #expect(problem.submissions.map(\.names) == [["output_001.txt"], ["output_000.txt"]])
        #expect(problem.submissions.map(\.expected.verdicts) == [[], [.accepted]])
        #expect(problem.limits.code == .kibibytes(200))
    }

    @Test("with a manager are judged by it alone, and built with stubs")
    func managers() throws {
        let stubs: [String: String?] = [
            "check/manager.cpp": "", "check/manager.h": "", "sol/stub.c": "", "sol/sum.h": "", "sol/stub.py": "",
            "sol/solution.c": "", "check/checker.cpp": "",
        ]
        let problem = try package(changing: stubs).problem()
        guard case .custom(let custom) = problem.validation else {
            Issue.record("no manager")
            return
        }
        #expect(custom.processes == ManagedProcesses(1, over: .named) && custom.validators.isEmpty)
        #expect(custom.interactor?.files.map(\.name) == ["manager.cpp", "manager.h"])
        #expect(problem.includes["c"]?.map(\.name) == ["stub.c", "sum.h"] && problem.languages == ["c"])
        #expect(problem.submissions.map(\.path) == ["sol/solution.c"])
        #expect(problem.inputFile == nil && problem.outputFile == nil)
        #expect(problem.warnings.map(\.file) == ["sol/stub.py"])
        let alone = try package(
            Self.settings + "num_processes: 3\n", changing: ["cor/manager.py": "", "output/output1.txt": nil])
        let generation = try ProblemPackage.generation(in: PackageDirectory(alone.path))
        #expect(generation.texts.map(\.path.text) == ["output/output1.txt"] && generation.steps.isEmpty)
        let several = try package(Self.settings + "num_processes: 3\n", changing: ["cor/manager.py": ""]).problem()
        guard case .custom(let other) = several.validation else {
            Issue.record("no manager")
            return
        }
        #expect(other.processes == ManagedProcesses(3, over: .standard) && several.languages == nil)
    }

    @Test("have checkers and graders")
    func programs() throws {
        let problem = try package(
            changing: [
                "check/checker": "", "check/checker.cpp": "", "check/testlib.h": "", "sol/grader.cpp": "",
                "sol/sum.h": "", "sol/grader.py": "",
            ]
        ).problem()
        guard case .custom(let custom) = problem.validation else {
            Issue.record("no checker")
            return
        }
        #expect(custom.convention == .checker(CheckerConvention(.cms)))
        #expect(custom.validators[0].files.map(\.name) == ["checker.cpp", "testlib.h"])
        #expect(problem.includes["cpp"]?.map(\.name) == ["grader.cpp", "sum.h"] && problem.languages == ["cpp"])
        #expect(problem.submissions.map(\.path) == ["sol/solution.cpp"])
        #expect(problem.warnings.map(\.file) == ["sol/grader.py"])
    }

    @Test("have graders in Java and Pascal, in which submissions start")
    func graders() throws {
        let problem = try package(
            changing: [
                "sol/grader.java": "", "sol/grader.pas": "", "sol/sumlib.pas": "", "sol/sum.h": "",
                "sol/other.java": "",
                "sol/other.pas": "", "sol/other.c": "", "sol/slow.java": nil, "sol/solution.cpp": nil,
            ]
        ).problem()
        #expect(problem.languages == ["java", "pascal"])
        #expect(problem.includes["java"]?.map(\.name) == ["grader.java"])
        #expect(problem.includes["pascal"]?.map(\.name) == ["grader.pas", "sumlib.pas"])
        #expect(problem.entryPoints == ["java": "grader", "pascal": "grader.pas"])
        #expect(problem.submissions.map(\.path) == ["sol/other.java", "sol/other.pas"])
        #expect(problem.warnings.isEmpty)
    }

    @Test("say how the files are made that they lack")
    func generation() throws {
        let lacking: [String: String?] = [
            "input/input1.txt": nil, "output/output0.txt": nil, "output/output1.txt": nil, "gen/generatore.py": "",
            "gen/generator.cpp": "", "gen/lib.h": "", "gen/GEN": "# ST: 100\n1\n20 30\n",
        ]
        let package = try package(Self.settings + "infile: ''\n", changing: lacking)
        let generation = try ProblemPackage.generation(in: PackageDirectory(package.path))
        #expect(generation.generators.map(\.program.name) == ["sol/solution.cpp", "gen/generator.cpp"])
        #expect(generation.generators[1].program.files.map(\.name) == ["generator.cpp", "lib.h"])
        #expect(generation.steps.map(\.purpose) == ["the answer of test 0", "test 1", "the answer of test 1"])
        #expect(generation.steps[1].commands[0].arguments == ["20", "30"])
        let files = try self.package(changing: lacking)
        let error = #expect(throws: ProblemError.self) {
            try ProblemPackage.generation(in: PackageDirectory(files.path))
        }
        #expect(error?.description.contains("a solution that reads a file is not run to make them") == true)
    }

    static let refused: [(settings: String, files: [String: String?], message: String)] = [
        ("output_only: perhaps\n", [:], "task.yaml:6: \"output_only\" must be"),
        ("", ["check/manager": ""], "check/manager: is a compiled manager; add its source"),
        (
            "num_processes: 17\n", ["check/manager.cpp": ""],
            "task.yaml:6: \"num_processes\" must be"
        ),
        ("user_io: pipes\n", ["cor/manager.cpp": ""], "task.yaml:6: \"user_io\" must be one of std_io, fifo_io"),
        ("", ["check/checker": ""], "check/checker: is a compiled checker; add its source"),
        ("", ["output/output1.txt": nil], "task.yaml: the file output/output1.txt is not there"),
        ("infile: a/b\n", [:], "task.yaml:6: \"infile\" must be the name of a file"),
        ("outfile: ..\n", [:], "task.yaml:6: \"outfile\" must be the name of a file"),
        ("", ["gen/GEN": "1\n"], "task.yaml:5: \"n_input\" is 2, and gen/GEN has 1 tests"),
        ("", ["gen/GEN": "1\n# ST: 1\n2\n"], "gen/GEN:2: tests stand before the first subtask"),
        ("", ["gen/GEN": "# ST: x\n1\n2\n"], "gen/GEN:1: \"ST:\" needs a whole number of points"),
        ("", ["gen/GEN": "1 # ST: 3\n2\n"], "gen/GEN:1: a test and a command in one line"),
        (
            "score_type: GroupThreshold\nscore_type_parameters: [[1, 2, 3]]\n", [:],
            "task.yaml:6: \"score_type\" must be"
        ),
        ("score_type: GroupMin\nscore_type_parameters: [[1, '00.']]\n", [:], "task.yaml:7: \"score_type_parameters[0]"),
        ("score_type: GroupMin\nscore_type_parameters: [[1, 5]]\n", [:], "task.yaml:7: the subtasks have 5 tests"),
    ]

    @Test("are refused with the reason and its place", arguments: refused.indices)
    func refuse(index: Int) throws {
        let (settings, files, message) = Self.refused[index]
        let errors = try package(Self.settings + settings, changing: files).errors()
        #expect(errors.contains { $0.hasPrefix(message) }, "\(errors)")
    }

    @Test("without limits or tests are refused")
    func limits() throws {
        for (settings, message) in [
            ("n_input: 2\n", "task.yaml: there is no \"time_limit\""),
            ("time_limit: 1\n", "task.yaml: there is neither"),
            ("time_limit: 0\nn_input: 2\n", "task.yaml:1: \"time_limit\" must be from"),
            ("time_limit: 1\nn_input: 0\n", "task.yaml: there are no tests"),
        ] {
            let errors = try package(settings).errors()
            #expect(errors.contains { $0.hasPrefix(message) }, "\(errors)")
        }
    }
}
