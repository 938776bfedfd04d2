import Grading
import PackageFiles
import Problems
import Testing
import Units

@Suite("problem.yaml of the format 2025-09")
struct ICPCSettingsTests {
    @Test("Every key has its default")
    func defaults() throws {
        let problem = try TemporaryPackage.icpc().problem()
        #expect(problem.format == .icpc2025 && problem.home == .icpc)
        #expect(problem.name == "Sum" && problem.about.license == "unknown")
        #expect(problem.timeLimit == .computed(multiplier: 2, safetyMargin: 1.5, resolution: .seconds(1)))
        #expect(problem.limits.memory == .mebibytes(2048) && problem.limits.output == .mebibytes(8))
        #expect(problem.limits.code == .kibibytes(128) && problem.limits.timeSafetyMargin == 1.5)
        #expect(problem.validation == .standard(arguments: []))
        #expect(problem.languages == nil && !problem.allowsFileWriting && !problem.isScoring)
        #expect(problem.warnings.isEmpty)
    }

    @Test("Every key is read")
    func everyKey() throws {
        let package = try TemporaryPackage.icpc(
            """
            version: 1.10
            type: [pass-fail, multi-pass, interactive]
            credits:
              authors: [Ada <ada@example.org>, {name: Bert, orcid: 0000-0001, kattis: bert}]
              translators: {de: Carla}
            source: [First, {name: Second, url: "https://example.org"}]
            license: cc by
            rights_owner: Somebody
            embargo_until: 2028-02-29T23:59:59Z
            keywords: [easy, sums]
            languages: [c, python3]
            allow_file_writing: true
            limits:
              time_multipliers: {ac_to_time_limit: 3, time_limit_to_tle: 2.5}
              time_limit: 1.5
              time_resolution: 0.1
              memory: 64
              output: 1
              code: 4
              compilation_time: 10
              compilation_memory: 512
              validation_time: 5
              validation_memory: 128
              validation_output: 2
              validation_passes: 3
            constants: {n: {value: 5, tex: "5{,}0"}, m: 7}

            """, changing: ["output_validator/check.py": ""])
        let problem = try package.problem()
        #expect(problem.warnings.isEmpty)
        #expect(problem.about.version == "1.10" && problem.about.embargoUntil == "2028-02-29T23:59:59Z")
        #expect(
            problem.about.credits == [
                "authors": [
                    Person(name: "Ada", email: "ada@example.org"),
                    Person(name: "Bert", orcid: "0000-0001", kattis: "bert"),
                ], "translators.de": [Person(name: "Carla")],
            ])
        #expect(problem.about.source == "First, Second" && problem.about.sourceURL == "https://example.org")
        #expect(problem.about.rightsOwner == "Somebody" && problem.about.keywords == ["easy", "sums"])
        #expect(problem.languages == ["c", "python3"] && problem.allowsFileWriting)
        #expect(problem.timeLimit == .fixed(.milliseconds(1500), source: "problem.yaml"))
        #expect(problem.limits.memory == .mebibytes(64) && problem.limits.code == .kibibytes(4))
        #expect(problem.limits.validationTime == .seconds(5) && problem.limits.compilationMemory == .mebibytes(512))
        #expect(
            problem.constants.values == ["n": "5", "n.value": "5", "n.tex": "5{,}0", "m": "7", "m.value": "7"])
        guard case .custom(let custom) = problem.validation else {
            Issue.record("not judged by its own program")
            return
        }
        #expect(custom.exchange == .interactive && custom.passes == 3)
    }

    @Test("A key that is not known is a warning with its line")
    func unknownKeys() throws {
        let package = try TemporaryPackage.icpc("limits: {memroy: 3}\nvalidation: custom\n")
        #expect(
            try package.warnings() == [
                "problem.yaml:5: unknown key \"validation\"; it is not used: correct or remove it",
                "problem.yaml:4: unknown key \"memroy\" in \"limits\" (did you mean \"memory\"?); it is not used: "
                    + "correct or remove it",
            ])
    }

    static let mistakes: [(String, String)] = [
        ("type: ship\n", "\"type\" is one or more of"), ("type: []\n", "must not be an empty list"),
        ("type: [pass-fail, scoring]\n", "cannot be both"), ("type: [scoring, scoring]\n", "more than once"),
        ("languages: []\n", "not empty"), ("allow_file_writing: perhaps\n", "true or false"),
        ("limits: {memory: 0}\n", "1 to 1048576"), ("limits: {memory: 1.5}\n", "an integer"),
        ("limits: {time_limit: 0}\n", "a decimal number of seconds"), ("limits: {time_limit: fast}\n", "a number"),
        ("limits: {time_multipliers: {ac_to_time_limit: 0.5}}\n", "must be from 1 to 1000"),
        ("limits: {memory: 1\(String(repeating: "0", count: 100_000))}\n", "an integer"),
        ("limits: {time_limit: 1\(String(repeating: "0", count: 100_000))}\n", "a number"),
        ("constants: {1a: 2}\n", "a constant's name"), ("constants: {a: [1]}\n", "must be text"),
        ("constants: {a: {tex: 1}}\n", "\"value\" is missing"),
        ("constants: {a: \(String(repeating: "9", count: 1025))}\n", "longer than 1024 bytes"),
    ]

    static let oddities: [(String, String)] = [
        ("credits: []\n", "must be text"), ("credits: {authors: []}\n", "name somebody"),
        ("credits: {authors: [{email: x}]}\n", "\"name\" is missing"), ("license: mit\n", "must be one of"),
        ("license: public domain\nrights_owner: Me\n", "has no owner"),
        ("embargo_until: 2027-02-29\n", "must be a day or moment"),
        ("embargo_until: 2027-02-28T24:00:00Z\n", "must be a day or moment"), ("keywords: word\n", "a list of texts"),
        ("source: {url: x}\n", "\"name\" is missing"),
        ("limits: {time_limit: 1, time_resolution: 0.3}\n", "is no multiple of"),
        ("limits: {validation_passes: 2}\n", "is for \"type: multi-pass\""),
    ]

    @Test("A wrong value that decides no verdict is a warning with its line", arguments: oddities)
    func oddValues(yaml: String, message: String) throws {
        let warnings = try TemporaryPackage.icpc(yaml).warnings()
        let isNamed = warnings.contains { warning in
            ["problem.yaml:4: ", "problem.yaml:5: "].contains(where: warning.hasPrefix) && warning.contains(message)
        }
        #expect(isNamed, "\(warnings)")
    }

    @Test("A time limit may be any number of seconds, and stand where the legacy format has it")
    func timeLimits() throws {
        let problem = try TemporaryPackage.icpc("limits: {time_limit: 1.5}\n").problem()
        #expect(problem.timeLimit == .fixed(.milliseconds(1500), source: "problem.yaml") && problem.warnings.isEmpty)
        for (file, text) in [(".timelimit", "3\n"), ("domjudge-problem.ini", "\u{FEFF}timelimit='3'\n")] {
            let package = try TemporaryPackage.icpc(changing: [file: text])
            #expect(try package.problem().timeLimit == .fixed(.seconds(3), source: file))
            #expect(try package.warnings().contains { $0.hasPrefix("\(file): the time limit counts") })
            let both = try TemporaryPackage.icpc("limits: {time_limit: 2}\n", changing: [file: text]).problem()
            #expect(both.timeLimit == .fixed(.seconds(2), source: "problem.yaml"))
        }
    }

    @Test("A wrong value is an error with its line", arguments: mistakes)
    func wrongValues(yaml: String, message: String) throws {
        let errors = try TemporaryPackage.icpc(yaml).errors()
        #expect(errors.count == 1, "\(errors.map { $0.prefix(200) })")
        let isNamed =
            errors.first?.hasPrefix("problem.yaml:4: ") == true || errors.first?.hasPrefix("problem.yaml:5: ") == true
        #expect(isNamed && errors.first?.contains(message) == true, "\(errors.map { $0.prefix(200) })")
    }

    @Test("That there is no name and no uuid is said, and decides nothing")
    func required() throws {
        let package = try TemporaryPackage.icpc(changing: ["problem.yaml": "problem_format_version: 2025-09\n"])
        let warnings = try package.warnings()
        for key in ["name", "uuid"] {
            #expect(warnings.contains("problem.yaml: the key \"\(key)\" is missing; add it"), "\(warnings)")
        }
    }

    @Test("A validator where the legacy format has it is the validator")
    func legacyValidator() throws {
        let package = try TemporaryPackage.icpc(changing: ["output_validators/check/a.py": ""])
        guard case .custom(let custom) = try package.problem().validation else {
            Issue.record("not judged by its own program")
            return
        }
        #expect(custom.validators.map(\.name) == ["output_validators/check"])
        #expect(try package.warnings().contains { $0.hasPrefix("output_validators: read as the output validator") })
    }

    @Test("Statements and names go together")
    func statements() throws {
        let package = try TemporaryPackage.icpc(changing: [
            "statement/problem.sv.tex": "", "statement/problem.en.md": nil,
        ])
        #expect(
            try package.warnings() == [
                "statement: \"name\" in problem.yaml lacks the statement's language \"sv\"; add it",
                "statement: there is no statement in \"en\", as the name is; add one",
            ])
    }

    @Test("A draft of the format is read as the format, with a warning", arguments: ["2023-07-draft", "2025-09-draft"])
    func drafts(version: String) throws {
        let yaml = TemporaryPackage.head.split(separator: "\n").dropFirst().joined(separator: "\n")
        let package = try TemporaryPackage.icpc(
            changing: ["problem.yaml": "problem_format_version: \(version)\n\(yaml)\n"])
        let problem = try package.problem()
        #expect(problem.format == .icpc2025)
        #expect(problem.warnings.map(\.line) == [1])
    }

    @Test("Whoever names a format is believed, whatever the package says")
    func overruled() throws {
        let package = try TemporaryPackage.icpc("limits: {time_limit: 3}\n")
        defer { withExtendedLifetime(package) {} }
        let directory = try PackageDirectory(package.path)
        let problem = try ProblemPackage(directory, as: .legacy).problem
        #expect(problem.format == .legacy)
        #expect(problem.timeLimit == .computed(multiplier: 5, safetyMargin: 2))
    }

    @Test("What the format does not allow in a name is left out")
    func names() throws {
        let package = try TemporaryPackage.icpc(changing: [
            "data/secret/a b.in": "", "data/secret/-x.in": "", "submissions/accepted/sümme.py": "",
        ])
        let problem = try package.problem()
        #expect(problem.testCases.map(\.name) == ["sample/1", "secret/1"])
        #expect(problem.submissions.map(\.path) == ["accepted/sum.py"])
        #expect(
            problem.warnings.map(\.file) == [
                "data/secret/-x.in", "data/secret/a b.in", "submissions/accepted/sümme.py",
            ])
    }
}
