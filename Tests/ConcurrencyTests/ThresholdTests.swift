import Testing

@testable import Concurrency

@Suite("A number that grows wakes who waits for it", .timeLimit(.minutes(1)))
struct ThresholdTests {
    @Test("Who waits is woken when it is reached or passed, and no sooner")
    func wakes() async throws {
        let threshold = Threshold()
        try await threshold.wait(for: 0)
        let waiting = ([1, 2, 5] as [UInt64]).map { number in
            Task {
                try await threshold.wait(for: number)
                return threshold.number
            }
        }
        threshold.reach(1)
        #expect(try await waiting[0].value >= 1)
        threshold.reach(7)
        threshold.reach(3)
        #expect(threshold.number == 7, "it does not fall")
        #expect(try await waiting[1].value >= 2)
        #expect(try await waiting[2].value == 7)
        try await threshold.wait(for: 7)
    }

    @Test("Who is cancelled does not wait")
    func cancelled() async throws {
        let threshold = Threshold()
        let waiting = Task { try await threshold.wait(for: 1) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        let late = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            try await threshold.wait(for: 1)
        }
        await #expect(throws: CancellationError.self) { try await late.value }
    }
}
