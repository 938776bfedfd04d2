import Grading
import PackageFiles

/// Copies programs of a package, the files that go with submissions, and what is for people, into one of the ICPC's formats.
struct ProgramFiles {
    let draft: PackageDraft
    let problem: Problem
    let listing: PackageListing

    private var isLegacy: Bool { draft.format != .icpc2025 }

    /// What decides about outputs.
    func writeValidators() {
        switch problem.validation {
        case .standard: break
        case .native(let checker, _): writeNative(checker)
        case .custom(let custom):
            switch custom.convention {
            case .icpc: writeOwn(custom)
            case .checker(let convention) where convention.answer == .testlib:
                TestlibWrapper(draft, problem).write(custom, to: folder(called: "check"))
            case .checker(let convention):
                draft.refuse(
                    "the checker answers as \(convention.answer.rawValue) has it, and the format has checkers that exit with "
                        + "status 42 or 43; write one of those")
            }
        }
        if let program = problem.staticValidator {
            guard !isLegacy else {
                return draft.refuse(
                    "the format \(draft.format.rawValue) has no static validator; write the package as 2025-09")
            }
            copy(program, to: "static_validator")
        }
    }

    private func writeOwn(_ custom: CustomValidation) {
        if custom.validators.count > 1, !isLegacy {
            draft.refuse(
                "the format 2025-09 has one output validator, and the package has \(custom.validators.count); make one "
                    + "program of them")
        }
        for program in custom.validators {
            copy(program, to: folder(called: Self.name(of: program)), isAlone: !isLegacy)
        }
    }

    /// The folder of an output validator: the format 2025-09 has one.
    private func folder(called name: String) -> String {
        isLegacy ? "output_validators/\(name)" : "output_validator"
    }

    private func writeNative(_ checker: String) {
        guard checker == "testlib.wcmp" else {
            return draft.refuse(
                "the checker \(checker) has other rules than the default output validator; write an output validator "
                    + "that compares as it does")
        }
        draft.note(
            "the checker \(checker) becomes the default output validator with case_sensitive, to which vertical tabs and "
                + "form feeds are blanks, too")
    }

    /// Input validators, graders, and the files to put beside submissions.
    func writeOthers() {
        if problem.validInputStatus != 42, !problem.inputValidators.isEmpty {
            draft.note(
                "input validators are left out: they accept by exit status 0, and the format's by 42; write others")
        }
        for program in problem.inputValidators where problem.validInputStatus == 42 {
            copy(program, to: "input_validators/\(Self.name(of: program))", isAlone: false)
        }
        for program in problem.graders where isLegacy {
            copy(program, to: "graders/\(Self.name(of: program))", isAlone: false)
        }
        for (language, files) in problem.includes.sorted(by: { $0.key < $1.key }) {
            for source in files { draft.copySource(source.file, to: "include/\(language)/\(source.name)") }
        }
    }

    /// Copies a program into `folder`, or to that path if it is one file.
    /// - Parameter isAlone: whether the folder is the program's own, in which it lies even if it is one file.
    private func copy(_ program: Program, to folder: String, isAlone: Bool = true) {
        if !isAlone, program.files.count == 1, let file = program.files.first,
            !file.name.contains("/"), file.name == Self.name(of: program)
        {
            return draft.copySource(file.file, to: folder)
        }
        // The only folder in a program's folder would be taken for the program.
        let tops = Set(program.files.map { $0.name.contains("/") ? $0.name.prefix { $0 != "/" } : "" })
        let isHidden = isAlone && tops.count == 1 && tops.first != ""
        let place = isHidden ? "\(folder)/program" : folder
        for file in program.files { draft.copySource(file.file, to: "\(place)/\(file.name)") }
    }

    private static func name(of program: Program) -> String {
        String(program.name.split(separator: "/").last ?? "program")
    }
}
