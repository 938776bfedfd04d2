import Problems
import Testing
import Units

@Suite("problem.yaml")
struct SettingsTests {
    @Test("Every key may be absent")
    func defaults() throws {
        let problem = try TemporaryPackage(changing: ["problem.yaml": ""]).problem()
        #expect(problem.format == .legacy)
        #expect(problem.name == nil)
        #expect(problem.validation == .standard(arguments: []))
        #expect(problem.timeLimit == .computed(multiplier: 5, safetyMargin: 2))
        #expect(problem.limits == ProblemLimits())
        #expect(problem.limits.memory == .mebibytes(2048))
        #expect(problem.limits.code == .kibibytes(128))
        #expect(problem.languages == nil)
        #expect(!problem.isScoring)
        #expect(problem.warnings.isEmpty)
    }

    @Test("Every key is read")
    func everyKey() throws {
        let yaml = """
            problem_format_version: legacy
            uuid: 5ca6ba5b-36d5-4eff-8aa7-d967cbc4375e
            author: A. Author
            source: A Contest 2024
            source_url: https://example.org
            license: cc by-sa
            rights_owner: Somebody
            keywords: graphs  trees
            name: {sv: Summa, en: Sum}
            type: pass-fail
            validation: default
            validator_flags: float_tolerance 1e-6
            grading: {objective: max, show_test_data_groups: false}
            limits:
              time_multiplier: 2.5
              time_safety_margin: 3
              memory: 512
              output: 16
              code: 64
              compilation_time: 30
              compilation_memory: 1024
              validation_time: 20.5
              validation_memory: 256
              validation_output: 4
            libraries: gmp boost
            languages: cpp python3
            """
        let problem = try TemporaryPackage(changing: ["problem.yaml": yaml]).problem()
        #expect(problem.name == "Sum")
        #expect(problem.about.names == ["sv": "Summa", "en": "Sum"])
        #expect(problem.about.uuid == "5ca6ba5b-36d5-4eff-8aa7-d967cbc4375e")
        #expect(problem.about.author == "A. Author")
        #expect(problem.about.source == "A Contest 2024")
        #expect(problem.about.sourceURL == "https://example.org")
        #expect(problem.about.license == "cc by-sa")
        #expect(problem.about.rightsOwner == "Somebody")
        #expect(problem.about.keywords == ["graphs", "trees"])
        #expect(problem.about.libraries == ["gmp", "boost"])
        #expect(problem.validation == .standard(arguments: ["float_tolerance", "1e-6"]))
        #expect(problem.timeLimit == .computed(multiplier: 2.5, safetyMargin: 3))
        #expect(problem.limits.timeSafetyMargin == 3)
        #expect(problem.limits.memory == .mebibytes(512))
        #expect(problem.limits.output == .mebibytes(16))
        #expect(problem.limits.code == .kibibytes(64))
        #expect(problem.limits.compilationTime == .seconds(30))
        #expect(problem.limits.compilationMemory == .mebibytes(1024))
        #expect(problem.limits.validationTime == .milliseconds(20_500))
        #expect(problem.limits.validationMemory == .mebibytes(256))
        #expect(problem.limits.validationOutput == .mebibytes(4))
        #expect(problem.languages == ["cpp", "python3"])
    }

    @Test(
        "Values that have two spellings",
        arguments: [
            ("languages: all", nil), ("languages: [c, cpp]", ["c", "cpp"]), ("languages: c cpp", ["c", "cpp"]),
            ("languages:", nil),
        ] as [(String, [String]?)])
    func languages(yaml: String, expected: [String]?) throws {
        let problem = try TemporaryPackage(changing: ["problem.yaml": yaml]).problem()
        #expect(problem.languages == expected)
    }

    @Test(
        "A wrong value that decides no verdict is a warning on its line",
        arguments: [
            ("name: [a]", "problem.yaml:1: \"name\" must be text, not a list"),
            (
                "\nuuid: 12",
                "problem.yaml:2: \"uuid\" must be 32 hexadecimal digits in groups of 8-4-4-4-12, not \"12\""
            ),
            (
                "license: gpl",
                "problem.yaml:1: \"license\" must be one of unknown, public domain, cc0, cc by, cc by-sa, educational, "
                    + "permission, not \"gpl\""
            ),
        ])
    func oddValue(yaml: String, expected: String) throws {
        #expect(try TemporaryPackage(changing: ["problem.yaml": yaml]).warnings() == [expected])
    }

