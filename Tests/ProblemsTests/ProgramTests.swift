import Problems
import Testing
import Units

@Suite("Validators and include files")
struct ProgramTests {
    @Test("Each file or folder is one program")
    func programs() throws {
        let package = try TemporaryPackage(changing: [
            "problem.yaml": "validation: custom interactive\nvalidator_flags: -v\n",
            "output_validators/check/check.cpp": "", "output_validators/check/lib/testlib.h": "",
            "output_validators/other.py": "",
            "input_validators/a.py": "", "input_format_validators/b/b.c": "", "input_validators/c.ctd": "",
        ])
        let problem = try package.problem()
        guard case .custom(let custom) = problem.validation else {
            Issue.record("not a custom validation: \(problem.validation)")
            return
        }
        let validators = custom.validators
        #expect(custom.exchange == .interactive)
        #expect(!custom.givesScores && custom.passes == nil)
        #expect(validators.map(\.name) == ["output_validators/check", "output_validators/other.py"])
        #expect(validators[0].files.map(\.name) == ["check.cpp", "lib/testlib.h"])
        #expect(custom.arguments == ["-v"])
        #expect(problem.inputValidators.map(\.name) == ["input_validators/a.py", "input_format_validators/b"])
        #expect(
            problem.warnings.map(\.description) == [
                "input_validators/c.ctd: input formats in .ctd are not run; add a validator in a language that is"
            ])
    }

    @Test("Custom validation needs a validator")
    func noValidator() throws {
        let package = try TemporaryPackage(changing: ["problem.yaml": "name: x\nvalidation: custom\n"])
        #expect(
            package.errors() == [
                "problem.yaml:2: \"validation: custom\" needs a program in output_validators; add it or use \"default\""
            ])
    }

    @Test("The newer formats' output_validator folder is one program, where there is no other")
    func newerFolder() throws {
        let package = try TemporaryPackage(changing: [
            "problem.yaml": "validation: custom multi-pass\nlimits: {validation_passes: 26}\n",
            "output_validator/a.py": "", "output_validator/b.py": "",
        ])
        let problem = try package.problem()
        guard case .custom(let custom) = problem.validation else {
            Issue.record("not a custom validation: \(problem.validation)")
            return
        }
        #expect(custom.validators.map(\.name) == ["output_validator"])
        #expect(custom.validators.first?.files.map(\.name) == ["a.py", "b.py"])
        #expect(custom.exchange == .afterTheRun)
        #expect(custom.passes == 26)
        #expect(problem.warnings.map(\.file) == ["output_validator"])
    }

    @Test(
        "The type may say what custom validation is like, as with DOMjudge",
        arguments: [
            ("type: pass-fail multi-pass\nvalidation: custom", CustomValidation.Exchange.afterTheRun, 2 as Int?, false),
            ("type: scoring interactive\nvalidation: custom score", .interactive, nil, true),
            ("validation: custom score", .afterTheRun, nil, false),
        ])
    func typeWords(settings: String, exchange: CustomValidation.Exchange, passes: Int?, givesScores: Bool) throws {
        let package = try TemporaryPackage(changing: ["problem.yaml": settings + "\n", "output_validators/a.py": ""])
        guard case .custom(let custom) = try package.problem().validation else {
            Issue.record("not a custom validation")
            return
        }
        #expect(custom.exchange == exchange && custom.passes == passes && custom.givesScores == givesScores)
    }

    @Test("Custom validation takes known words only")
    func validationWords() throws {
        let package = try TemporaryPackage(changing: [
            "problem.yaml": "validation: custom score multi-pass magic\n", "output_validators/a.py": "",
        ])
        #expect(
            package.errors() == [
                "problem.yaml:1: \"validation: custom\" may be followed by score, interactive and multi-pass, not \"magic\""
            ])
    }

    @Test("A validator that the settings do not ask for is not used, and said so")
    func unusedValidator() throws {
        let package = try TemporaryPackage(changing: ["output_validators/a.py": ""])
        #expect(try package.problem().validation == .standard(arguments: []))
        #expect(
            try package.warnings() == [
                "output_validators/a.py: not used without \"validation: custom\" in problem.yaml; add that or remove it"
            ])
    }

    @Test("Files to include are found by language")
    func includes() throws {
        let package = try TemporaryPackage(changing: [
            "include/cpp/grader.h": "", "include/default/data/table.txt": "", "include/stray.txt": "",
            "graders/grade.py": "", "input_validator/a.py": "",
        ])
        let problem = try package.problem()
        #expect(problem.includes.mapValues { $0.map(\.name) } == ["cpp": ["grader.h"], "default": ["data/table.txt"]])
        #expect(problem.warnings.map(\.file) == ["input_validator", "graders/grade.py", "include/stray.txt"])
    }
}
