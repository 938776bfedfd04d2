import Grading
import PackageFiles
import Problems
import Testing
import Units

@Suite("Packages of DMOJ")
struct DMOJReaderTests {
    /// A package of DMOJ with these settings and the files `1.in` to `4.out`; what `files` names is there besides.
    private func package(_ settings: String, _ files: [String: String] = [:]) throws -> TemporaryPackage {
        var all = ["init.yml": settings]
        for number in 1...4 {
            all["\(number).in"] = "\(number)\n"
            all["\(number).out"] = "\(number)\n"
        }
        return try TemporaryPackage(all.merging(files) { $1 })
    }

    private static let batches = """
        test_cases:
        - {in: 1.in, out: 1.out, points: 0}
        - batched: [{in: 2.in}, {in: 3.in}]
          out: 2.out
          points: 20
        - batched: [{in: 4.in, out: 4.out}]
          points: 1.5
          dependencies: [1]
        - {in: 1.in, out: 2.out}
        """

    @Test("Batches are groups, and what follows a pretest requires it")
    func batches() throws {
        let problem = try package(Self.batches).problem()
        #expect(problem.format == .dmoj)
        #expect(problem.home == .dmoj)
        #expect(problem.testCases.map(\.name) == ["case-1/1", "batch-1/2", "batch-1/3", "batch-2/4", "case-5/5"])
        #expect(problem.testCases.map(\.input.path.text) == ["1.in", "2.in", "3.in", "4.in", "1.in"])
        #expect(problem.testCases.map(\.answer.path.text) == ["1.out", "2.out", "2.out", "4.out", "2.out"])
        let groups = problem.grading.groups
        #expect(groups.map(\.name) == ["", "case-1", "batch-1", "batch-2", "case-5"])
        #expect(groups.map(\.requires) == [[], [], [1], [1, 2], [1]])
        #expect(groups.dropFirst().allSatisfy { $0.rule.aggregate == .minimum && $0.rule.stop == .afterRejection })
        let points = (0..<5).map { problem.grading.points(of: $0)?.accepted.text() }
        #expect(points == ["0", "20", "20", "1.5", "1"])
        #expect(problem.validation == .native(checker: "dmoj.standard", arguments: []))
        #expect(problem.warnings.isEmpty)
    }

    @Test(
        "A checker has its name and arguments",
        arguments: [
            ("checker: sorted", "dmoj.sorted", []),
            ("binary_data: true", "dmoj.standard", ["{\"binary_data\": true}"]),
            (
                "binary_data: true\nchecker: {name: identical, args: {pe_allowed: no}}", "dmoj.identical",
                ["{\"pe_allowed\": false, \"binary_data\": true}"]
            ),
            ("checker: {name: floats, args: {precision: 3}}", "dmoj.floats", ["{\"precision\": 3}"]),
            (
                "checker: {name: linematches, args: {point_distribution: [1, 2], filler_lines_required: no}}",
                "dmoj.linematches", ["{\"point_distribution\": [1, 2], \"filler_lines_required\": false}"]
            ),
        ] as [(String, String, [String])])
    func checkers(settings: String, name: String, arguments: [String]) throws {
        let problem = try package("\(settings)\ntest_cases: [{in: 1.in, out: 1.out}]").problem()
        #expect(problem.validation == .native(checker: name, arguments: arguments))
        #expect(problem.testCases.first?.validatorArguments == arguments)
    }

