import Concurrency
import Coordinator
import Synchronization
import Testing

@testable import HTTP

/// How many are inside, and how many were at most.
private final class Inside: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var most: Int { counts.withLock { $0.most } }

    func change(by difference: Int) {
        counts.withLock { counts in
            counts.now += difference
            counts.most = max(counts.most, counts.now)
        }
    }
}

@Suite("The turnstile") struct TurnstileTests {
    @Test("lets all in, and never more at once than it may")
    func letsAllIn() async throws {
        let turnstile = Turnstile(most: 3, waiting: 100)
        let inside = Inside()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    try await turnstile.pass("a", patience: .seconds(60)) {
                        inside.change(by: 1)
                        await Task.yield()
                        inside.change(by: -1)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(inside.most == 3 && turnstile.waiting == 0)
    }

    @Test("refuses those that would wait too long or in too long a line, and lets others of the tenant in later")
    func refuses() async throws {
        let turnstile = Turnstile(most: 1, waiting: 1)
        try await turnstile.pass("a", patience: .seconds(60)) {
            try await turnstile.pass("b", patience: .seconds(60)) {}
            await #expect(throws: DomainError.self) {
                try await turnstile.pass("a", patience: .milliseconds(1)) {}
            }
            let waiting = Task { try await turnstile.pass("a", patience: .seconds(60)) {} }
            while turnstile.waiting == 0 { await Task.yield() }
            await #expect(throws: DomainError.self) {
                try await turnstile.pass("a", patience: .seconds(60)) {}
            }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
        try await turnstile.pass("a", patience: .seconds(60)) {}
        #expect(turnstile.waiting == 0)
    }
}
