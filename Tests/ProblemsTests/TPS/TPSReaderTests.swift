import Grading
import PackageFiles
import Problems
import Testing
import Units

@Suite("Tasks of TPS") struct TPSReaderTests {
    private static let files = [
        "problem.json":
            "{\n\t\"name\": \"sum\",\n\t\"code\": \"sum\",\n\t\"title\": \"Sum\",\n\t\"memory_limit\": 64,\n\t\"time_limit\": 1.5,\n"
            + "\t\"type\": \"Batch\"\n}\n",
        "subtasks.json":
            "{\"subtasks\": {\"samples\": {\"index\": 0, \"score\": 0},\n\"all\": {\"index\": 1, \"score\": 100}}}",
        "solutions.json":
            "{\"right.cpp\": {\"verdict\": \"model_solution\"},\n\"slow.cpp\": {\"verdict\": \"time_limit\", \"except\": "
            + "{\"samples\": \"correct\"}},\n\"other.java\": {\"verdict\": \"correct\"}}",
        "gen/data":
            "# tests\n@subtask samples\nmanual one.in\n\n@testset some\ngen 1 2\n@subtask all\n@include samples some\n"
            + "copy ../public/two.in\n",
        "gen/gen.cpp": "", "gen/testlib.h": "", "gen/manual/one.in": "", "public/two.in": "", "solution/right.cpp": "",
        "solution/slow.cpp": "", "solution/other.java": "", "checker/checker.cpp": "", "checker/testlib.h": "",
        "grader/cpp/grader.cpp": "", "grader/cpp/sum.h": "",
    ]
    private static let made = [
        "verdict-generated/000.out": "", "verdict-generated/001.in": "", "verdict-generated/001.out": "",
        "verdict-generated/002.out": "",
    ]

    private func package(_ changes: [String: String?] = [:], isMade: Bool = true) throws -> TemporaryPackage {
        var files = Self.files
        if isMade { files.merge(Self.made) { $1 } }
        for (name, text) in changes { files[name] = text }
        return try TemporaryPackage(files)
    }