    @Test(
        "A wrong value is an error on its line",
        arguments: [
            (
                "type: magic",
                "problem.yaml:1: \"type\" must be \"pass-fail\" or \"scoring\", perhaps with \"interactive\" and "
                    + "\"multi-pass\", not \"magic\""
            ),
            (
                "type: pass-fail scoring",
                "problem.yaml:1: \"type\" is either \"pass-fail\" or \"scoring\"; take one of them out"
            ),
            (
                "type: interactive",
                "problem.yaml:1: this type needs \"validation: custom\" and an output validator; add both"
            ),
            ("validation: magic", "problem.yaml:1: \"validation\" must be \"default\" or \"custom\", not \"magic\""),
            (
                "validation: default interactive",
                "problem.yaml:1: \"validation: default\" takes nothing more; use \"custom\" or remove \"interactive\""
            ),
            ("limits: 3", "problem.yaml:1: \"limits\" must be a mapping of keys to values, not 3"),
            ("limits:\n  memory: -1", "problem.yaml:2: \"limits.memory\" must be 1 to 1048576, not -1"),
            ("limits:\n  memory: 0", "problem.yaml:2: \"limits.memory\" must be 1 to 1048576, not 0"),
            ("limits:\n  memory: 2 GB", "problem.yaml:2: \"limits.memory\" must be an integer, not 2 GB"),
            (
                "limits:\n  memory: 99999999999999999999",
                "problem.yaml:2: \"limits.memory\" must be an integer, not 99999999999999999999"
            ),
            (
                "limits:\n  time_multiplier: .nan",
                "problem.yaml:2: \"limits.time_multiplier\" must be a number, not .nan"
            ),
            (
                "limits:\n  time_multiplier: -2",
                "problem.yaml:2: \"limits.time_multiplier\" must be more than 0 and at most 1000, not -2.0"
            ),
            (
                "limits:\n  validation_time: 1e9",
                "problem.yaml:2: \"limits.validation_time\" must be more than 0 and at most 86400, not 1000000000.0"
            ),
            (
                "grading: {objective: most}",
                "problem.yaml:1: \"grading.objective\" must be \"max\" or \"min\", not most"
            ),
            ("- a", "problem.yaml:1: the document must be a mapping of keys to values, not a list"),
        ])
    func wrongValue(yaml: String, expected: String) throws {
        let errors = try TemporaryPackage(changing: ["problem.yaml": yaml]).errors()
        #expect(errors.count == 1)
        #expect(errors.first == expected)
    }

    @Test(
        "A key that is not known is a warning on its line",
        arguments: [
            ("problem.yaml", "name: a\nlimit: 3", "problem.yaml:2: unknown key \"limit\" (did you mean \"limits\"?)"),
            (
                "problem.yaml", "limits:\n  time_multipliers: 3",
                "problem.yaml:2: unknown key \"time_multipliers\" in \"limits\" (did you mean \"time_multiplier\"?)"
            ),
            (
                "data/secret/testdata.yaml", "on_reject: break\noutput_validator_flag: x",
                "data/secret/testdata.yaml:2: unknown key \"output_validator_flag\" (did you mean "
                    + "\"output_validator_flags\"?)"
            ),
        ])
    func unknownKey(file: String, yaml: String, expected: String) throws {
        let warnings = try TemporaryPackage(changing: [file: yaml]).warnings()
        #expect(warnings == [expected + "; it is not used: correct or remove it"])
    }

