import Grading
import PackageFiles
import Problems
import Testing
import Units

@Suite("Packages of SYZOJ") struct SYZOJReaderTests {
    private static let data = """
        subtasks:
        - {score: 30, type: sum, cases: [1, 2, 3]}
        - {score: 40, type: mul, cases: ["1", "2"]}
        - {score: 30, type: min, cases: [3, x]}
        inputFile: sum#.in
        outputFile: out/sum#.ans

        """

    private func package(_ data: String = data, _ changes: [String: String?] = [:]) throws -> TemporaryPackage {
        var files = ["data.yml": data]
        for name in ["1", "2", "3", "x"] {
            files["sum\(name).in"] = ""
            files["out/sum\(name).ans"] = ""
        }
        for (name, text) in changes { files[name] = text }
        return try TemporaryPackage(files)
    }

    @Test("may have outputs handed in")
    func answers() throws {
        let problem = try package(Self.data + "userOutput: a#.txt\n", ["submissions/accepted/right/a1.txt": ""])
            .problem()
        #expect(problem.takesAnswers && problem.warnings.isEmpty)
        #expect(problem.testCases.prefix(3).map(\.answerNames) == [["a1.txt"], ["a2.txt"], ["a3.txt"]])
        #expect(problem.submissions.map(\.path) == ["accepted/right"])
    }

    @Test("are read into the model")
    func read() throws {
        let problem = try package(Self.data, ["submissions/accepted/right.py": ""]).problem()
        #expect(problem.format == .syzoj && problem.home == .syzoj)
        #expect(
            problem.timeLimit == .fixed(.seconds(1), source: "data.yml") && problem.limits.memory == .mebibytes(256))
        #expect(
            problem.warnings.map(\.description).count == 1
                && problem.warnings[0].message.contains("no part of the package"))
        #expect(problem.validation == .native(checker: "syzoj.default", arguments: []))
        #expect(
            problem.testCases.map(\.name)
                == [
                    "subtask-1/1", "subtask-1/2", "subtask-1/3", "subtask-2/1", "subtask-2/2", "subtask-3/3",
                    "subtask-3/x",
                ])
        #expect(problem.testCases[6].answer.path.text == "out/sumx.ans")
        let groups = problem.grading.groups
        #expect(groups.dropFirst().map(\.rule.aggregate) == [.sum, .product, .minimum])
        #expect(problem.grading.points(of: 0) == TestPoints(accepted: Score(10)))
        #expect(groups[0].rule.verdict == VerdictRule(.byScore(full: Score(100))))
        #expect(problem.submissions.map(\.path) == ["accepted/right.py"])
    }

    @Test("have special judges and extra sources, in languages by SYZOJ's names")
    func programs() throws {
        let more = """
            specialJudge: {language: cpp17-clang, fileName: spj.cpp}
            extraSourceFiles:
            - language: cpp11
              files: [{name: area.h, dest: lib/a.h}]
            - language: cpp17
              files: [{name: area.h, dest: lib/a.h}]
            - language: nodejs
              files: [{name: area.h, dest: area.js}]
            """
        let problem = try package(Self.data + more + "\n", ["spj.cpp": "", "area.h": ""]).problem()
        guard case .custom(let custom) = problem.validation else {
            Issue.record("no special judge")
            return
        }
        #expect(custom.convention == .checker(CheckerConvention(.syzoj)) && custom.validators[0].language == "cpp")
        #expect(problem.includes.mapValues { $0.map(\.name) } == ["cpp": ["lib/a.h"], "javascript": ["area.js"]])
    }

    static let refused: [(text: String, message: String)] = [
        ("a: 1\n", "data.yml:1: the key \"subtasks\" is missing"),
        ("subtasks: []\n", "data.yml:1: there are no test cases"),
        ("subtasks: [{type: sum, cases: [1]}]\n", "data.yml:1: the key \"score\" is missing"),
        ("subtasks: [{score: 1, type: max, cases: [1]}]\n", "data.yml:1: \"subtasks[0].type\" must be"),
        ("subtasks: [{score: -1, type: sum, cases: [1]}]\n", "data.yml:1: \"subtasks[0].score\" must be 0"),
        ("subtasks: [{score: 1, type: sum, cases: []}]\n", "data.yml:1: \"subtasks[0].cases\" must name"),
        ("subtasks: [{score: 1, type: sum, cases: [1]}]\n", "data.yml:1: the key \"inputFile\" is missing"),
        (data.replacing("x]", with: "y]"), "data.yml:4: \"subtasks[2].cases[1]\" needs the file sumy.in"),
        (data.replacing("sum#.in", with: "../#.in"), "data.yml:2: \"subtasks[0].cases[0]\" needs the file ../1.in"),
        (data + "interactor: {}\n", "data.yml:7: \"interactor\": interactors share memory"),
        (data + "userOutput: ../a#\n", "data.yml:7: \"userOutput\" must be the name of a file"),
        (
            data + "specialJudge: {language: vala, fileName: a}\n",
            "data.yml:7: \"specialJudge.language\" is no language"
        ),
        (data + "specialJudge: {language: c, fileName: a}\n", "data.yml:7: \"specialJudge.fileName\" names a, which"),
        (
            data + "extraSourceFiles: [{language: c, files: [{name: sum1.in, dest: ../a}]}]\n",
            "data.yml:7: \"extraSourceFiles[0].files[0].dest\" must be"
        ),
        ("{", "data.yml:"), ("\u{0}", "data.yml"),
    ]

    @Test("are refused with the reason and its place", arguments: refused.indices)
    func refuse(index: Int) throws {
        let (text, message) = Self.refused[index]
        let errors = try package(text).errors()
        #expect(errors.contains { $0.hasPrefix(message) }, "\(errors)")
    }
}
