import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads packages of SYZOJ: test data with a `data.yml`.
enum SYZOJReader: BareDataReader {
    static let settingsFile = "data.yml"
    static let formats = [PackageFormat.syzoj]

    private static let keys = [
        "subtasks", "inputFile", "outputFile", "userOutput", "specialJudge", "interactor", "extraSourceFiles",
        "fullScore",
    ]
    /// What SYZOJ gives a problem of which nothing else is said. Limits are no part of a package.
    private static let time = Duration.seconds(1)

    static func read(
        _ package: LoadedPackage, _ settings: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let data = try package.settings(settings, findings)
        findings.allow(keys, in: data)
        if let node = data["interactor"] {
            findings.error(
                node.file, line: node.line,
                "\"interactor\": interactors share memory with submissions by a library of SYZOJ's, and are not run")
        }
        let files = FilesByPath(package.root)
        let tests = SYZOJTests(data, files, findings)
        let tree = findings.tree(of: tests.cases.count, in: settings.location) { () throws(GradingError) in
            try GroupTree(tests.groups)
        }
        var limits = ProblemLimits()
        limits.memory = .mebibytes(256)
        limits.output = .mebibytes(64)
        var problem = Problem(
            shortName: package.listing.root.label, format: .syzoj, home: .syzoj,
            timeLimit: .fixed(time, source: settings.location), limits: limits,
            validation: validation(data, files, findings), grading: tree, testCases: tests.cases,
            submissions: ICPCSubmissions.extra(
                in: package, groups: tree, areAnswers: tests.areAnswers, findings: findings),
            includes: includes(data, files, findings))
        if tests.areAnswers {
            problem.takeAnswers()
        } else {
            findings.warn(
                settings.location,
                "limits are no part of the package: SYZOJ's usual ones count, \(time.secondsText) and \(limits.memory)")
        }
        problem.warnings = findings.warnings
        return problem
    }

    private static func validation(_ data: YAMLMapping, _ files: FilesByPath, _ findings: Findings) -> Validation {
        let program = findings.collect { () throws(Diagnostic) in
            guard let node = data["specialJudge"] else { return nil as Program? }
            let given = try node.mapping()
            try given.allow("language", "fileName")
            let name = try given.string("fileName")
            let language = try SYZOJLanguage.id(given.value("language"))
            guard let program = files.program(at: name, language: language) else {
                throw try given.value("fileName").error("names \(name), which is not there; add it")
            }
            return program
        }
        guard let program else { return .native(checker: "syzoj.default", arguments: []) }
        return .custom(CustomValidation(.checker(CheckerConvention(.syzoj)), validators: [program]))
    }

    /// What is built with submissions, by language. SYZOJ has several names for one language of ours.
    private static func includes(
        _ data: YAMLMapping, _ files: FilesByPath, _ findings: Findings
    ) -> [String: [SourceFile]] {
        var includes: [String: [SourceFile]] = [:]
        _ = findings.collect { () throws(Diagnostic) in
            for node in try data["extraSourceFiles"]?.sequence() ?? [] {
                let given = try node.mapping()
                let language = try SYZOJLanguage.id(given.value("language"))
                for element in try given.sequence("files") {
                    let pair = try element.mapping()
                    let (name, place) = (try pair.string("name"), try pair.string("dest"))
                    guard let file = files[name] else {
                        throw try pair.value("name").error("names \(name), which is not there; add it")
                    }
                    guard TreePath(place) != nil else {
                        throw try pair.value("dest").error("must be the name of a file")
                    }
                    guard !(includes[language] ?? []).contains(where: { $0.name == place }) else { continue }
                    includes[language, default: []].append(SourceFile(file, name: place))
                }
            }
            return true
        }
        return includes
    }
}

/// SYZOJ's names of languages.
enum SYZOJLanguage {
    private static let ids = [
        "c": "c", "csharp": "csharp", "haskell": "haskell", "java": "java", "lua": "lua", "luajit": "luajit",
        "nodejs": "javascript", "ocaml": "ocaml", "pascal": "pascal", "python3": "python3", "ruby": "ruby", "go": "go",
        "rust": "rust",
    ]

    /// The id of the language that SYZOJ calls so: versions of C++ have names of their own, `cpp11`, `cpp17-clang`.
    static func id(_ node: YAMLNode) throws(Diagnostic) -> String {
        let name = try node.string()
        if let id = ids[name] { return id }
        if name.hasPrefix("cpp") { return "cpp" }
        if name.hasPrefix("c-") { return "c" }
        throw node.error("is no language that is known here: \(name.prefix(40))")
    }
}
