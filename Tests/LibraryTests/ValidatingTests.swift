import Coordinator
import Executions
import Grading
import Kernel
import KernelTestSupport
import Storage
import Testing

@testable import Library

/// Test cases that a package's validators look at.
@Suite("Validating test cases", .timeLimit(.minutes(1))) struct ValidatingTests {
    private static let files = LibrarySite.package([
        "input_validators/check.py": "import sys\n", "input_validators/notes.xyz": "none",
        "data/secret/test_group.yaml": nil, "problem.yaml": "name: Checked\n",
    ])

    /// What a worker does: the program accepts what has no 7.
    private static let worker: @Sendable (Execution) async throws -> ExecutionResult = { execution in
        #expect(execution.language == "python3" && execution.sources.map(\.name) == ["check.py"])
        #expect(execution.sources[0].bytes == Array("import sys\n".utf8))
        var result = ExecutionResult(compilation: ExecutionCompilation(succeeded: true))
        for (index, test) in execution.tests.enumerated() {
            let isGood = !test.input.contains(UInt8(ascii: "7"))
            var done = ExecutedTest(index: index, verdict: .accepted, ending: .exited(isGood ? 42 : 43))
            if !isGood { done.error = Array("line 1: a seven\n".utf8) }
            result.tests.append(done)
        }
        return result
    }

    private static func findings(_ answer: Rig.Answer) throws -> [String] {
        let found: [[String: Any]] = try answer.value("findings")
        return found.map { finding in
            ["test", "validator", "message", "isValidatorsFault"].map { "\(finding[$0] ?? "")" }.joined(
                separator: " | ")
        }
    }

    @Test("is what the package's own validators say of each input, on the fleet") func says() async throws {
        try await LibrarySite.with(run: Self.worker) { site in
            let id = try await site.make(Self.files)
            let (path, setter) = ("testcases/validate", LibrarySite.setter)
            let all = try await site.ask(.post, path, by: setter, json: ["problem": id])
            #expect(try Self.findings(all) == ["secret/2 | input_validators/check.py | line 1: a seven | 0"])
            #expect(try all.value("inputs", as: Int.self) == 3)
            #expect(try all.value("validators") == ["input_validators/check.py"])
            #expect(try all.value("left") == ["input_validators/notes.xyz"])
            let some = try await site.ask(.post, path, by: setter, json: ["problem": id, "names": ["secret/1"]])
            #expect(try Self.findings(some).isEmpty && some.value("inputs", as: Int.self) == 1)
            let rest = try await site.ask(.post, path, by: setter, json: ["problem": id, "cursor": "secret/1"])
            #expect(try Self.findings(rest).count == 1 && rest.value("inputs", as: Int.self) == 1)
            try await expectRefusal(.notFound) {
                try await site.ask(.post, path, by: setter, json: ["problem": id, "names": ["secret/77"]])
            }
            for body in [["problem": id, "cursor": "x"], ["problem": id, "cursor": "secret/2"], ["problem": 3], [:]]
                as [[String: Any]]
            {
                try await expectRefusal(.invalid) { try await site.ask(.post, path, by: setter, json: body) }
            }
        }
    }

    @Test("says that a validator is none, or that there is none") func faults() async throws {
        let broken: @Sendable (Execution) async throws -> ExecutionResult = { _ in
            var result = ExecutionResult(compilation: ExecutionCompilation(succeeded: false))
            result.compilation.log = "line 1: no"
            return result
        }
        try await LibrarySite.with(run: broken) { site in
            let id = try await site.make(Self.files)
            let answer = try await site.ask(.post, "testcases/validate", by: LibrarySite.setter, json: ["problem": id])
            #expect(try Self.findings(answer) == [" | input_validators/check.py | does not compile: line 1: no | 1"])
            let none = try await site.make(LibrarySite.package(["problem.yaml": "name: None\n"]))
            try await expectRefusal(.wrongState) {
                try await site.ask(.post, "testcases/validate", by: LibrarySite.setter, json: ["problem": none])
            }
        }
        let hanging: @Sendable (Execution) async throws -> ExecutionResult = { execution in
            var result = ExecutionResult(compilation: ExecutionCompilation(succeeded: true))
            result.tests = [
                ExecutedTest(index: 0, verdict: .timeLimit, ending: .cpuLimit),
                ExecutedTest(index: 99, verdict: .accepted, ending: .exited(1)),
            ]
            return result
        }
        try await LibrarySite.with(run: hanging) { site in
            let id = try await site.make(Self.files)
            let answer = try await site.ask(.post, "testcases/validate", by: LibrarySite.setter, json: ["problem": id])
            #expect(try Self.findings(answer) == ["sample/1 | input_validators/check.py | did not end by itself | 1"])
        }
    }
}
