import Grading
import PackageFiles
import Problems
import Testing

@Suite("A package that is written in another format")
struct WritingTests {
    private static func text(_ path: String, of package: MemoryPackage) -> String? {
        package.files[path].map { String(decoding: $0, as: UTF8.self) }
    }

    private static func legacy(_ changes: [String: String] = [:]) -> MemoryPackage {
        MemoryPackage(
            [
                "problem.yaml": "name: Sum\n", ".timelimit": "2\n",
                "data/sample/1.in": "1 2", "data/sample/1.ans": "3", "data/secret/1.in": "2 2",
                "data/secret/1.ans": "4",
                "submissions/accepted/sum.py": "print(sum(map(int, input().split())))\n",
            ].merging(changes) { _, new in new })
    }

    private static func icpc(_ settings: String, _ changes: [String: String] = [:]) -> MemoryPackage {
        let head = """
            problem_format_version: 2025-09
            name: Sum
            uuid: 5a1c1d6c-3b0e-4f2a-9a54-0c6a0f1a7b11
            limits: {time_limit: 2}

            """
        return MemoryPackage(
            [
                "problem.yaml": head + settings, "data/secret/1.in": "2 2", "data/secret/1.ans": "4",
                "submissions/accepted/sum.py": "print(sum(map(int, input().split())))\n",
            ].merging(changes) { _, new in new })
    }

    @Test("has the values of constants in its sources, where the format has no constants")
    func constants() throws {
        let package = Self.icpc(
            "constants: {limit: 1000}\n",
            ["output_validator/check.py": "limit = {{limit}}\n", "include/python3/lib.py": "limit = {{limit}}\n"])
        let (legacy, _) = try package.written(as: .legacy)
        #expect(Self.text("output_validators/check.py", of: legacy) == "limit = 1000\n")
        #expect(Self.text("include/python3/lib.py", of: legacy) == "limit = 1000\n")
        let (same, _) = try package.written(as: .icpc2025)
        #expect(Self.text("output_validator/check.py", of: same) == "limit = {{limit}}\n")
        #expect(try same.problem().constants == package.problem().constants)
    }

    @Test("says in a comment what no folder says of a submission, in the comments of its language")
    func remarks() throws {
        let package = Self.icpc(
            "",
            [
                "submissions/mixed/a.py": "x", "submissions/mixed/b.hs": "x", "submissions/mixed/c.unknown": "x",
                "submissions/submissions.yaml": "mixed: {permitted: [AC, TLE]}\n",
            ])
        let (legacy, written) = try package.written(as: .domjudge)
        #expect(Self.text("submissions/mixed/a.py", of: legacy) == "x\n# @EXPECTED_RESULTS@: CORRECT, TIMELIMIT\n")
        #expect(Self.text("submissions/mixed/b.hs", of: legacy) == "x\n-- @EXPECTED_RESULTS@: CORRECT, TIMELIMIT\n")
        #expect(Self.text("submissions/mixed/c.unknown", of: legacy) == "x")
        #expect(written.notes.contains { $0.hasPrefix("mixed/c.unknown: write the comment") })
        let read = try legacy.problem().submissions.first { $0.path == "mixed/a.py" }
        #expect(read?.expected.verdicts == [.accepted, .timeLimit, .idleLimit])
    }

    @Test(
        "has submissions in the folder that promises the same",
        arguments: [
            ("memory_limit_exceeded", [Verdict.accepted, .runTimeError], [Verdict.runTimeError]),
            ("wrong_answer", [.accepted, .wrongAnswer], [.wrongAnswer]),
            ("time_limit_exceeded", [.accepted, .timeLimit], [.timeLimit]), ("compile_error", [], []),
        ])
    func folders(name: String, permitted: [Verdict], required: [Verdict]) throws {
        let (copy, _) = try Self.legacy(["submissions/\(name)/a.c": "x"]).written(as: .icpc2025)
        let submission = try #require(try copy.problem().submissions.first { $0.path == "\(name)/a.c" })
        let promises = submission.expected.tests.filter { $0.pattern == nil }
        #expect(Set(promises.flatMap(\.permitted)) == Set(permitted))
        #expect(Set(promises.flatMap(\.required)) == Set(required))
    }

