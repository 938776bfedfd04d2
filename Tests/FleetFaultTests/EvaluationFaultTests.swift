import Foundation
import Identity
import SystemPackage
import TestSupport
import Testing

/// `verdict eval` on a fleet of real processes, some of which are killed meanwhile.
@Suite("Evaluations on a fleet", .serialized, .timeLimit(.minutes(5))) struct EvaluationFaultTests {
    private static let tasks = """
        {"id": "sum", "language": "python3", "time_limit": 0.5, "tests": [{"input": "1 2", "output": "3"}, {"input": "3 4", "output": "7"}]}
        {"task_id": "T/0", "prompt": "def f(x):\\n", "entry_point": "f", "canonical_solution": "    return x", "test": "def check(f):\\n    assert f(1) == 2"}
        {"id": "call", "language": "python3", "function": {"name": "g"}, "tests": [{"arguments": [1], "result": [1]}, {"arguments": [2], "result": [2]}]}
        {"id": "cpp", "language": "cpp", "tests": [{"input": "5", "output": "25"}]}
        {"task_id": "P/0", "prompt": "def h(x):\\n", "entry_point": "h", "canonical_solution": "    return x, x / 3", "base_input": [[1], [2]], "plus_input": [[-3]], "atol": 0}
        {"id": "units", "unit_tests": {"runner": "pytest", "program": "p.py", "files": {"test_p.py": "def test_p(): pass"}}}
        """

    /// Programs for each task: right ones, and such as fail in each way.
    private static let programs: [(task: String, solutions: [String])] = [
        (
            "sum",
            [
                "print(sum(map(int, input().split())))", "print(7)", "print(", "import sys; sys.exit(4)",
                "while True: pass",
            ]
        ),
        ("T/0", ["def f(x): return x + 1", "def f(x): return 1", "import os; os._exit(0)"]),
        ("call", ["def g(x): return [x]", "def g(x): return [1]", "def g(x): return 1 / 0"]),
        ("cpp", ["#include <iostream>\nint main() { int x; std::cin >> x; std::cout << x * x; }", "int main( {"]),
        ("P/0", ["def h(x): return x, x / 3", "def h(x): return [x, x / 3]"]),
    ]

    private static func samples(rounds: Int) throws -> String {
        var lines: [String] = []
        for round in 0..<rounds {
            for (task, solutions) in programs {
                for solution in solutions {
                    // No two programs are the same, so that each is compiled, and none takes the place of another.
                    let text = solution + (task == "cpp" ? "\n// \(round)" : "\n# \(round)")
                    let object = ["task_id": task, "solution": text]
                    let line = try JSONSerialization.data(withJSONObject: object)
                    lines.append(String(decoding: line, as: UTF8.self))
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What a result says besides what was measured, by task and number.
    private static func results(_ path: String) throws -> [String: [String]] {
        var results: [String: [String]] = [:]
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let verdict = "\(object["verdict"] ?? "")"
            var words = ["passed", "tests_passed", "tests", "language", "sample_sha256"].map { "\(object[$0] ?? "")" }
            // How long it took is in the words of a program that was too slow.
            words += [verdict, verdict == "TLE" ? "" : "\(object["message"] ?? "")"]
            let name = "\(object["task_id"] ?? "") \(object["sample"] ?? "")"
            #expect(results.updateValue(words, forKey: name) == nil, "\(name) is there twice")
        }
        return results
    }

    private static func count(_ path: String) -> Int {
        (try? String(contentsOfFile: path, encoding: .utf8))?.count { $0 == "\n" } ?? 0
    }

    /// Returns when so many results are in the file, or the evaluation has ended.
    private static func wait(for count: Int, in path: String, of evaluation: ChildProcess) async throws {
        while Self.count(path) < count, evaluation.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    }

    private static func evaluate(_ fleet: FleetUnderTest, to output: String, _ more: [String]) throws -> ChildProcess {
        func path(_ name: String) -> String { fleet.folder.appending(name).string }
        return try ChildProcess(
            [
                try ChildProcess.built("verdict"), "eval", path("tasks.jsonl"), "--samples", path("samples.jsonl"),
                "--output", output,
            ] + more, output: URL(fileURLWithPath: path("eval-\(UInt64.random(in: 0 ... .max)).log")),
            environment: ["LC_ALL": "C"])
    }

    @Test("A fleet says of each sample what one host says, although its parts are killed in the midst of it")
    func sameAsHere() async throws {
        try await withFleet { fleet in
            func path(_ name: String) -> String { fleet.folder.appending(name).string }
            let samples = try Self.samples(rounds: 3)
            try Self.tasks.write(toFile: path("tasks.jsonl"), atomically: false, encoding: .utf8)
            try samples.write(toFile: path("samples.jsonl"), atomically: false, encoding: .utf8)
            let total = samples.count { $0 == "\n" }
            let onFleet = [
                "--coordinator", "\(fleet.socket)", "--token-file", fleet.token(.client).string, "--jobs", "8",
            ]
            let output = path("fleet.jsonl")
            let first = try Self.evaluate(fleet, to: output, onFleet)
            try await Self.wait(for: total / 8, in: output, of: first)
            fleet.worker("one")?.kill()
            try await Self.wait(for: total * 2 / 8, in: output, of: first)
            try fleet.startWorker("one")
            fleet.coordinator?.kill()
            try await fleet.startCoordinator()
            try await Self.wait(for: total / 2, in: output, of: first)
            // Who stops it goes on where it was.
            first.kill()
            let known = Self.count(output)
            #expect(known < total)
            let second = try Self.evaluate(fleet, to: output, onFleet)
            let ended = await Task.detached { second.waitForEnd() }.value
            let said = try second.lines().joined(separator: "\n")
            #expect(ended == 0 && said.contains("\(known) were known"), "\(said)")

            let local = try Self.evaluate(fleet, to: path("here.jsonl"), ["--jobs", "2"])
            let localEnd = await Task.detached { local.waitForEnd() }.value
            let saidHere = try local.lines().joined(separator: "\n")
            #expect(localEnd == 0, "\(saidHere)")
            let (there, here) = (try Self.results(output), try Self.results(path("here.jsonl")))
            #expect(here.count == total)
            for (name, words) in here { #expect(there[name] == words, "\(name)") }
        }
    }

    @Test("What a fleet cannot do is said of the sample, and of no other")
    func refusals() async throws {
        try await withFleet(workers: ["one"]) { fleet in
            func path(_ name: String) -> String { fleet.folder.appending(name).string }
            try Self.tasks.write(toFile: path("tasks.jsonl"), atomically: false, encoding: .utf8)
            try """
            {"task_id": "units", "solution": "x = 1"}
            {"task_id": "sum", "solution": "print(sum(map(int, input().split())))"}
            """.write(toFile: path("samples.jsonl"), atomically: false, encoding: .utf8)
            let evaluation = try Self.evaluate(
                fleet, to: path("results.jsonl"),
                ["--coordinator", "\(fleet.socket)", "--token-file", fleet.token(.client).string, "--fleet"])
            #expect(await Task.detached { evaluation.waitForEnd() }.value == 2)
            let results = try Self.results(path("results.jsonl"))
            #expect(results["sum 0"]?.first == "1", "\(results)")
            #expect(results["units 0"]?.last == "a fleet runs no tests of pytest; evaluate it on one host")
            // The records of this host are no reason to speak to a fleet that is not there.
            let alone = try Self.evaluate(
                fleet, to: path("none.jsonl"), ["--coordinator", "unix:\(path("nobody"))", "--fleet"])
            #expect(await Task.detached { alone.waitForEnd() }.value == 2)
            #expect(try alone.lines().joined().contains("no coordinator answers"))
        }
    }
}
