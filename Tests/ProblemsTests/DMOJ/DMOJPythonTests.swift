import PackageFiles
import Problems
import Testing
import Units

@Suite("Code in Python for DMOJ's judge") struct DMOJPythonTests {
    private static let interactive = """
        from dmoj.graders import InteractiveGrader
        class Grader(InteractiveGrader):
            def interact(self, case, interactor):
                return True
        """
    private static let standard = """
        from dmoj.graders import StandardGrader
        class Grader(StandardGrader):
            def check_result(self, case, result):
                return True
        """
    private static let program = "verdict-generated/dmoj/__main__.py"

    private func package(_ settings: String, _ code: String, isComplete: Bool = true) throws -> TemporaryPackage {
        var files = [
            "init.yml": settings
                + "\ntest_cases: [{in: 1.in, out: 1.out, points: 2.5}, {batched: [{in: 1.in, out: 1.out}], points: 7}]",
            "1.in": "1\n", "1.out": "1\n", "code.py": code,
        ]
        if isComplete { files[Self.program] = "" }
        return try TemporaryPackage(files)
    }

    private func custom(_ problem: Problem) throws -> CustomValidation {
        guard case .custom(let custom) = problem.validation else { throw Unexpected.validation }
        return custom
    }

    private enum Unexpected: Error { case validation }

    @Test("A checker is called about each test case with what it is worth and where it stands")
    func checkers() throws {
        let settings = "checker: {name: code.py, args: {a: 1, b: [x, yes, 0.5], c: {d: \"\\n\"}}}"
        let problem = try package(settings, "def check(*a, **b): return True").problem()
        let custom = try custom(problem)
        #expect(custom.exchange == .afterTheRun && custom.interactor == nil && custom.validators.count == 1)
        #expect(custom.validators[0].files.map(\.name) == ["__main__.py", "judging.py"])
        #expect(custom.validators[0].language == "python3" && custom.validators[0].name == "code.py")
        guard case .checker(let convention) = custom.convention else { throw Unexpected.validation }
        #expect(convention.answer == .coci)
        #expect(convention.checkerArguments == ["check", "{input}", "{output}", "{answer}"])
        let json = "{\"a\": 1, \"b\": [\"x\", true, 0.5], \"c\": {\"d\": \"\\u000a\"}}"
        #expect(
            problem.testCases.map(\.validatorArguments) == [
                ["2.5", "0", "0", "false", json], ["7", "1", "1", "false", json],
            ])
        #expect(problem.limits.validationTime == .seconds(20) && problem.limits.validationMemory == .mebibytes(512))
    }

    @Test("A grader that talks with submissions is an interactor, one with a word about their outputs a checker")
    func graders() throws {
        let talking = try custom(package("custom_judge: code.py\nchecker: easy", Self.interactive).problem())
        #expect(talking.exchange == .interactive && talking.validators.isEmpty)
        #expect(talking.interactor?.files.map(\.name) == ["__main__.py", "judging.py"])
        let looking = try custom(package("custom_judge: code.py", Self.standard).problem())
        #expect(looking.exchange == .afterTheRun && looking.validators.count == 1 && looking.interactor == nil)
    }

    @Test("The program that calls it is put into the package")
    func generation() throws {
        for settings in ["custom_judge: code.py", "checker: code.py", "checker: {name: code.py}"] {
            let lacking = try package(settings, Self.standard, isComplete: false)
            let generation = try ProblemPackage.generation(in: PackageDirectory(lacking.path))
            #expect(generation.texts.map(\.path.text) == [Self.program] && generation.steps.isEmpty)
            #expect(generation.texts.first?.bytes.isEmpty == false)
            #expect(lacking.errors().contains { $0.contains("`verdict judge` and `verdict submit` put it there") })
            let complete = try package(settings, Self.standard)
            #expect(try ProblemPackage.generation(in: PackageDirectory(complete.path)).isEmpty)
            withExtendedLifetime((lacking, complete)) {}
        }
        let plain = try package("checker: easy", "", isComplete: false)
        #expect(try ProblemPackage.generation(in: PackageDirectory(plain.path)).isEmpty)
        withExtendedLifetime(plain) {}
    }

    static let refused: [(settings: String, code: String, message: String)] = [
        ("custom_judge: code.py", "class Grader: pass", "names a grader that is neither an InteractiveGrader with"),
        (
            "custom_judge: code.py", standard + "\n    def grade(self, case): pass",
            "runs submissions itself, or judges those"
        ),
        ("custom_judge: code.py", standard + "\n# result.result_flag", "(result_flag), which is not done"),
        ("custom_judge: code.py", interactive + "\nself.binary.launch()", "(self.binary), which is not done"),
        ("custom_judge: code.py\nchecker: easy", standard, "stands beside a \"custom_judge\""),
        ("checker: code.py", "check.run_on_error = True", "(run_on_error), which is not done"),
        ("checker: code.py", String(repeating: "#", count: 300_000), "more than 256 KiB"),
        ("checker: [code.py]", "", "must be text"),
        ("checker: {name: code.py, more: 1}", "", "more"),
    ]

    @Test("What cannot be called as it has to be is refused", arguments: refused.indices)
    func refusals(index: Int) throws {
        let (settings, code, message) = Self.refused[index]
        let errors = try package(settings, code).errors()
        #expect(errors.contains { $0.contains(message) }, "\(errors)")
    }

    @Test("A link to standard input is a file of each test case, and others are not made")
    func links() throws {
        let package = try package("symlinks: {a.txt: /dev/stdin, b/c: /dev/fd/0, d: /etc/passwd}", "")
        let problem = try package.problem()
        #expect(
            problem.testCases.allSatisfy { $0.files.map(\.name) == ["a.txt", "b/c"] && $0.files[0].file == $0.input })
        #expect(problem.warnings.map(\.description).contains { $0.contains("the link d is not made") })
        let outside = try self.package("symlinks: {../a: /dev/stdin}", "").errors()
        #expect(outside.contains { $0.contains("has a name that is no path beside a submission") }, "\(outside)")
    }
}
