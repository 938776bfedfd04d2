import PackageFiles
import Problems
import Testing
import Units

@Suite("Programs in a package of DMOJ") struct DMOJProgramsTests {
    private func package(_ settings: String, _ files: [String: String] = [:]) throws -> TemporaryPackage {
        var all = ["init.yml": settings, "1.in": "1\n", "1.out": "1\n", "gen.cpp": "", "testlib.h": "", "check.py": ""]
        all.merge(files) { _, new in new }
        return try TemporaryPackage(all)
    }

    private func generation(_ settings: String, _ files: [String: String] = [:]) throws -> TestGeneration {
        let package = try package(settings, files)
        return try ProblemPackage.generation(in: PackageDirectory(package.path))
    }

    @Test("A generator makes what no file is named for")
    func generators() throws {
        let generation = try generation(
            """
            generator: {source: [gen.cpp, testlib.h], flags: [-DX], time_limit: 5, memory_limit: 65536, args: [9]}
            test_cases:
            - {in: 1.in, out: 1.out}
            - {generator_args: [1, two]}
            - {out: 1.out, generator_in: 1.in}
            - batched:
              - {in: 1.in}
            """)
        #expect(generation.generators.count == 1 && generation.texts.isEmpty)
        let generator = generation.generators[0]
        #expect(generator.program.files.map(\.name) == ["gen.cpp", "testlib.h"])
        #expect(generator.program.compilerFlags == ["-DX"] && generator.program.language == nil)
        #expect(generator.time == .seconds(5) && generator.memory == .mebibytes(64))
        #expect(generation.steps.map(\.purpose) == ["test case 2", "test case 3", "test case 4"])
        #expect(generation.steps.map { $0.commands[0].arguments } == [["1", "two"], ["9"], ["9"]])
        #expect(generation.steps.map { $0.input?.text } == [nil, "1.in", nil])
        let made = generation.steps.map { $0.products.map { "\($0.origin) \($0.path.text)" } }
        #expect(
            made == [
                ["standardOutput verdict-generated/2.in", "standardError verdict-generated/2.out"],
                ["standardOutput verdict-generated/3.in"], ["standardError verdict-generated/4.out"],
            ])
    }

    @Test("Without a generator it is empty")
    func empty() throws {
        let generation = try generation("test_cases: [{points: 10}, {in: 1.in}, {in: 1.in, out: 1.out}]")
        #expect(generation.steps.isEmpty)
        #expect(
            generation.texts.map(\.path.text)
                == ["verdict-generated/1.in", "verdict-generated/1.out", "verdict-generated/2.out"])
        #expect(generation.texts.allSatisfy { $0.bytes.isEmpty })
    }

    @Test("What was made is read")
    func completed() throws {
        let problem = try package(
            "test_cases: [{points: 10}, {in: 1.in}]",
            [
                "verdict-generated/1.in": "", "verdict-generated/1.out": "", "verdict-generated/2.out": "",
            ]
        ).problem()
        #expect(problem.testCases.map(\.input.path.text) == ["verdict-generated/1.in", "1.in"])
        #expect(problem.testCases.map(\.answer.path.text) == ["verdict-generated/1.out", "verdict-generated/2.out"])
    }

    private func custom(_ settings: String) throws -> (validation: CustomValidation, limits: ProblemLimits) {
        let problem = try package(settings + "\ntest_cases: [{in: 1.in, out: 1.out}]\n").problem()
        guard case .custom(let custom) = problem.validation else { throw Unexpected.validation }
        return (custom, problem.limits)
    }

    private enum Unexpected: Error { case validation }

    @Test("A bridged checker is called as its type says")
    func checkers() throws {
        let (plain, limits) = try custom("checker: {name: bridged, args: {files: check.py, lang: PY3}}")
        #expect(plain.convention == .checker(CheckerConvention(.dmoj)) && plain.exchange == .afterTheRun)
        #expect(plain.validators.map(\.language) == ["python3"] && plain.interactor == nil)
        #expect(limits.validationTime == .seconds(20) && limits.validationMemory == .mebibytes(512))
        let (special, others) = try custom(
            """
            checker: {name: bridged, args: {files: [gen.cpp, testlib.h], type: coci, flags: [-O3], time_limit: 3, \
            memory_limit: 1024, args_format_string: "'a b' {answer_file}{input_file} {output_file}"}}
            """)
        let words = ["a b", "{answer}{input}", "{output}"]
        #expect(
            special.convention
                == .checker(CheckerConvention(.coci, checkerArguments: words, interactorArguments: words)))
        #expect(special.validators[0].compilerFlags == ["-O3"])
        #expect(others.validationTime == .seconds(3) && others.validationMemory == .mebibytes(1))
        for (type, answer) in [("testlib", CheckerConvention.Answer.dmojTestlib), ("peg", .peg), ("default", .dmoj)] {
            let (custom, _) = try custom("checker: {name: bridged, args: {files: check.py, type: \(type)}}")
            #expect(custom.convention == .checker(CheckerConvention(answer)))
        }
    }

    @Test("An interactor decides alone")
    func interactors() throws {
        let (custom, limits) = try custom("interactive: {files: check.py, type: testlib, preprocessing_time: 7}")
        #expect(custom.exchange == .interactive && custom.validators.isEmpty)
        #expect(custom.interactor?.name == "check.py")
        #expect(custom.convention == .checker(CheckerConvention(.dmojTestlib)))
        #expect(limits.validationTime == .seconds(7))
    }

    @Test("A signature grader has submissions built into it")
    func signatures() throws {
        let package = try package(
            "signature_grader: {entry: gen.cpp, header: testlib.h}\ntest_cases: [{in: 1.in, out: 1.out}]")
        let problem = try package.problem()
        #expect(problem.languages == ["c", "cpp"] && problem.includes.keys.sorted() == ["c", "cpp"])
        #expect(problem.includes["c"]?.map(\.name) == ["gen.cpp", "testlib.h"])
        #expect(problem.preamble.contains("#include \"testlib.h\"\n#define main main_of_the_submission\n"))
        try package.write(
            "signature_grader: {entry: gen.cpp, header: testlib.h, allow_main: true}\ntest_cases: [{in: 1.in, out: 1.out}]",
            to: "init.yml")
        #expect(try !package.problem().preamble.contains("main"))
    }
}
