import Executions
import Grading
import Sandbox
import TestSupport
import Testing

@testable import Evaluation

/// The tests of frameworks, with those that are installed.
@Suite(.serialized, .timeLimit(.minutes(10))) struct UnitTestWorkTests {
    private struct Framework {
        var runner: UnitTestRunner
        var program: String
        var file: String
        var tests: String
        /// A right program, a wrong one, one that cannot be loaded, and one that ends well in its test.
        var candidates: [String]
    }

    private static let frameworks: [Framework] = [
        Framework(
            runner: .pytest, program: "half.py", file: "test_half.py",
            tests: "from half import half\n\n\ndef test_half():\n    assert half(4) == 2\n",
            candidates: [
                "def half(x): return x // 2", "def half(x): return x", "def half(",
                "import os\ndef half(x): os._exit(0)",
            ]),
        Framework(
            runner: .node, program: "half.js", file: "half.test.js",
            tests: """
                const { test } = require("node:test");
                const assert = require("node:assert");
                const { half } = require("./half.js");
                test("half", () => assert.strictEqual(half(4), 2));
                """,
            candidates: [
                "exports.half = (x) => x / 2;", "exports.half = (x) => x;", "exports.half = (",
                "exports.half = (x) => process.exit(0);",
            ]),
        Framework(
            runner: .go, program: "half.go", file: "half_test.go",
            tests: """
                package half

                import "testing"

                func TestHalf(t *testing.T) {
                	if Half(4) != 2 {
                		t.Fatal("not half")
                	}
                }
                """,
            candidates: [
                "package half\n\nfunc Half(x int) int { return x / 2 }",
                "package half\n\nfunc Half(x int) int { return x }", "package half\n\nfunc Half(",
                "package half\n\nimport \"os\"\n\nfunc Half(x int) int { os.Exit(0); return 2 }",
            ]),
        Framework(
            runner: .cargo, program: "half.rs", file: "lib.rs",
            tests: """
                mod half;

                #[test]
                fn halves() {
                    assert_eq!(half::half(4), 2);
                }
                """,
            candidates: [
                "pub fn half(x: i32) -> i32 { x / 2 }", "pub fn half(x: i32) -> i32 { x }", "pub fn half(",
                "pub fn half(_: i32) -> i32 { std::process::exit(0) }",
            ]),
        Framework(
            runner: .junit, program: "Half.java", file: "SolutionTest.java",
            tests: """
                import static org.junit.Assert.assertEquals;

                import org.junit.Test;

                public class SolutionTest {
                    @Test
                    public void halves() {
                        assertEquals(2, Half.half(4));
                    }
                }
                """,
            candidates: [
                "class Half { static int half(int x) { return x / 2; } }",
                "class Half { static int half(int x) { return x; } }", "class Half {",
                "class Half { static int half(int x) { Runtime.getRuntime().halt(0); return 2; } }",
            ]),
    ]

    @Test("A program passes the tests of a framework if it is right, and not if it is wrong or ends before they do")
    func frameworks() async throws {
        for framework in Self.frameworks where LongTests.areAskedFor || [.pytest, .node].contains(framework.runner) {
            let file = ExecutionFile(name: framework.file, bytes: Array(framework.tests.utf8))
            var task = EvaluationTask(
                id: framework.runner.rawValue,
                work: .unitTests(
                    UnitTestWork(runner: framework.runner, programFile: framework.program, files: [file])))
            task.timeLimit = .seconds(20)
            let results = try await SampleJudgeTests.judge(
                framework.candidates.map { Candidate($0, isComplete: true) }, of: task)
            // What is not installed cannot be tried.
            if results[0].message.contains("install the Debian package") { continue }
            #expect(results[0].isPassed, "\(framework.runner): \(results[0].verdict) \(results[0].message)")
            #expect(results[1].verdict == .runTimeError, "\(framework.runner): \(results[1].message)")
            for result in results[1...] {
                #expect(!result.isPassed, "\(framework.runner) \(result.number): \(result.message)")
                #expect(result.verdict != .judgeError, "\(framework.runner) \(result.number): \(result.message)")
            }
        }
    }
}
