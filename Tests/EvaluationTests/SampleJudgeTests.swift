import Executions
import Grading
import JSONText
import Judging
import Sandbox
import SystemPackage
import Testing
import Toolchains
import Units

@testable import Evaluation

/// Programs of all modes, with real interpreters and real cells.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SampleJudgeTests {
    private static let languages = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent().appending("Languages")

    /// What comes of programs for a task, each a candidate of its own.
    static func judge(
        _ candidates: [Candidate], of task: EvaluationTask, _ options: EvaluationOptions = EvaluationOptions()
    ) async throws -> [SampleResult] {
        let catalog = try LanguageCatalog(directory: languages, adding: languages.appending("runners"))
        let harnesses = try Harnesses(languages.appending("harness"))
        return try await withSandbox { sandbox in
            let host = JudgeHost(executor: sandbox, languages: catalog)
            let judge = SampleJudge(
                runner: ExecutionJudge(host: host), languages: catalog, harnesses: harnesses, options: options)
            return try await withThrowingTaskGroup(of: SampleResult.self) { group in
                for (number, candidate) in candidates.enumerated() {
                    let sample = Sample(task: task.id, number: number, candidate: candidate)
                    group.addTask { try await judge.judge(sample, of: task) }
                }
                var results: [SampleResult] = []
                while let result = try await group.next() { results.append(result) }
                return results.sorted { $0.number < $1.number }
            }
        }
    }

    static func task(_ text: String) throws -> EvaluationTask {
        let record = try JSONTree(parsing: text.utf8)
        return try #require(RecordFormat(recognizing: record)).task(record, line: 1)
    }

    private static func solutions(_ texts: String...) -> [Candidate] {
        texts.map { Candidate($0, isComplete: true) }
    }

    @Test("Programs that read and write are run on test after test, until one fails or on all")
    func streams() async throws {
        let task = try Self.task(
            """
            {"id": "sum", "language": "python3", "time_limit": 1,
             "tests": [{"input": "1 2", "output": "3"}, {"input": "3 4", "output": "7"}, {"input": "5 6", "output": "11"}]}
            """)
        let candidates = Self.solutions(
            "print(sum(map(int, input().split())))", "print(7)", "while True: pass", "print(",
            "```python\nprint(sum(map(int, input().split())))\n```")
        let results = try await Self.judge(candidates, of: task)
        #expect(results.map(\.verdict) == [.accepted, .wrongAnswer, .timeLimit, .runTimeError, .accepted])
        #expect(results.map(\.accepted) == [3, 0, 0, 0, 3])
        #expect(results[3].message.contains("SyntaxError"))
        #expect(results[2].words == "timed out")
        var all = EvaluationOptions()
        all.runsAllTests = true
        let whole = try await Self.judge([candidates[1]], of: task, all)
        #expect((whole[0].accepted, whole[0].tests) == (1, 3))
    }

    @Test("Programs that test themselves have to come to their end")
    func programs() async throws {
        let task = try Self.task(
            """
            {"task_id": "T/0", "prompt": "def f(x):\\n", "entry_point": "f", "canonical_solution": "",
             "test": "def check(f):\\n    assert f(1) == 2\\n    assert f(2) == 3"}
            """)
        let results = try await Self.judge(
            [
                Candidate("    return x + 1", isComplete: false), Candidate("    return 2", isComplete: false),
                Candidate("def f(x): return x + 1", isComplete: true), Candidate("    return y", isComplete: false),
                Candidate("    import sys; sys.exit(0)", isComplete: false),
                Candidate("    import os; os._exit(0)", isComplete: false),
                Candidate("    print('a' * 100); return x + int(input())", isComplete: false),
                Candidate("```python\ndef f(x): return x + 1\n```", isComplete: false),
            ], of: task)
        #expect(
            results.map(\.verdict) == [
                .accepted, .wrongAnswer, .accepted, .runTimeError, .runTimeError, .wrongAnswer, .runTimeError,
                .accepted,
            ])
        #expect(results[3].message.contains("NameError"))
    }

    @Test("EvalPlus' tasks expect what their reference gives, on all inputs")
    func differential() async throws {
        let task = try Self.task(
            """
            {"task_id": "T/1", "prompt": "def f(x):\\n", "entry_point": "f", "canonical_solution": "    return (x, x / 3)",
             "base_input": [[1], [2]], "plus_input": [[0], [-5]], "atol": 0}
            """)
        let results = try await Self.judge(
            [
                Candidate("    return x, x / 3 + 1e-3", isComplete: false),
                Candidate("    return [x, x / 3]", isComplete: false),
                Candidate("    return x, abs(x) / 3", isComplete: false),
            ], of: task)
        #expect(results.map(\.verdict) == [.wrongAnswer, .wrongAnswer, .wrongAnswer])
        #expect(results.map(\.accepted) == [0, 0, 1])
        let right = try await Self.judge(task.references, of: task)
        #expect(right[0].verdict == .accepted && right[0].tests == 2)
    }

    @Test("A start that programs have in common changes nothing that is said of them")
    func starts() async throws {
        let program = try Self.task(
            """
            {"task_id": "T/0", "prompt": "from typing import List\\ndef f(x):\\n", "entry_point": "f", "canonical_solution": "",
             "test": "def check(f):\\n    assert f(1) == 2\\n    assert f(2) == 3"}
            """)
        let stream = try Self.task(
            #"{"id": "sum", "language": "python3", "tests": [{"input": "1 2", "output": "3"}, {"input": "3 4", "output": "7"}]}"#
        )
        let function = try Self.task(
            #"{"id": "f", "language": "python3", "function": {"name": "f"}, "tests": [{"arguments": [1], "result": 2}]}"#
        )
        let bodies = [
            "    return x + 1", "    return 2", "    return (", "    return y", "    import sys; sys.exit(0)",
            "    return f(x)",
            "    print('a'); return x + 1", "    import random as r; return x + r.randint(1, 1)",
            "    return bytes(1 << 62)",
        ]
        let whole = [
            "print(sum(map(int, input().split())))", "print(3)", "print(", "1 / 0", "raise SystemExit(4)",
            "import os; os.abort()",
            "import nothing", "def f():\n  return 1\n return 2",
        ]
        let sets: [(EvaluationTask, [Candidate])] = [
            (program, bodies.map { Candidate($0, isComplete: false) }),
            (stream, whole.map { Candidate($0, isComplete: true) }),
            (function, bodies.map { Candidate("def f(x):\n" + $0, isComplete: true) }),
        ]
        var cold = EvaluationOptions()
        cold.startsCold = true
        for (task, candidates) in sets {
            let warm = try await Self.judge(candidates, of: task).map(SaidOfSample.init)
            #expect(warm == (try await Self.judge(candidates, of: task, cold).map(SaidOfSample.init)))
            #expect(Set(warm.map(\.words)).count > 3)
        }
    }

    @Test("What keeps a sample from being run is the judge's error, in words")
    func judgeErrors() async throws {
        var task = try Self.task(#"{"id": "a", "tests": [{"output": "1"}]}"#)
        #expect(try await Self.judge(Self.solutions("1"), of: task)[0].message.contains("--language"))
        task.language = "klingon"
        let result = try await Self.judge(Self.solutions("1"), of: task)[0]
        #expect(result.verdict == .judgeError && result.message.contains("klingon") && !result.isPassed)
        let call = try Self.task(
            #"{"id": "f", "language": "bash", "function": {"name": "f"}, "tests": [{"arguments": [], "result": 1}]}"#)
        #expect(
            try await Self.judge(Self.solutions(""), of: call)[0].message.contains("functions cannot be called in Bash")
        )
    }
}

/// A result without what was measured.
private struct SaidOfSample: Hashable {
    let words: String
    let message: String
    let counts: [Int]
    let isPassed: Bool

    init(_ result: SampleResult) {
        words = result.words
        message = result.message
        counts = [result.number, result.accepted, result.tests]
        isPassed = result.isPassed
    }
}
