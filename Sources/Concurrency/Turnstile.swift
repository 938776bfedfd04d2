import Synchronization

/// Lets so many of each tenant in at once; others wait in line, not for longer than they say.
package final class Turnstile: Sendable {
    /// Why somebody was not let in.
    package enum Refusal: Error, Hashable, Sendable {
        /// So many wait already, and no more may.
        case isFull(waiting: Int)
        /// Its turn did not come in time.
        case wasLate
    }

    private struct Line {
        var inside = 0
        var waiting: [(number: UInt64, entry: CheckedContinuation<Bool, Never>)] = []
    }

    private struct State {
        var lines: [String: Line] = [:]
        var waiting = 0
        var next: UInt64 = 0
    }

    private let most: Int
    private let mostWaiting: Int
    private let error: @Sendable (Refusal) -> any Error
    private let state = Mutex(State())

    /// A turnstile through which nobody has gone yet.
    /// - Parameters:
    ///   - most: how many of each tenant are let in at once.
    ///   - mostWaiting: how many of all tenants may wait.
    ///   - error: what is thrown for a refusal.
    package init(
        most: Int, waiting mostWaiting: Int, refusingWith error: @escaping @Sendable (Refusal) -> any Error
    ) {
        (self.most, self.mostWaiting, self.error) = (most, mostWaiting, error)
    }

    /// How many wait.
    package var waiting: Int { state.withLock { $0.waiting } }

    /// Does `body` when the tenant's turn has come.
    /// - Parameters:
    ///   - tenant: in whose line it waits.
    ///   - patience: how long it may wait for its turn; nil: as long as it takes.
    ///   - body: what is to be done.
    /// - Throws: the turnstile's error for a ``Refusal``; `CancellationError`; what `body` throws.
    package func pass<Value: Sendable>(
        _ tenant: String, patience: Duration?, _ body: () async throws -> Value
    ) async throws -> Value {
        try await enter(tenant, patience)
        defer { leave(tenant) }
        return try await body()
    }

    private func enter(_ tenant: String, _ patience: Duration?) async throws {
        let number: UInt64? = try state.withLock { state in
            if state.lines[tenant, default: Line()].inside < most {
                state.lines[tenant, default: Line()].inside += 1
                return nil
            }
            guard state.waiting < mostWaiting else { throw error(.isFull(waiting: mostWaiting)) }
            state.next += 1
            state.waiting += 1
            return state.next
        }
        guard let number else { return }
        let hasEntered = await wait(tenant, number, patience)
        guard !hasEntered else {
            if Task.isCancelled { leave(tenant) }
            return try Task.checkCancellation()
        }
        try Task.checkCancellation()
        throw error(.wasLate)
    }

    private func wait(_ tenant: String, _ number: UInt64, _ patience: Duration?) async -> Bool {
        let timer = patience.map { patience in
            Task {
                // Cancelled: the turn has come.
                if (try? await Task.sleep(for: patience)) != nil { self.giveUp(tenant, number) }
            }
        }
        defer { timer?.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { entry in
                let isOver: Bool? = state.withLock { state in
                    // Whoever left meanwhile found nobody in line.
                    if state.lines[tenant, default: Line()].inside < most {
                        state.lines[tenant, default: Line()].inside += 1
                        state.waiting -= 1
                        return true
                    }
                    if Task.isCancelled {
                        state.waiting -= 1
                        return false
                    }
                    state.lines[tenant, default: Line()].waiting.append((number, entry))
                    return nil
                }
                if let isOver { entry.resume(returning: isOver) }
            }
        } onCancel: {
            giveUp(tenant, number)
        }
    }

    private func giveUp(_ tenant: String, _ number: UInt64) {
        let entry: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard let place = state.lines[tenant]?.waiting.firstIndex(where: { $0.number == number }) else {
                return nil
            }
            state.waiting -= 1
            return state.lines[tenant]?.waiting.remove(at: place).entry
        }
        entry?.resume(returning: false)
    }

    private func leave(_ tenant: String) {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            guard var line = state.lines[tenant] else { return nil }
            guard line.waiting.isEmpty else {
                // The one that leaves gives its place to the first in line.
                let first = line.waiting.removeFirst()
                state.lines[tenant] = line
                state.waiting -= 1
                return first.entry
            }
            line.inside -= 1
            state.lines[tenant] = line.inside == 0 ? nil : line
            return nil
        }
        next?.resume(returning: true)
    }
}
