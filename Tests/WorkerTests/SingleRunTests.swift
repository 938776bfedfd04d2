import Fleet
import FoundationEssentials
import SwiftProtobuf
import Synchronization
import SystemPackage
import Testing
import Units

@testable import Wire
@testable import Worker

/// Single runs, and what else is no submission.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SingleRunTests {
    /// What came of a run.
    private struct Seen {
        var lease = ""
        var compilation: Verdict_V1_Compilation?
        var output = Data()
        var error = Data()
        var outcome: Verdict_V1_ExecuteResponse.Outcome?
        var hasEnded = false
    }

    private func enqueue(
        _ harness: WorkerHarness, _ text: String, _ change: (inout Verdict_V1_ExecuteRequest.Program) -> Void = { _ in }
    ) {
        harness.coordinator.enqueue("run") { job in
            job.run.language = "python3"
            job.run.sources = [
                .with {
                    $0.name = "a.py"; $0.content = Data(text.utf8)
                }
            ]
            change(&job.run)
        }
    }

    @Test func aRunReadsAndWritesWhileItGoesOn() async throws {
        let harness = try WorkerHarness(languages: ["python3"])
        let seen = Box(Seen())
        harness.coordinator.with { state in
            state.attached = { attachment in
                var asked = 0
                for try await request in attachment.requests {
                    guard case .response(let response)? = request.part else {
                        seen.change { $0.lease = request.lease }
                        continue
                    }
                    seen.note(response)
                    if case .output = response.part, asked < 3 {
                        asked += 1
                        let line = Data("\(asked)\n".utf8)
                        try await attachment.responses.write(.with { $0.input = line })
                    }
                    if asked == 3 {
                        asked += 1
                        try await attachment.responses.write(.with { $0.end = true })
                    }
                }
                seen.change { $0.hasEnded = true }
            }
        }
        try await harness.withBoth { _ in
            enqueue(
                harness,
                """
                import sys
                print("ready", flush=True)
                for line in sys.stdin: print(int(line) * 7, flush=True)
                print(sys.argv[1], file=sys.stderr)
                sys.exit(3)
                """
            ) { $0.arguments = ["an argument"] }
            let hasEnded = try await eventually(within: 30) { seen.value.hasEnded }
            #expect(hasEnded)
        }
        let value = seen.value
        #expect(value.lease.hasPrefix("lease-run"))
        #expect(value.compilation?.succeeded == true)
        #expect(String(decoding: value.output, as: UTF8.self) == "ready\n7\n14\n21\n")
        #expect(String(decoding: value.error, as: UTF8.self) == "an argument\n")
        #expect(value.outcome?.outcome == "exited")
        #expect(value.outcome?.exitCode == 3)
        #expect(value.outcome?.worker == "judge-7")
    }

    @Test func aRunThatNobodyWantsIsStopped() async throws {
        let harness = try WorkerHarness(languages: ["python3"])
        harness.coordinator.with { state in
            state.attached = { attachment in
                for try await request in attachment.requests {
                    if case .output? = request.response.part { throw WireError(.cancelled, "never mind") }
                }
            }
        }
        try await harness.withBoth { _ in
            enqueue(harness, "print('on it', flush=True)\nwhile True: pass") { $0.limits.cpuTimeNs = 60_000_000_000 }
            #expect(try await eventually(within: 20) { harness.coordinator.with { $0.waiting.isEmpty } })
            let start = ContinuousClock.now
            let package = try await harness.coordinator.add(Repository.problem("sum"))
            for number in 0..<4 {
                harness.enqueueBuild("build-\(number)", package, "a.py", "print(\(number))", language: "python3")
            }
            for number in 0..<4 { _ = try await harness.coordinator.result(of: "build-\(number)") }
            #expect(ContinuousClock.now - start < .seconds(30))
        }
    }

    @Test func aPackagesTimeLimitIsFoundWithItsAcceptedSubmissions() async throws {
        let harness = try WorkerHarness(languages: ["c", "cpp", "python3"])
        // Without the file that gives a limit.
        let package = try await harness.coordinator.add(
            try Repository.copy(of: "sum", in: harness.directory, adding: 1))
        try await harness.withBoth { _ in
            harness.coordinator.enqueue("measure") { $0.measure.package = package.data }
            let result = try await harness.coordinator.result(of: "measure").measure
            #expect(result.cpuTimeNs >= 1_000_000_000)
            #expect(result.cpuTimeNs.isMultiple(of: 1_000_000_000))
            #expect(result.explanation.contains("accepted/"))
        }
    }

    @Test("Finding a time limit is given up beyond its budget, and holds up other jobs of the worker by little")
    func measuringHasABudget() async throws {
        let harness = try WorkerHarness(languages: ["python3"])
        let folder = try harness.directory.makeDirectory("endless")
        for part in ["data", "data/secret", "submissions", "submissions/accepted"] {
            _ = try harness.directory.makeDirectory("endless/\(part)")
        }
        try folder.appending("problem.yaml").write("name: Endless\n")
        for number in 0..<40 {
            try folder.appending("data/secret/\(number).in").write("1\n")
            try folder.appending("data/secret/\(number).ans").write("1\n")
        }
        let slow = "import time\nend = time.process_time() + 1\nwhile time.process_time() < end: pass\nprint(1)\n"
        try folder.appending("submissions/accepted/a.py").write(slow)
        let package = try await harness.coordinator.add(folder)
        let honest = try await harness.coordinator.add(Repository.problem("sum"))
        try await harness.withBoth { options in
            options.measuringBudget = .seconds(60)
        } _: { _ in
            /// How long the worker takes for an honest tenant's job.
            func delay(_ number: Int) async throws -> Duration {
                let start = ContinuousClock.now
                harness.enqueueBuild("build-\(number)", honest, "a.py", "print(\(number))", language: "python3")
                _ = try await harness.coordinator.result(of: "build-\(number)")
                return ContinuousClock.now - start
            }
            _ = try await delay(-1)
            let before = try await delay(0)
            harness.coordinator.enqueue("measure") { job in
                job.measure.package = package.data
                // Less than the worker itself allows: what the coordinator says holds.
                job.measure.budgetNs = 5_000_000_000
            }
            var during: [Duration] = []
            while harness.coordinator.with({ $0.results["measure"] }) == nil {
                during.append(try await delay(during.count + 1))
            }
            let result = try await harness.coordinator.result(of: "measure").failure
            #expect(result.message.contains("measuring.budget") && !result.worthRetrying, "\(result.message)")
            let after = try await delay(0x10000)
            print(
                "an honest job takes: before \(before.secondsText), beside a measuring p50 "
                    + "\(during.sorted()[during.count / 2].secondsText), worst \((during.max() ?? .zero).secondsText), "
                    + "after \(after.secondsText)")
            // One run of it at most is waited for.
            #expect(during.allSatisfy { $0 < .seconds(20) })
        }
    }

    /// A value that tasks share.
    private final class Box: Sendable {
        private let held: Mutex<Seen>
        init(_ value: Seen) { held = Mutex(value) }
        var value: Seen { held.withLock { $0 } }
        func change(_ body: (inout Seen) -> Void) { held.withLock { body(&$0) } }

        func note(_ response: Verdict_V1_ExecuteResponse) {
            change { seen in
                switch response.part {
                case .compilation(let compilation): seen.compilation = compilation
                case .output(let bytes): seen.output += bytes
                case .error(let bytes): seen.error += bytes
                case .outcome(let outcome): seen.outcome = outcome
                case nil: break
                }
            }
        }
    }
}
