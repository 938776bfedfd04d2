import Grading
import Problems
import SystemPackage
import Testing
import Units

@Suite("Submissions")
struct SubmissionTests {
    @Test(
        "A folder's name promises verdicts",
        arguments: [
            ("accepted", [.accepted]), ("wrong_answer", [.wrongAnswer]),
            ("run_time_error", [.runTimeError, .securityViolation, .memoryLimit]),
            ("time_limit_exceeded", [.timeLimit, .idleLimit]), ("memory_limit_exceeded", [.memoryLimit]),
            ("output_limit_exceeded", [.outputLimit]), ("compile_error", [.compileError]),
            ("compiler_error", [.compileError]), ("no_output", [.wrongAnswer]), ("mixed", []), ("check_manually", []),
        ] as [(String, Set<Verdict>)])
    func folders(name: String, expected: Set<Verdict>) throws {
        let package = try TemporaryPackage(changing: ["submissions/\(name)/x.c": ""])
        let problem = try package.problem()
        #expect(problem.submissions.first { $0.path == "\(name)/x.c" }?.expected.verdicts == expected)
    }

    @Test(
        "In other folders the annotation promises",
        arguments: [
            ("CORRECT", [.accepted]), ("ACCEPTED", [.accepted]), ("ac, wa", [.accepted, .wrongAnswer]),
            ("NO-OUTPUT", [.wrongAnswer]), ("TIMELIMIT", [.timeLimit, .idleLimit]),
            ("TIME_LIMIT_EXCEEDED", [.timeLimit, .idleLimit]),
            ("RUN-ERROR,WRONG-ANSWER", [.runTimeError, .securityViolation, .memoryLimit, .wrongAnswer]),
            ("MEMORY-LIMIT, OUTPUT-LIMIT", [.memoryLimit, .outputLimit]), ("COMPILER-ERROR", [.compileError]),
            ("CORRECT, CHECK-MANUALLY", []), ("CORRECT */ int x;", [.accepted]),
        ] as [(String, Set<Verdict>)])
    func annotations(text: String, expected: Set<Verdict>) throws {
        let source = "int main() {}\r\n/* @expected_results@: \(text)\r\n*/\n"
        let problem = try TemporaryPackage(changing: ["submissions/mixed/x.c": source]).problem()
        #expect(problem.submissions.last?.expected.verdicts == expected)
        #expect(problem.warnings.isEmpty)
    }

    @Test(
        "An annotation that cannot be read promises nothing, and is a warning on its line",
        arguments: [
            ("\n// @EXPECTED_RESULTS@: CORECT", "submissions/mixed/x.c:2: unknown result \"CORECT\""),
            ("// @EXPECTED_RESULTS@:", "submissions/mixed/x.c:1: unknown result \"\""),
        ])
    func wrongAnnotation(source: String, expected: String) throws {
        let problem = try TemporaryPackage(changing: ["submissions/mixed/x.c": source]).problem()
        #expect(problem.submissions.last?.expected.verdicts == [])
        let warnings = problem.warnings.map(\.description)
        #expect(warnings.count == 1)
        #expect(warnings.first?.hasPrefix(expected) == true, "\(warnings)")
    }

