import PackageFiles
import Problems
import Testing

@Suite("A standard package of Polygon") struct PolygonGenerationTests {
    /// A package whose test 2 is to be made, and all answers.
    private func package(
        _ replacements: [String: String] = [:], changing changes: [String: String?] = [:]
    ) throws -> TemporaryPackage {
        let executable = "<executable><source path=\"files/gen.cpp\" type=\"cpp.g++17\"/></executable>"
        let all = replacements.merging(["<executables/>": "<executables>\(executable)</executables>"]) { new, _ in new }
        var files: [String: String?] = [
            "tests/02": nil, "tests/01.a": nil, "tests/02.a": nil, "tests/03.a": nil, "files/gen.cpp": "",
        ]
        files.merge(changes) { _, new in new }
        return try .polygon(all, changing: files)
    }

    private func generation(_ package: TemporaryPackage) throws -> TestGeneration {
        try ProblemPackage.generation(in: PackageDirectory(package.path))
    }

    @Test("says how its tests are made")
    func steps() throws {
        let generation = try generation(try package())
        #expect(generation.generators.map(\.program.name) == ["files/gen.cpp", "solutions/sum.cpp"])
        #expect(generation.generators[0].program.files.map(\.name) == ["gen.cpp", "grader.h", "testlib.h"])
        #expect(generation.generators.map(\.program.language) == ["cpp", "cpp"])
        #expect(
            generation.steps.map(\.purpose)
                == ["test 2", "the answer of test 1", "the answer of test 2", "the answer of test 3"])
        #expect(generation.steps[0].commands == [TestGeneration.Command(0, arguments: ["1"])])
        #expect(generation.steps[1].commands == [TestGeneration.Command(1)])
        #expect(generation.steps.map { $0.input?.text } == [nil, "tests/01", "tests/02", "tests/03"])
        #expect(
            generation.steps.flatMap(\.products).map(\.path.text) == [
                "tests/02", "tests/01.a", "tests/02.a", "tests/03.a",
            ])
        #expect(generation.rounds.map(\.count) == [3, 1])
    }

    @Test("has nothing to make where all files are there")
    func fullPackage() throws {
        #expect(try generation(.polygon()).isEmpty)
    }

    @Test("has the solution built with the files that submissions are built with, and talk with the interactor")
    func mainSolution() throws {
        let resource = """
            <file path="files/grader.h"><stages><stage name="COMPILE"/></stages><assets><asset name="SOLUTION"/></assets></file>
            """
        let interactor = "<interactor><source path=\"files/talk.py\" type=\"python.3\"/></interactor>"
        let generation = try generation(
            package(
                ["</resources>": resource + "</resources>", "<validators/>": interactor],
                changing: ["files/talk.py": ""]))
        #expect(generation.generators.map(\.program.name) == ["files/gen.cpp", "solutions/sum.cpp", "files/talk.py"])
        #expect(generation.generators[1].program.files.map(\.name) == ["sum.cpp", "grader.h"])
        #expect(generation.steps[1].commands == [TestGeneration.Command(1, interactor: 2)])
    }

    @Test("has an answer made by two runs of the solution where submissions run twice")
    func twoRuns() throws {
        let interactor =
            "<interactor><source path=\"files/talk.py\" type=\"python.3\"/><runs><run>1</run></runs></interactor>"
        let generation = try generation(
            package(
                ["run-count=\"1\"": "run-count=\"2\"", "<validators/>": interactor], changing: ["files/talk.py": ""]))
        let answers = generation.steps.filter { $0.input?.text.contains("01") ?? false }
        #expect(answers.map(\.purpose) == ["run 1 on test 1", "the answer of test 1"])
        #expect(
            answers.map(\.commands)
                == [[TestGeneration.Command(1, interactor: 2)], [TestGeneration.Command(1)]])
        #expect(answers[0].products.map(\.path) == [answers[1].input])
        #expect(answers[1].products.map(\.path.text) == ["tests/01.a"])
    }

    @Test("has one run of a command that writes several tests")
    func severalTests() throws {
        let generation = try generation(
            package(
                [
                    "<test cmd=\"gen 1\" method=\"generated\"/>": "<test cmd=\"gen 2 3\" from-file=\"2\"/>",
                    "<test method=\"manual\" description=\"the last\"/>": "<test cmd=\"gen 2 3\" from-file=\"3\"/>",
                ], changing: ["tests/03": nil]))
        let made = generation.steps[0].products
        #expect(generation.steps.map(\.purpose).filter { $0.hasPrefix("test") } == ["test 2"])
        #expect(made.map(\.origin) == [.file(names: ["2", "02", "002"]), .file(names: ["3", "03", "003"])])
        #expect(made.map(\.path.text) == ["tests/02", "tests/03"])
    }

    static let refused: [(old: String, new: String, message: String)] = [
        ("gen 1", "other 1", "problem.xml:13: test 2 is made by other, which is not among the <executables>"),
        ("gen 1", "gen '1", "problem.xml:13: \"cmd\" is no command: gen '1"),
        ("gen 1", "gen |", "problem.xml:13: \"cmd\" is no command: gen |"),
        ("cpp.g++17\"/></executable>", "cobol\"/></executable>", "a executable of the type \"cobol\" is not built"),
        (
            "files/gen.cpp\"", "files/no/gen.cpp\"",
            "the source files/no/gen.cpp of the executable is not in the package"
        ),
        ("tag=\"main\"", "tag=\"accepted\"", "problem.xml:12: the answer of test 1 is not there, and no solution has"),
        (
            "output-file=\"\"", "output-file=\"out.txt\"",
            "problem.xml:12: the answer of test 1 is not there, and a solution that reads or writes the file out.txt"
        ),
        ("tests/%02d.a<", "../%02d.a<", "problem.xml:12: \"../01.a\" is no path below the package"),
    ]

    @Test("is refused if a file cannot be made", arguments: refused)
    func refuse(old: String, new: String, message: String) throws {
        let executable = "<executable><source path=\"files/gen.cpp\" type=\"cpp.g++17\"/></executable>"
        let package = try package()
        let text = TemporaryPackage.polygonSettings
            .replacing("<executables/>", with: "<executables>\(executable)</executables>").replacing(old, with: new)
        try package.write(text, to: "problem.xml")
        let error = #expect(throws: ProblemError.self) { try generation(package) }
        #expect(error?.description.contains(message) == true, "\(error.map { "\($0)" } ?? "")")
    }
}