    @Test("keeps the order in which test cases are judged, with numbers in their names if it has to")
    func order() throws {
        // The legacy format puts 1-a before 1, as their answers' names are in that order, and 2025-09 after it.
        let package = Self.legacy(["data/secret/1-a.in": "5", "data/secret/1-a.ans": "5"])
        #expect(try package.problem().testCases.map(\.name) == ["sample/1", "secret/1-a", "secret/1"])
        let (copy, _) = try package.written(as: .icpc2025)
        let tests = try copy.problem().testCases
        #expect(tests.map(\.name) == ["sample/1", "secret/1-1-a", "secret/2"])
        #expect(Self.text(tests[1].input.path.text, of: copy) == "5")
    }

    @Test(
        "is refused with the reason and what to do, if verdicts or scores would change",
        arguments: [
            (["data/testdata.yaml": "on_reject: continue\n"], WrittenFormat.icpc2025, "the first test case that fails"),
            (
                ["problem.yaml": "type: scoring\n", "data/testdata.yaml": "on_reject: break\n"], .icpc2025,
                "not all of them"
            ),
            (
                [
                    "problem.yaml": "type: scoring\n", "data/testdata.yaml": "on_reject: continue\n",
                    "data/sample/testdata.yaml": "accept_score: 0\n",
                    "data/secret/testdata.yaml": "accept_score: 2.5\n",
                ], .icpc2025, "whole numbers of points"
            ),
            (
                ["problem.yaml": "validation: custom\n", "output_validators/a.py": "", "output_validators/b.py": ""],
                .icpc2025, "one output validator"
            ),
            (["problem.yaml": "validation: custom\n", "output_validators/a.py": ""], .polygon, "testlib"),
            (["problem.yaml": "validator_flags: float_tolerance 1e-6\n"], .polygon, "no checker of testlib"),
        ])
    func refusal(changes: [String: String], format: WrittenFormat, reason: String) throws {
        let error = #expect(throws: PackageWritingError.self) { try Self.legacy(changes).written(as: format) }
        #expect(error?.reasons.contains { $0.contains(reason) } == true, "\(String(describing: error))")
    }

    @Test("has testlib's checker of words for the default validator that minds letter case, in Polygon and back")
    func standardChecker() throws {
        let package = Self.legacy(["problem.yaml": "validator_flags: case_sensitive\n"])
        let (polygon, written) = try package.written(as: .polygon)
        #expect(try polygon.problem().validation == .native(checker: "testlib.wcmp", arguments: []))
        #expect(written.notes.contains { $0.contains("vertical tabs") })
        let (back, _) = try polygon.written(as: .legacy)
        #expect(try back.problem().testCases.allSatisfy { $0.validatorArguments == ["case_sensitive"] })
    }

    @Test("is refused if a checker of DMOJ has no counterpart", arguments: WrittenFormat.allCases)
    func dmoj(format: WrittenFormat) throws {
        let package = MemoryPackage([
            "init.yml": "test_cases: [{in: 1.in, out: 1.out, points: 5}]\n", "1.in": "1", "1.out": "1",
        ])
        #expect(try package.problem().format == .dmoj)
        let error = #expect(throws: PackageWritingError.self) { try package.written(as: format) }
        #expect(error?.reasons.contains { $0.contains("dmoj.standard") } == true, "\(String(describing: error))")
    }

    @Test("leaves out what cannot be called so, with a note")
    func names() throws {
        let package = Self.legacy(["submissions/accepted/größe.py": "x", "problem_statement/problem.tex": "x"])
        let (copy, written) = try package.written(as: .icpc2025)
        #expect(try copy.problem().submissions.map(\.path) == ["accepted/sum.py"])
        #expect(written.notes.contains { $0.contains("größe.py is left out") })
        #expect(Self.text("statement/problem.en.tex", of: copy) == "x")
    }
}
