import Grading
import PackageFiles
import Units

/// The programs of a package of UOJ: its sources lie beside the tests, under fixed names.
struct UOJPrograms {
    /// Files that are put beside submissions.
    private static let required = "require"
    private static let implementer = "implementer"

    private let settings: UOJSettings
    private let files: FilesByPath
    private let findings: Findings

    init(_ settings: UOJSettings, _ files: FilesByPath, _ findings: Findings) {
        self.settings = settings
        self.files = files
        self.findings = findings
        refuse("token", "must stand before each output, which is not looked for", isSwitch: false)
        if !settings.isOn("use_builtin_judger") {
            findings.error(
                settings.file, line: settings["use_builtin_judger"]?.line,
                "\"use_builtin_judger\" must be on: a judger of the package's own is not run")
        }
        if settings.isOn("validate_input_before_test") {
            findings.warn(
                settings.file, line: settings["validate_input_before_test"]?.line,
                "the validator is not run before each test: tests of a package do not change")
        }
    }

    private func refuse(_ key: String, _ reason: String, isSwitch: Bool = true) {
        guard let value = settings[key], !isSwitch || value.text == "on" else { return }
        findings.error(settings.file, line: value.line, "\"\(key)\" \(reason)")
    }

    /// How submissions are judged.
    func validation() -> Validation {
        if settings.isOn("interaction_mode") {
            return .custom(
                CustomValidation(
                    // It reads what the submission writes where a checker reads a file.
                    .checker(
                        CheckerConvention(.uoj, interactorArguments: ["{input}", "/dev/stdin", "{answer}"])),
                    validators: [], exchange: .interactive, interactor: program("interactor")))
        }
        guard let builtIn = settings["use_builtin_checker"] else {
            return .custom(
                CustomValidation(
                    .checker(CheckerConvention(.uoj)), validators: [program("chk")].compactMap(\.self)))
        }
        if let checker = StandardChecker.native(ofTestlib: builtIn.text) {
            return .native(checker: checker, arguments: [])
        }
        findings.error(
            settings.file, line: builtIn.line,
            "\"use_builtin_checker\" must be one of testlib's checkers, not \"\(builtIn.text.prefix(40))\"")
        return .native(checker: "testlib.wcmp", arguments: [])
    }

    private func program(_ name: String) -> Program? {
        let sources = CMSPrograms.kinds.map { "\(name).\($0)" }
        if let program = sources.lazy.compactMap({ files.program(at: $0) }).first { return program }
        findings.error("\(name).cpp", "is not there; add it: it judges the submissions")
        return nil
    }

    /// What the checker or the interactor may use.
    func limit(_ limits: inout ProblemLimits) {
        let (kind, usual) = settings.isOn("interaction_mode") ? ("interactor", 1) : ("checker", 5)
        limits.validationTime = settings.time("\(kind)_time_limit", or: .seconds(usual))
        limits.validationMemory = settings.size("\(kind)_memory_limit", or: 256)
    }

    /// The solution that is right, where its source is there.
    func standard() -> [Submission] {
        let paths = CMSPrograms.kinds.map { "std.\($0)" }
        return paths.compactMap { path in
            files[path].map { file in
                Submission(
                    path: path, sources: .inPackage([SourceFile(file, name: path)]),
                    expected: ExpectedResult([.accepted]))
            }
        }
    }

    func inputValidators() -> [Program] {
        CMSPrograms.kinds.lazy.compactMap { files.program(at: "val.\($0)") }.first.map { [$0] } ?? []
    }

    /// What is built with submissions, by language: the implementer that has the main program, and all else in `require`.
    func includes() -> [String: [SourceFile]] {
        let own = files.files(in: Self.required).map { (kind: $0.kind, source: SourceFile($0.file, name: $0.name)) }
        let isImplementer = { (name: String) in name.hasPrefix(Self.implementer + ".") }
        let others = own.map(\.source).filter { !isImplementer($0.name) }
        guard settings.isOn("with_implementer") else { return others.isEmpty ? [:] : ["default": own.map(\.source)] }
        var includes: [String: [SourceFile]] = [:]
        for (kind, source) in own where isImplementer(source.name) {
            if ["c", "cpp"].contains(kind) {
                includes[kind] = [source] + others
            } else {
                findings.warn(
                    "\(Self.required)/\(source.name)",
                    "not used: implementers are built with submissions in C and C++ only")
            }
        }
        if includes.isEmpty {
            findings.error(
                settings.file, line: settings["with_implementer"]?.line,
                "\"with_implementer\" is on, and there is no require/implementer.cpp or .c; add one")
        }
        return includes
    }
}
