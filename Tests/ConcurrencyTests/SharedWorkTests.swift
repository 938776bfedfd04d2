import Concurrency
import Synchronization
import Testing

private struct Broken: Error {}

private final class Counter: Sendable {
    private let state = Mutex(0)
    var value: Int { state.withLock { $0 } }

    /// Counts one more; returns how many there are.
    @discardableResult func add() -> Int {
        state.withLock { state in
            state += 1
            return state
        }
    }
}

/// A place that work comes to and stays at until somebody lets it go on, or it is cancelled.
private final class Gate: Sendable {
    let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation
    private let releases: AsyncStream<Void>
    private let release: AsyncStream<Void>.Continuation
    let passed = Counter()

    init() {
        (arrivals, arrival) = AsyncStream.makeStream()
        (releases, release) = AsyncStream.makeStream()
    }

    /// Comes to the gate; throws `CancellationError` if it is told to go away, after some steps more.
    func pass() async throws {
        arrival.yield()
        for await _ in releases { break }
        for _ in 0..<100 { await Task.yield() }
        passed.add()
        try Task.checkCancellation()
    }

    func open() {
        release.yield()
    }

    /// Waits until something has come.
    func arrived() async {
        for await _ in arrivals { break }
    }
}

@Suite("Work that several want", .timeLimit(.minutes(1)))
struct SharedWorkTests {
    private let work = SharedWork<String, Int>()

    @Test("All who want it at once get what comes of doing it once") func once() async throws {
        let made = Counter()
        let shared = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask { [work] in
                    let (value, isShared) = try await work.value(of: "a") {
                        for _ in 0..<1000 { await Task.yield() }
                        return made.add()
                    }
                    #expect(value == 1)
                    return isShared
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made.value == 1 && shared == 63)
        #expect(try await work.value(of: "a") { 7 } == (7, false))
    }

    @Test("Pieces of different keys do not wait for each other") func keys() async throws {
        let gate = Gate()
        let first = Task {
            try await work.value(of: "a") {
                try await gate.pass()
                return 1
            }.value
        }
        await gate.arrived()
        #expect(try await work.value(of: "b") { 2 }.value == 2)
        gate.open()
        #expect(try await first.value == 1)
    }

    @Test("Who is cancelled leaves at once, and the others get it all the same") func leaving() async throws {
        let gate = Gate()
        let first = Task {
            try await work.value(of: "a") {
                try await gate.pass()
                return 1
            }.value
        }
        await gate.arrived()
        let others = Counter()
        let second = Task {
            others.add()
            return try await work.value(of: "a") { 2 }
        }
        // Until it shares the work, it would be the second to begin it: what it gets tells.
        while others.value == 0 { await Task.yield() }
        for _ in 0..<100 { await Task.yield() }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(gate.passed.value == 0)
        gate.open()
        #expect(try await second.value == (1, true))
    }

    @Test("The last one that leaves stops it, and is there until it has ended") func lastOne() async throws {
        let gate = Gate()
        let only = Task {
            try await work.value(of: "a") {
                try await gate.pass()
                return 1
            }.value
        }
        await gate.arrived()
        only.cancel()
        await #expect(throws: CancellationError.self) { try await only.value }
        #expect(gate.passed.value == 1)
        #expect(try await work.value(of: "a") { 2 }.value == 2)
    }

    @Test("Who comes after it was given up begins anew") func afterGivingUp() async throws {
        let gate = Gate()
        let first = Task {
            try await work.value(of: "a") {
                try await gate.pass()
                return 1
            }.value
        }
        await gate.arrived()
        first.cancel()
        #expect(try await work.value(of: "a") { 2 } == (2, false))
        await #expect(throws: CancellationError.self) { try await first.value }
    }

    @Test("A failure is told to all who wait, and not kept") func failing() async throws {
        let failures = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask { [work] in
                    do {
                        _ = try await work.value(of: "a") {
                            for _ in 0..<1000 { await Task.yield() }
                            throw Broken()
                        }
                        return false
                    } catch {
                        return error is Broken
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 16)
        #expect(try await work.value(of: "a") { 1 }.value == 1)
    }

    @Test("Who was cancelled before begins nothing") func cancelledBefore() async throws {
        let begun = Counter()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await work.value(of: "a") {
                begun.add()
                return 1
            }.value
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(begun.value == 0)
    }
}
