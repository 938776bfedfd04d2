import Grading
import PackageFiles
import Problems
import Testing
import Units

@Suite("Packages of Library Checker") struct LibraryCheckerReaderTests {
    private static let info = """
        title = 'Sum'
        timelimit = 1.5
        [[tests]]
        name = "example.in"
        number = 1
        [[tests]]
        name = "random.cpp"
        number = 2
        [[solutions]]
        name = "wa.cpp"
        expect = "WA"
        [[solutions]]
        name = "slow.cpp"
        allow_tle = true
        function = true
        [params]
        MAX = 1_000
        EPS = 1e-6
        NAME = "a \\"b\\""
        """
    private static let files = [
        "gen/example_00.in": "1\n", "gen/random.cpp": "", "gen/lib.hpp": "", "sol/correct.cpp": "", "sol/wa.cpp": "",
        "sol/slow.cpp": "", "checker.cpp": "", "grader/grader.cpp": "", "grader/solve.hpp": "", "common/testlib.h": "",
        "common/lib.h": "", "lib.h": "",
    ]
    private static let made = [
        "out/example_00.out": "", "in/random_00.in": "", "in/random_01.in": "", "out/random_00.out": "",
        "out/random_01.out": "", "params.h": "",
    ]

    private func package(
        _ replacements: [String: String] = [:], changing changes: [String: String?] = [:]
    ) throws -> TemporaryPackage {
        var text = Self.info
        for (old, new) in replacements { text = text.replacing(old, with: new) }
        var files = Self.files
        files["info.toml"] = text
        for (name, text) in changes { files[name] = text }
        return try TemporaryPackage(files)
    }

    private func whole(_ replacements: [String: String] = [:]) throws -> TemporaryPackage {
        try package(replacements, changing: Self.made.mapValues { $0 })
    }