    @Test(
        "Of a key given twice the last one counts, and a warning says so",
        arguments: [
            "name: a\nname: b", "name: [x]\n\"name\": b\n", "'name': a\r\nlicense: cc0\r\nname: b\r\n",
            "# \u{1F600}\n{name: \u{1F600}, name: b}",
        ])
    func duplicateKey(yaml: String) throws {
        let problem = try TemporaryPackage(changing: ["problem.yaml": yaml]).problem()
        #expect(problem.name == "b")
        let warnings = problem.warnings.map(\.description)
        #expect(warnings.count == 1)
        #expect(
            warnings.first?.hasSuffix("\"name\" stands more than once; the last one counts: remove the others") == true)
    }

    @Test("Of flags given twice, in a group, the last ones count")
    func duplicateFlags() throws {
        let flags =
            "output_validator_flags: a b\non_reject: break\noutput_validator_flags: c\noutput_validator_flags: d\n"
        let problem = try TemporaryPackage(changing: ["data/secret/testdata.yaml": flags]).problem()
        #expect(problem.testCases.last?.validatorArguments == ["d"])
        #expect(
            problem.warnings.map(\.description)
                == [1, 3].map {
                    "data/secret/testdata.yaml:\($0): \"output_validator_flags\" stands more than once; "
                        + "the last one counts: remove the others"
                })
    }

    @Test("Flags may be a mapping that names the validator that they are for")
    func namedFlags() throws {
        let flags =
            "input_validator_flags: {name: v, flags: --max 5}\noutput_validator_flags:\n  name: w\n  flags: [a, b]\n"
        let problem = try TemporaryPackage(changing: ["data/secret/testdata.yaml": flags]).problem()
        #expect(problem.testCases.last?.inputValidatorArguments == ["--max", "5"])
        #expect(problem.testCases.last?.validatorArguments == ["a", "b"])
        #expect(problem.warnings.isEmpty)
        let several = try TemporaryPackage(changing: [
            "problem.yaml": "name: Sum\nvalidator_flags: {name: v, flags: case_sensitive}\n",
            "data/secret/testdata.yaml": "input_validator_flags:\n- {name: v, flags: --max 5}\n- --fast\n",
        ]).problem()
        #expect(several.testCases.last?.inputValidatorArguments == ["--max", "5", "--fast"])
        #expect(several.testCases.last?.validatorArguments == ["case_sensitive"])
    }

    @Test(
        "A byte-order mark is skipped, and said once",
        arguments: ["problem.yaml", "data/secret/testdata.yaml", "domjudge-problem.ini", ".timelimit"])
    func byteOrderMark(file: String) throws {
        let texts = [
            "problem.yaml": "name: Sum\n", "data/secret/testdata.yaml": "on_reject: break\n",
            "domjudge-problem.ini": "timelimit=2\n", ".timelimit": "2\n",
        ]
        let problem = try TemporaryPackage(changing: [file: "\u{FEFF}" + (texts[file] ?? "")]).problem()
        #expect(problem.name == "Sum")
        if file.contains("time") || file.hasSuffix("ini") {
            #expect(problem.timeLimit == .fixed(.seconds(2), source: file))
        }
        #expect(
            problem.warnings.map(\.description) == [
                "\(file): begins with a byte-order mark, which is skipped; save it without one"
            ])
    }

    @Test("All errors are found, not only the first")
    func allErrors() throws {
        let package = try TemporaryPackage(changing: [
            "problem.yaml": "typo: 1\nlimits: {memory: x, output: -1}\nvalidation: custom\n",
            "data/secret/1.ans": nil, ".timelimit": "soon",
        ])
        #expect(
            package.errors().map { String($0.prefix { $0 != " " }) } == [
                "problem.yaml:2:", "problem.yaml:2:", "data/secret/1.in:", ".timelimit:",
                "problem.yaml:3:",
            ])
    }

    @Test(
        "Formats that are not read are named",
        arguments: [("modern", "there is no format \"modern\""), ("2031-01", "there is no format \"2031-01\"")])
    func format(version: String, message: String) throws {
        let yaml = "credits: x\nproblem_format_version: \(version)\n"
        let package = try TemporaryPackage(changing: ["problem.yaml": yaml])
        let error = #expect(throws: ProblemError.self) { try package.problem() }
        #expect(error?.code == .unsupportedFormat)
        #expect(error?.diagnostics.map(\.line) == [2])
        #expect(error?.description.contains(message) == true)
        #expect(
            error?.description.hasSuffix("convert the package to \"legacy\" or \"legacy-icpc\" or \"2025-09\"") == true)
    }

    @Test("legacy-icpc has no scoring and no include folder")
    func legacyICPC() throws {
        let version = "problem_format_version: legacy-icpc\n"
        let package = try TemporaryPackage(changing: ["problem.yaml": version, "include/cpp/a.h": ""])
        let problem = try package.problem()
        #expect(problem.format == .legacyICPC)
        #expect(problem.includes.isEmpty)
        #expect(problem.warnings.map(\.file) == ["include"])
        let scoring = try TemporaryPackage(changing: ["problem.yaml": version + "type: scoring\n"])
        #expect(
            scoring.errors() == [
                "problem.yaml:2: legacy-icpc has no scoring; take \"type: scoring\" or the format version out"
            ])
    }
}