    @Test("Of two annotations none counts")
    func twoAnnotations() throws {
        let package = try TemporaryPackage(changing: [
            "submissions/mixed/m/a.c": "// @EXPECTED_RESULTS@: CORRECT\n",
            "submissions/mixed/m/b.h": "\n// @EXPECTED_RESULTS@: WRONG-ANSWER",
        ])
        let problem = try package.problem()
        #expect(problem.submissions.last?.expected.verdicts == [])
        #expect(
            problem.warnings.map(\.description) == [
                "submissions/mixed/m/b.h:2: a second annotation of one submission, so nothing is promised; remove one"
            ])
    }

    @Test(
        "@EXPECTED_SCORE@: may stand before results, but a score promises nothing here",
        arguments: [("WRONG-ANSWER", [.wrongAnswer]), ("33.3", []), ("1e2", []), ("-1", [])] as [(String, Set<Verdict>)]
    )
    func scores(text: String, expected: Set<Verdict>) throws {
        let package = try TemporaryPackage(changing: ["submissions/mixed/x.py": "# @EXPECTED_SCORE@: \(text)"])
        #expect(try package.problem().submissions.last?.expected.verdicts == expected)
    }

    @Test("In the format's folders the folder counts, and a contradiction is a warning")
    func contradiction() throws {
        let package = try TemporaryPackage(changing: [
            "submissions/wrong_answer/a.c": "// @EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT",
            "submissions/wrong_answer/b.c": "\n// @EXPECTED_RESULTS@: CORRECT",
            "submissions/wrong_answer/c.c": "// @EXPECTED_RESULTS@: WHAT",
        ])
        let problem = try package.problem()
        #expect(problem.submissions.dropFirst().allSatisfy { $0.expected.verdicts == [.wrongAnswer] })
        #expect(problem.warnings.map(\.file) == ["submissions/wrong_answer/b.c", "submissions/wrong_answer/c.c"])
        #expect(problem.warnings.map(\.line) == [2, 1])
    }

    @Test("A folder is one submission of all files below it, hidden ones left out")
    func multipleFiles() throws {
        let package = try TemporaryPackage(changing: [
            "submissions/accepted/multi/b.c": "", "submissions/accepted/multi/a.c": "",
            "submissions/accepted/multi/util/x.h": "", "submissions/accepted/multi/.git/config": "",
            "submissions/accepted/.DS_Store": "", "submissions/accepted/multi/__pycache__/a.pyc": "",
        ])
        let problem = try package.problem()
        #expect(problem.submissions.map(\.path) == ["accepted/multi", "accepted/sum.py"])
        #expect(problem.submissions[0].names == ["a.c", "b.c", "util/x.h"])
        #expect(problem.submissions[0].paths[2] == "submissions/accepted/multi/util/x.h")
    }

    @Test(
        "A compiled program beside the sources is no submission",
        arguments: [
            ("accepted/a.out", "\u{7f}ELF\u{2}\u{1}\u{1}", false), ("wrong_answer/sum.exe", "MZ\u{0}\u{3}", false),
            ("mixed/sum.bin", "\u{7f}ELF", false), ("accepted/mz.py", "MZ = 1\n", true),
            ("accepted/elf.c", "// \u{7f}ELF\n", true),
        ])
    func compiledPrograms(path: String, contents: String, isSubmission: Bool) throws {
        let problem = try TemporaryPackage(changing: ["submissions/\(path)": contents]).problem()
        #expect(problem.submissions.contains { $0.path == path } == isSubmission)
        #expect(
            problem.warnings.map(\.description)
                == (isSubmission
                    ? []
                    : [
                        "submissions/\(path): ignored: a compiled program, not a source; remove it from the package"
                    ]))
    }

    @Test(
        "What is missing or promises nothing is a warning",
        arguments: [
            (
                ["submissions/accepted/sum.py": nil],
                ["submissions: there are no submissions; add submissions/accepted with a solution"]
            ),
            (
                ["submissions/accepted/sum.py": nil, "submissions/wrong_answer/a.c": ""],
                ["submissions: no submission is to be accepted; add a solution to submissions/accepted"]
            ),
            (
                ["submissions/README": ""],
                ["submissions/README: ignored: a submission stands in a folder such as submissions/accepted"]
            ),
            (
                ["submissions/rejected/a.c": "", "submissions/rejected/b.c": ""],
                [
                    "submissions/rejected: 2 submissions "
                        + "promise nothing; name the folder accepted, wrong_answer, run_time_error or time_limit_exceeded or write "
                        + "@EXPECTED_RESULTS@: into the sources"
                ]
            ),
            (
                ["submissions/partially_accepted/a.c": ""],
                [
                    "submissions/partially_accepted: partial acceptance needs "
                        + "\"type: scoring\"; move the submissions elsewhere"
                ]
            ),
        ] as [([String: String?], [String])])
    func warnings(files: [String: String?], expected: [String]) throws {
        #expect(try TemporaryPackage(changing: files).warnings() == expected)
    }

    @Test("DOMjudge's submissions.json says in which language a program is, and where it starts")
    func details() throws {
        let json = """
            {
            \t"submissions/accepted/m/": {"entry_point": "b.py", "langid": "py3", "team": "\\u0041"},
            \t"submissions/accepted/x.py": {}
            }
            """
        let problem = try TemporaryPackage(changing: [
            "submissions.json": json, "submissions/accepted/m/a.py": "", "submissions/accepted/m/b.py": "",
            "submissions/accepted/x.py": "",
        ]).problem()
        let found = problem.submissions.first { $0.path == "accepted/m" }
        #expect(found?.entryPoint == "b.py")
        #expect(found?.language == "py3")
        #expect(problem.submissions.filter { $0.entryPoint != nil }.count == 1)
        #expect(problem.warnings.isEmpty)
        #expect(problem.home == .domjudge)
        #expect(problem.limits.code == .kibibytes(256))
    }

    @Test(
        "What is odd in submissions.json is told with its line",
        arguments: [
            (
                "{\n\"submissions/accepted/none/\": {}}",
                "submissions.json:2: there is no submission \"submissions/accepted/none/\"; correct the path, as in"
            ),
            ("{\"accepted/x.c\": {}}", "submissions.json:1: there is no submission \"accepted/x.c\""),
            ("{\"submissions/accepted/../x.c\": {}}", "submissions.json:1: there is no submission"),
            (
                "{\"submissions/accepted/x.c\":\n{\"entry-point\": \"x\"}}",
                "submissions.json:2: unknown key \"entry-point\""
            ),
        ])
    func oddDetails(json: String, expected: String) throws {
        let problem = try TemporaryPackage(changing: ["submissions.json": json, "submissions/accepted/x.c": ""])
            .problem()
        let warnings = problem.warnings.map(\.description)
        #expect(warnings.count == 1)
        #expect(warnings.first?.hasPrefix(expected) == true, "\(warnings)")
    }

    @Test(
        "A submissions.json that cannot be read is an error with its line",
        arguments: [
            ("[]", "submissions.json:1: the document must be a mapping"), ("{\"a\": {\n", "submissions.json:"),
            (
                "{\"submissions/accepted/x.c\":\n []}",
                "submissions.json:2: \"submissions/accepted/x.c\" must be a mapping"
            ),
            (
                "{\"submissions/accepted/x.c\": {\"entry_point\": [1]}}",
                "submissions.json:1: \"submissions/accepted/x.c.entry_point\" must be"
            ),
        ])
    func wrongDetails(json: String, expected: String) throws {
        let package = try TemporaryPackage(changing: ["submissions.json": json, "submissions/accepted/x.c": ""])
        let error = #expect(throws: ProblemError.self) { try package.problem() }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }
}