    @Test("Without a list the names of the archive's files tell the test cases")
    func names() throws {
        let problem = try package(
            "archive: t.zip\npoints: 5\n",
            [
                "t.zip/sum.1.in": "", "t.zip/sum.1.OUT": "", "t.zip/sum.2-10.in": "", "t.zip/sum.2-10.out": "",
                "t.zip/sum.2-9.in": "", "t.zip/sum.2-9.out": "", "t.zip/readme.txt": "", "t.zip/other 1": "",
            ]
        ).problem()
        #expect(problem.testCases.map(\.name) == ["1", "batch-1/2", "batch-1/3"])
        #expect(
            problem.testCases.map(\.input.path.text) == ["t.zip/sum.1.in", "t.zip/sum.2-9.in", "t.zip/sum.2-10.in"])
        #expect((0..<3).map { problem.grading.points(of: $0)?.accepted.text() } == ["5", "5", "5"])
    }

    @Test("An archive is named for unpacking where it is still a file, and only if the package is read as one of DMOJ")
    func archives() throws {
        let settings = "archive: t.zip\n"
        let cases: [([String: String], PackageFormat?, [String])] = [
            (["t.zip": ""], nil, ["t.zip"]), (["t.zip": ""], .dmoj, ["t.zip"]), (["t.zip": ""], .legacy, []),
            (["t.zip/1.in": ""], nil, []), (["t.zip": "", "problem.yaml": ""], nil, []),
            (["t.zip": "", "problem.yaml": ""], .dmoj, ["t.zip"]), ([:], nil, []),
        ]
        for (files, format, expected) in cases {
            let package = try package(settings, files)
            let found = try ProblemPackage.archives(in: PackageDirectory(package.path), as: format)
            withExtendedLifetime(package) {}
            #expect(found.map(\.text) == expected, "\(files.keys) \(format?.rawValue ?? "")")
        }
        let damaged = try package("archive: [", ["t.zip": ""])
        #expect(try ProblemPackage.archives(in: PackageDirectory(damaged.path)) == [])
        withExtendedLifetime(damaged) {}
    }

    @Test("Tests of the test suite are submissions with what each must get")
    func submissions() throws {
        let problem = try package(
            Self.batches,
            [
                "tests/a/test.yml": "language: PY3\ntime: 2\nmemory: 65536\nsource: x.py\n", "tests/a/x.py": "",
                "tests/b/test.yml":
                    "language: CPP17\ntime: 1\nmemory: 65536\nsource: [y.cpp, z.cpp]\ncases: {2: WA, 3: [SC, TLE]}\n",
                "tests/b/y.cpp": "", "tests/b/z.cpp": "",
                "tests/c/test.yml": "skip: true", "tests/d/notes.txt": "",
                "tests/e/test.yml": "language: OCAML\ntime: 2\nmemory: 65536\nsource: x.ml\nexpect: CE\n",
                "tests/e/x.ml": "",
            ]
        ).problem()
        #expect(problem.submissions.map(\.path) == ["tests/a/x.py", "tests/b/y.cpp", "tests/b/z.cpp", "tests/e/x.ml"])
        #expect(problem.submissions.map(\.language) == ["python3", "cpp", "cpp", "ocaml"])
        #expect(problem.submissions.map(\.expected.verdicts) == [[.accepted], [], [], [.compileError]])
        let promises = problem.submissions[1].expected.tests
        #expect(promises.map(\.permitted) == [[.accepted], [.wrongAnswer, .partial], [.accepted], [.accepted]])
        #expect(promises[1].concerns("batch-1/2") && !promises[1].concerns("batch-1/3"))
        #expect(!promises.contains { $0.concerns("batch-1/3") })
        #expect(problem.timeLimit == .fixed(.seconds(2), source: "tests"))
        #expect(problem.limits.memory == .mebibytes(64))
        let warnings = problem.warnings.map(\.description)
        #expect(
            warnings == ["tests/b: has other limits than a test before it; the greatest of all count"], "\(warnings)")
    }

    @Test(
        "What cannot be judged exactly is an error with its line",
        arguments: [
            ("custom_judge: x.py", "init.yml:1: \"custom_judge\" names the file x.py, which is not in the package"),
            ("custom_judge: 1.in", "init.yml:1: \"custom_judge\" names 1.in, which must lie beside init.yml"),
            ("checker: a.py", "init.yml:1: \"checker\" names the file a.py, which is not in the package"),
            ("interactive: {files: a.cpp}", "init.yml:1: \"interactive.files\" names the file a.cpp, which is not"),
            ("interactive: a.cpp", "init.yml:1: \"interactive\" "),
            ("interactive: {files: 1.in, type: x}", "init.yml:1: \"interactive.type\" must be default, testlib, coci"),
            ("signature_grader: {entry: a.c, header: 1.in}", "init.yml:1: \"signature_grader.entry\" names the file"),
            ("signature_grader: {entry: 1.in}", "init.yml:1: "),
            ("signature_grader: {entry: 1.in, header: 1.in, x: 1}", "init.yml:1: "),
            ("checker: bridged", "init.yml:1: \"checker\" needs \"args\" that name the program's \"files\""),
            ("checker: {name: bridged}", "init.yml:1: \"checker\" has no \"args\" that name the program's"),
            (
                "checker: {name: bridged, args: {files: a.cpp}}",
                "init.yml:1: \"checker.args.files\" names the file a.cpp, which is not in the package"
            ),
            ("checker: {name: bridged, args: {files: [1.in], type: uva}}", "init.yml:1: \"checker.args.type\" must"),
            (
                "checker: {name: bridged, args: {files: 1.in, args_format_string: \"'\"}}",
                "init.yml:1: \"checker.args.args_format_string\" must be words"
            ),
            ("checker: exact", "init.yml:1: \"checker\" must be one of standard, easy,"),
            ("archive: none.zip", "init.yml:1: \"archive\" names an archive that is not there"),
            ("archive: 1.in", "init.yml:1: \"archive\" names an archive that was not unpacked"),
        ])
    func refusals(settings: String, expected: String) throws {
        let errors = try package("\(settings)\ntest_cases: [{in: 1.in, out: 1.out}]").errors()
        #expect(errors.contains { $0.hasPrefix(expected) }, "\(errors)")
    }

    @Test(
        "What is wrong in the test cases is an error with its line",
        arguments: [
            ("[{in: 1.in}]", "the test case 1 has no file for \"out\". `verdict judge` and `verdict submit` make it"),
            ("[{out: 1.out}]", "the test case 1 has no file for \"in\". `verdict judge`"),
            (
                "[{in: 1.in, generator: a.c, generator_args: [1]}]",
                "has both \"in\" and what a generator is called with"
            ),
            ("[{in: 9.in, out: 1.out}]", "names the file 9.in, which is neither in the package nor in its archive"),
            ("[{in: ../x, out: 1.out}]", "names the file ../x, which is neither"),
            ("[{in: 1.in, out: 1.out, points: -1}]", "must be 0 or more"),
            ("[{in: 1.in, out: 1.out, points: x}]", "must be a number"),
            ("[{batched: [{batched: []}]}]", "is a batch in a batch"),
            ("[{batched: [{in: 1.in, out: 1.out}], dependencies: [1]}]", "must be the number of an earlier batch"),
            ("[{batched: [{in: 1.in, out: 1.out}], dependencies: [0]}]", "must be 1 or more"),
            ("[1]", "must be a mapping"), ("[]", "there are no test cases"), ("3", "must be a mapping"),
            ("{input_format: x}", "needs an \"archive\""),
            ("{case_points: [1]}", "needs an \"archive\""),
            ("[{in: 1.in, out: 1.out, checker: easy}, {in: 2.in, out: 2.out}]", "test cases have different checkers"),
        ])
    func wrongCases(cases: String, expected: String) throws {
        let errors = try package("# a comment\ntest_cases: \(cases)\n").errors()
        #expect(errors.contains { $0.hasPrefix("init.yml") && $0.contains(expected) }, "\(errors)")
    }

    @Test("Test cases that have the same checker may each name it, and aliases are followed")
    func sameCheckers() throws {
        let checker = "checker: {name: floats, args: {precision: 3}}"
        for settings in [
            "test_cases: [{in: 1.in, out: 1.out, \(checker)}, {in: 2.in, out: 2.out, \(checker)}]\n",
            "test_cases:\n- &first\n  in: 1.in\n  out: 1.out\n  \(checker)\n- <<: *first\n  in: 2.in\n  out: 2.out\n",
        ] {
            let problem = try package(settings).problem()
            #expect(problem.validation == .native(checker: "dmoj.floats", arguments: ["{\"precision\": 3}"]))
            #expect(problem.testCases.map(\.input.path.text) == ["1.in", "2.in"])
        }
    }

    @Test(
        "An expectation of the test suite that is not known promises nothing",
        arguments: ["expect: XX", "cases: {x: AC}"])
    func unknownExpectation(line: String) throws {
        let test = "language: PY3\ntime: 1\nmemory: 65536\nsource: a.py\n\(line)\n"
        let problem = try package(
            "test_cases: [{in: 1.in, out: 1.out}]", ["tests/x/test.yml": test, "tests/x/a.py": ""]
        ).problem()
        #expect(problem.submissions.map(\.expected.isEmpty) == [true])
        #expect(problem.warnings.count == 1, "\(problem.warnings)")
    }

    @Test(
        "What is wrong in a test of the test suite is an error",
        arguments: [
            ("time: 1\nmemory: 65536\nsource: a.py", "has no \"language\""),
            ("language: PY3\ntime: 0\nmemory: 65536\nsource: a.py", "must be a number of seconds"),
            ("language: PY3\ntime: 1\nmemory: 0\nsource: a.py", "must be 1 to"),
            ("language: PY3\ntime: 1\nmemory: 65536\nsource: b.py", "names b.py, which is not beside it"),
        ])
    func wrongTests(test: String, expected: String) throws {
        let errors = try package(
            "test_cases: [{in: 1.in, out: 1.out}]", ["tests/x/test.yml": test, "tests/x/a.py": ""]
        ).errors()
        #expect(errors.contains { $0.hasPrefix("tests/x") && $0.contains(expected) }, "\(errors)")
    }
}