    @Test("are read into the model")
    func read() throws {
        let problem = try whole().problem()
        #expect(problem.format == .libraryChecker && problem.home == .libraryChecker && problem.name == "Sum")
        #expect(problem.timeLimit == .fixed(.milliseconds(1500), source: "info.toml") && problem.warnings.isEmpty)
        #expect(problem.limits.memory == .gibibytes(1) && problem.grading.isFirstFailureDeciding)
        #expect(problem.testCases.map(\.name) == ["sample/example_00", "secret/random_00", "secret/random_01"])
        #expect(
            problem.testCases.map(\.input.path.text) == ["gen/example_00.in", "in/random_00.in", "in/random_01.in"])
        #expect(problem.testCases[1].answer.path.text == "out/random_00.out")
        guard case .custom(let custom) = problem.validation else {
            Issue.record("no checker")
            return
        }
        #expect(custom.convention == .checker(CheckerConvention(.testlib)))
        let names = custom.validators[0].files.map(\.name)
        #expect(
            names == [
                "checker.cpp", "common/lib.h", "common/testlib.h", "gen/lib.hpp", "grader/solve.hpp", "lib.h",
                "params.h",
                "testlib.h",
            ])
        // The package's own header counts, not the collection's of the same name.
        #expect(custom.validators[0].files.first { $0.name == "lib.h" }?.file.path.text == "lib.h")
        #expect(problem.submissions.map(\.path) == ["sol/correct.cpp", "sol/wa.cpp", "sol/slow.cpp"])
        #expect(problem.submissions[0].expected.verdicts == [.accepted])
        #expect(problem.submissions[1].expected.tests[0].required == [.wrongAnswer])
        #expect(problem.submissions[2].expected.tests[0].permitted == [.accepted, .timeLimit, .idleLimit])
        #expect(problem.submissions[2].names.contains("grader/grader.cpp"))
        #expect(
            problem.submissions[2].names.contains("solve.hpp") && !problem.submissions[1].names.contains("solve.hpp"))
    }

    @Test("say how their tests are made")
    func generation() throws {
        let package = try package()
        let generation = try ProblemPackage.generation(in: PackageDirectory(package.path))
        #expect(generation.generators.map(\.program.name) == ["sol/correct.cpp", "gen/random.cpp"])
        #expect(generation.generators[1].program.files[0].name == "gen/random.cpp")
        let steps = generation.steps.map { "\($0.purpose): \($0.input?.text ?? "") > \($0.products[0].path.text)" }
        #expect(
            steps == [
                "the answer of example_00: gen/example_00.in > out/example_00.out", "random_00:  > in/random_00.in",
                "the answer of random_00: in/random_00.in > out/random_00.out", "random_01:  > in/random_01.in",
                "the answer of random_01: in/random_01.in > out/random_01.out",
            ])
        #expect(generation.steps[3].commands[0].arguments == ["1"])
        let text = generation.texts.map { "\($0.path.text)\n" + String(decoding: $0.bytes, as: UTF8.self) }
        #expect(
            text == ["params.h\n#define MAX (long long)1000\n#define EPS 1e-06\n#define NAME \"a \\\"b\\\"\"\n"])
    }

    @Test("lack the collection's headers, and Polygon's testlib.h, unless they have them")
    func headers() throws {
        func lacked(_ package: TemporaryPackage) throws -> MissingHeaders? {
            ProblemPackage.lackedHeaders(in: try PackageDirectory(package.path))
        }
        #expect(try lacked(package()) == nil && lacked(.polygon()) == nil)
        let headless = try package(changing: ["common/testlib.h": nil, "common/lib.h": nil])
        #expect(try lacked(headless)?.folder == "common" && lacked(headless)?.besideCollection == "common")
        #expect(try lacked(.polygon(changing: ["files/testlib.h": nil]))?.folder == "files")
    }

    static let refused: [(old: String, new: String, message: String)] = [
        ("title =", "title", "info.toml:1: not TOML"), ("timelimit = 1.5", "", "info.toml:1: the key \"timelimit\""),
        ("= 1.5", "= 0.0", "info.toml:2: \"timelimit\" must be from 0.001 to 86400 seconds"),
        ("= 1.5", "= 'x'", "info.toml:2: \"timelimit\" must be"),
        ("\"example.in\"", "\"a/example.in\"", "info.toml:4: \"tests[0].name\" must be the name of a generator"),
        ("\"example.in\"", "\"../x.cpp\"", "info.toml:4: \"tests[0].name\" must be the name of a generator"),
        ("number = 2", "number = -1", "info.toml:8: \"tests[1].number\""),
        ("number = 2", "number = 3", "info.toml: the file in/random_02.in is not there"),
        ("\"slow.cpp\"", "\"no.cpp\"", "info.toml:13: \"solutions[1].name\" names sol/no.cpp, which is not there"),
        ("title", "checker = \"c.cpp\"\ntitle", "info.toml:1: there is no c.cpp; add the checker"),
    ]

    @Test("are read where an expectation is not known, which promises nothing")
    func unknownExpectation() throws {
        let problem = try whole(["expect = \"WA\"": "expect = \"CE\""]).problem()
        let message = "info.toml:11: \"solutions[0].expect\" must be WA, TLE or RE, not CE"
        #expect(problem.warnings.map(\.description).contains(message), "\(problem.warnings)")
        #expect(problem.submissions[1].expected.isEmpty)
    }

    @Test("are refused with file and line where something is wrong", arguments: refused)
    func refuse(old: String, new: String, message: String) throws {
        let errors = try whole([old: new]).errors()
        #expect(errors.contains { $0.hasPrefix(message) }, "\(errors)")
    }

    @Test("are refused if a test cannot be made")
    func unmade() throws {
        for (file, message) in [
            ("gen/random.cpp", "info.toml:6: there is no gen/random.cpp; add it"),
            ("gen/example_00.in", "info.toml:3: there is no gen/example_00.in; add it"),
            ("sol/correct.cpp", "info.toml:3: there is no sol/correct.cpp; add it"),
        ] {
            let package = try package(changing: [file: nil])
            let error = #expect(throws: ProblemError.self) {
                try ProblemPackage.generation(in: PackageDirectory(package.path))
            }
            #expect(error?.description.contains(message) == true, "\(error.map { "\($0)" } ?? "")")
        }
    }
}
