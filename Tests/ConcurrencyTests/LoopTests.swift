import Concurrency
import Synchronization
import Testing

private struct Broken: Error, Equatable {}

/// Waits until its task is cancelled, and says so.
private func waitsForEver(_ cancelled: Counter) async throws {
    do {
        try await Task.sleep(for: .seconds(3600))
    } catch {
        cancelled.value.withLock { $0 += 1 }
        throw error
    }
}

private final class Counter: Sendable {
    let value = Mutex(0)
}

@Suite("Loops beside each other", .timeLimit(.minutes(1)))
struct LoopTests {
    @Test("The first loop that fails cancels the others, and its failure is what is thrown", arguments: 0..<3)
    func firstFailure(place: Int) async {
        let cancelled = Counter()
        let loops = (0..<3).map { index in
            Loop("loop \(index)") {
                guard index == place else { return try await waitsForEver(cancelled) }
                throw Broken()
            }
        }
        let failure = await #expect(throws: LoopFailure.self) { try await Loop.runTogether(loops) }
        #expect(failure?.loop == "loop \(place)")
        #expect(failure?.cause is Broken)
        #expect(failure?.description.hasPrefix("cannot go on to loop \(place): Broken") == true)
        #expect(cancelled.value.withLock { $0 } == 2)
    }

    @Test("A loop that ends by itself has failed; work that is done once has not")
    func ending() async throws {
        let cancelled = Counter()
        let failure = await #expect(throws: LoopFailure.self) {
            try await Loop.runTogether([
                Loop("once", mayEnd: true) {}, Loop("ends") {}, Loop("stays") { try await waitsForEver(cancelled) },
            ])
        }
        #expect(failure?.description == "cannot go on to ends: it ended by itself")
        #expect(cancelled.value.withLock { $0 } == 1)
        try await Loop.runTogether([Loop("once", mayEnd: true) {}, Loop("once more", mayEnd: true) {}])
    }

    @Test("A loop that throws CancellationError without being told to end has failed")
    func strayCancellation() async {
        let failure = await #expect(throws: LoopFailure.self) {
            try await Loop.runTogether([Loop("strays") { throw CancellationError() }])
        }
        #expect(failure?.cause is CancellationError)
    }

    @Test("Loops whose task is cancelled end with a CancellationError, whatever they throw")
    func cancellation() async {
        let task = Task {
            try await Loop.runTogether([
                Loop("a") {
                    _ = try? await Task.sleep(for: .seconds(3600))
                    throw Broken()
                },
                Loop("b") { _ = try? await Task.sleep(for: .seconds(3600)) },
            ])
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