    @Test("are read into the model")
    func read() throws {
        let problem = try package().problem()
        #expect(problem.format == .tps && problem.home == .cms && problem.name == "Sum")
        #expect(problem.timeLimit == .fixed(.milliseconds(1500), source: "problem.json"))
        #expect(problem.limits.memory == .mebibytes(64) && problem.inputFile == nil)
        #expect(problem.testCases.map(\.name) == ["samples/000", "all/000", "all/001", "all/002"])
        #expect(
            problem.testCases.map(\.input.path.text)
                == ["gen/manual/one.in", "gen/manual/one.in", "verdict-generated/001.in", "public/two.in"])
        #expect(problem.grading.groups.map(\.name) == ["", "samples", "all"])
        #expect(problem.grading.groups.dropFirst().map(\.rule.factor) == [Score(0), Score(100)])
        guard case .custom(let custom) = problem.validation else {
            Issue.record("no checker")
            return
        }
        #expect(custom.convention == .checker(CheckerConvention(.cms)))
        #expect(custom.validators[0].files.map(\.name) == ["checker.cpp", "testlib.h"])
        #expect(problem.includes["cpp"]?.map(\.name) == ["grader.cpp", "sum.h"] && problem.languages == ["cpp"])
        #expect(problem.submissions.map(\.path) == ["solution/right.cpp", "solution/slow.cpp"])
        #expect(problem.submissions[0].names == ["sum.cpp"] && problem.submissions[0].expected.verdicts == [.accepted])
        #expect(problem.submissions[1].expected.tests[0].required == [.timeLimit, .idleLimit])
        #expect(problem.submissions[1].expected.groups["samples"]?.verdicts == [.accepted])
        #expect(problem.warnings.map(\.file) == ["solution/other.java"])
        let plain = try package(
            ["checker/checker.cpp": nil, "grader/cpp/grader.cpp": nil, "grader/cpp/sum.h": nil]
        ).problem()
        #expect(plain.validation == .native(checker: "cms.whitediff", arguments: []) && plain.languages == nil)
        #expect(plain.submissions.count == 3)
    }

    @Test("whose outputs are handed in have no time limit, and their programs make answers only")
    func outputs() throws {
        let problem = try package([
            "problem.json": "{\"name\": \"sum\", \"type\": \"OutputOnly\"}", "solution/mine/01.out": "",
            "solution/mine/output_02.txt": "",
        ]).problem()
        #expect(problem.takesAnswers && problem.languages == nil && problem.includes.isEmpty)
        #expect(problem.submissions.map(\.path) == ["solution/mine"])
        #expect(
            problem.testCases.map(\.answerNames) == [
                ["output_01.txt", "01.out"], ["output_01.txt", "01.out"], ["output_02.txt", "02.out"],
                ["output_03.txt", "03.out"],
            ])
    }

    @Test("with a manager are judged by it alone, and nobody makes answers")
    func managers() throws {
        let settings =
            "{\"name\": \"sum\", \"type\": \"Communication\", \"num_processes\": 2, \"time_limit\": 1}"
        let changes: [String: String?] = ["problem.json": settings, "grader/manager.cpp": ""]
        let problem = try package(changes).problem()
        guard case .custom(let custom) = problem.validation else {
            Issue.record("no manager")
            return
        }
        #expect(custom.processes == ManagedProcesses(2, over: .named) && custom.validators.isEmpty)
        #expect(custom.interactor?.files.map(\.name) == ["manager.cpp"] && problem.languages == ["cpp"])
        let package = try package(changes, isMade: false)
        let generation = try ProblemPackage.generation(in: PackageDirectory(package.path))
        #expect(generation.steps.map(\.purpose) == ["test 1"] && generation.texts.count == 3)
    }

    @Test("of two steps have submissions run twice, and answers made so")
    func twoSteps() throws {
        let changes = ["problem.json": "{\"name\": \"sum\", \"type\": \"TwoSteps\", \"time_limit\": 1}"]
        let problem = try package(changes).problem()
        #expect(problem.hasTwoSteps && problem.opensPipes && problem.languages == ["cpp"])
        let package = try package(changes, isMade: false)
        let generation = try ProblemPackage.generation(in: PackageDirectory(package.path))
        #expect(generation.steps.count == 7)
        #expect(generation.steps[0].commands[0].arguments == ["0", "pipe"])
        #expect(generation.steps[1].commands[0].arguments == ["1", "/dev/stdin"])
        #expect(generation.steps[1].input == generation.steps[0].products[0].path)
        #expect(generation.rounds.count == 3)
    }

    @Test("give programs of tests a | as an argument, for no shell reads it")
    func pipes() throws {
        let package = try package(["gen/data": "@subtask samples\ngen 1 | gen 2|3\n"], isMade: false)
        let generation = try ProblemPackage.generation(in: PackageDirectory(package.path))
        #expect(generation.steps.map(\.commands.count) == [1, 1])
        #expect(generation.steps[0].commands[0].arguments == ["1", "|", "gen", "2|3"])
    }

    @Test("say how their tests are made, each once")
    func generation() throws {
        let package = try package(isMade: false)
        let generation = try ProblemPackage.generation(in: PackageDirectory(package.path))
        #expect(generation.generators.map(\.program.name) == ["solution/right.cpp", "gen/gen.cpp"])
        #expect(generation.generators[0].program.files.map(\.name) == ["sum.cpp", "grader.cpp", "sum.h"])
        #expect(generation.generators[1].program.files.map(\.name) == ["gen.cpp", "testlib.h"])
        #expect(
            generation.steps.map(\.purpose)
                == ["the answer of test 0", "test 1", "the answer of test 1", "the answer of test 2"])
        #expect(generation.steps.map { $0.input?.text ?? "" }.first == "gen/manual/one.in")
        #expect(generation.steps[1].commands[0].arguments == ["1", "2"])
    }

    static let refused: [(file: String, text: String?, message: String)] = [
        (
            "problem.json", "{\"time_limit\": 1, \"type\": \"Notice\"}",
            "problem.json:1: \"type\" must be one of Batch"
        ),
        (
            "problem.json", "{\"time_limit\": 1, \"type\": \"Communication\"}",
            "grader/manager.cpp: is not there"
        ),
        (
            "problem.json", "{\"time_limit\": 1, \"type\": \"Communication\", \"has_checker\": true}",
            "problem.json:1: a checker of what a manager writes"
        ),
        ("problem.json", "{\"type\": \"Batch\"}", "problem.json: there is no \"time_limit\""),
        ("problem.json", "{", "problem.json:"), ("gen/data", nil, "gen/data: is not there"),
        ("gen/data", "gen 1\n", "gen/data:1: a test stands before the first"),
        ("gen/data", "@subtask a\n@include b\n", "gen/data:2: there is no set b before this one"),
        ("gen/data", "@subtask a\n@include a\n", "gen/data:2: there is no set a before this one"),
        ("gen/data", "@subtask a\n@subtask a\n", "gen/data:2: the set a stands twice"),
        ("gen/data", "@subtask\n", "gen/data:1: @subtask needs one name"),
        ("gen/data", "@import a\n", "gen/data:1: @import is not known"),
        ("gen/data", "@subtask samples\nmanual\n", "gen/data:2: manual needs the name of one file"),
        ("gen/data", "@subtask samples\ngen 'a\n", "gen/data:2: is no command"),
        ("gen/data", "@testset samples\ngen 1\n", "gen/data: there are no tests in a subtask"),
        ("gen/data", "@subtask b\nmanual one.in\n", "subtasks.json: has no subtask b, which gen/data has"),
        ("subtasks.json", nil, "subtasks.json: is not there"),
        ("subtasks.json", "{\"subtasks\": {\"all\": {}}}", "subtasks.json:1: the key \"score\" is missing"),
        (
            "solutions.json", "{\"no.cpp\": {\"verdict\": \"correct\"}}",
            "solutions.json:1: \"no.cpp\" names solution/no.cpp"
        ),
        ("verdict-generated/001.in", nil, "gen/data: the file verdict-generated/001.in is not there."),
    ]

    @Test(
        "are read where a solution's verdict is not known, which promises nothing",
        arguments: [
            ("{\"verdict\": \"slow\"}", "solutions.json:1: \"slow.cpp.verdict\" must be one of"),
            (
                "{\"verdict\": \"failed\", \"except\": {\"x\": \"correct\"}}",
                "solutions.json:1: \"slow.cpp.except.x\" is of no subtask"
            ),
        ])
    func unknownVerdict(solution: String, message: String) throws {
        let problem = try package(["solutions.json": "{\"slow.cpp\": \(solution)}"]).problem()
        #expect(problem.warnings.contains { $0.description.hasPrefix(message) }, "\(problem.warnings)")
        #expect(problem.submissions.map(\.expected.isEmpty) == [true])
    }

    @Test("are refused with the reason and its place", arguments: refused.indices)
    func refuse(index: Int) throws {
        let (file, text, message) = Self.refused[index]
        let errors = try package([file: text]).errors()
        #expect(errors.contains { $0.hasPrefix(message) }, "\(errors)")
    }

    @Test("are refused if a test cannot be made, or lies outside of the package")
    func unmade() throws {
        for (change, message) in [
            (["gen/gen.cpp": nil], "gen/data:6: there is no generator gen/gen; add its source"),
            (["gen/manual/one.in": nil], "gen/data:3: there is no gen/manual/one.in; add it"),
            (["solutions.json": "{}"], "solutions.json: no solution is the \"model_solution\""),
            (["gen/data": "@subtask all\ncopy ../../../etc/passwd\n"], "gen/data:2: there is no etc/passwd; add it"),
            (["gen/data": "@subtask all\ngen/../x\n"], "gen/data:2: there is no generator"),
        ] as [([String: String?], String)] {
            let package = try package(change, isMade: false)
            let error = #expect(throws: ProblemError.self) {
                try ProblemPackage.generation(in: PackageDirectory(package.path))
            }
            #expect(error?.description.contains(message) == true, "\(error.map { "\($0)" } ?? "")")
        }
    }
}
