import Synchronization
import Testing

@testable import Operations

@Suite("Health")
struct HealthTests {
    private struct Broken: Error, CustomStringConvertible { var description: String }

    @Test("Liveness asks its own checks, readiness all of them, in the order of their declaration")
    func kinds() async {
        let health = Health()
        health.check("store") { throw Broken(description: "the disk\nis full") }
        health.check("loop", .liveness) {}
        health.check("coordinator") {}
        #expect(await health.results(.liveness) == [Health.CheckResult(name: "loop", problem: nil)])
        #expect(
            await health.results(.readiness) == [
                Health.CheckResult(name: "store", problem: "the disk\\nis full"),
                Health.CheckResult(name: "loop", problem: nil), Health.CheckResult(name: "coordinator", problem: nil),
            ])
    }

    @Test("A daemon that ends is alive and not ready")
    func ending() async {
        let health = Health()
        health.end()
        #expect(await health.results(.liveness).isEmpty)
        #expect(await health.results(.readiness).map(\.problem) == ["is shutting down"])
    }

    @Test("A check that hangs costs its timeout once, is not asked twice, and is good again when it answers")
    func hanging() async throws {
        let health = Health()
        let asked = Atomic<Int>(0)
        let (stream, answer) = AsyncStream<Void>.makeStream()
        health.check("store", timeout: .milliseconds(50)) {
            asked.add(1, ordering: .relaxed)
            for await _ in stream { return }
        }
        let clock = ContinuousClock()
        for _ in 0..<3 {
            #expect(await health.results(.readiness).first?.problem == "no answer within 0.05 seconds")
        }
        #expect(asked.load(ordering: .relaxed) == 1)
        answer.yield()
        answer.finish()
        let start = clock.now
        while await health.results(.readiness).first?.problem != nil, clock.now - start < .seconds(10) {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(await health.results(.readiness).first?.problem == nil)
    }

    @Test("Many who ask at once share one answer")
    func sharing() async {
        let asked = Atomic<Int>(0)
        let probe = Probe(timeout: .seconds(60)) {
            try await Task.sleep(for: .milliseconds(300))
            return asked.add(1, ordering: .relaxed).newValue
        }
        let answers = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<20 { group.addTask { await probe.run().value } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0 == 1 })
    }
}
