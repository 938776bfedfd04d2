import Problems
import Testing

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
        guard case .custom(let validators, let arguments, true, false) = problem.validation else {
            Issue.record("not an interactive custom validation: \(problem.validation)")
            return
        }
        #expect(problem.isInteractive)
        #expect(validators.map(\.name) == ["output_validators/check", "output_validators/other.py"])
        #expect(validators[0].files.map(\.name) == ["check.cpp", "lib/testlib.h"])
        #expect(arguments == ["-v"])
        #expect(problem.inputValidators.map(\.name) == ["input_validators/a.py", "input_format_validators/b"])
        #expect(
            problem.warnings.map(\.description) == [
                "input_validators/c.ctd: input formats in .ctd are not run; add a validator in a language that is",
                "problem.yaml: an interactive problem is read, but not judged yet",
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
        guard case .custom(let validators, [], false, false) = problem.validation else {
            Issue.record("not a custom validation: \(problem.validation)")
            return
        }
        #expect(validators.map(\.name) == ["output_validator"])
        #expect(validators.first?.files.map(\.name) == ["a.py", "b.py"])
        #expect(problem.isMultiPass)
        #expect(problem.limits.validationPasses == 26)
        #expect(problem.warnings.map(\.file) == ["output_validator", "problem.yaml"])
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
