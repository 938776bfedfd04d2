import GRDB
import Storage
import Synchronization

/// Lets changes that are made at once share a transaction, and so one wait for the disk.
///
/// While one transaction becomes durable, further changes gather; the next takes all of them. Where a transaction fails,
/// each of its changes is tried alone: one that finds no room takes nothing from those that do.
final class CommitGroup: Sendable {
    /// A change that waits: runs it in a transaction, and gives what is to be called when that has ended.
    private typealias Change = @Sendable (Database) throws -> Ending
    private typealias Ending = @Sendable (StorageError?) -> Void

    private struct State {
        var waiting: [(change: Change, fail: Ending)] = []
        var isScheduled = false
        var isClosed = false
        var prologue: (@Sendable (Database) throws -> (@Sendable () -> Void)?)?
    }

    /// How long changes are added to a transaction, and how many at most: so long others wait for it.
    private static let limit = (time: Duration.milliseconds(20), changes: 1024)
    private let pool: DatabasePool
    private let state = Mutex(State())

    init(pool: DatabasePool) {
        self.pool = pool
    }

    /// Sets what is done at the start of each transaction; what it gives is called when that is committed.
    func setPrologue(_ prologue: @escaping @Sendable (Database) throws -> (@Sendable () -> Void)?) {
        state.withLock { $0.prologue = prologue }
    }

    /// Makes a change together with others that wait; see ``StoreDatabase/write(_:_:whenCommitted:)``.
    func perform<Value: Sendable>(
        _ stage: String, _ change: @escaping @Sendable (Database) throws -> Value,
        whenCommitted: @escaping @Sendable (Value) -> Void = { _ in }
    ) async throws(StorageError) -> Value {
        let result: Result<Value, StorageError> = await withCheckedContinuation { continuation in
            let fail: Ending = { error in
                var error = error ?? StorageError(closedAt: stage)
                error.stage = stage
                continuation.resume(returning: .failure(error))
            }
            let run: Change = { db in
                do {
                    let value = try change(db)
                    return { error in
                        if let error { return fail(error) }
                        whenCommitted(value)
                        continuation.resume(returning: .success(value))
                    }
                } catch let error as StorageError {
                    return { fail($0 ?? error) }
                }
            }
            add(run, fail)
        }
        return try result.get()
    }

    private func add(_ change: @escaping Change, _ fail: @escaping Ending) {
        enum Next { case nothing, schedule, refuse }
        let next: Next = state.withLock { state in
            guard !state.isClosed else { return .refuse }
            state.waiting.append((change, fail))
            defer { state.isScheduled = true }
            return state.isScheduled ? .nothing : .schedule
        }
        switch next {
        case .nothing: break
        case .schedule: pool.asyncWriteWithoutTransaction { self.commitWaiting($0) }
        case .refuse: fail(nil)
        }
    }

    /// Commits what waits, and goes on while anything does.
    private func commitWaiting(_ db: Database) {
        let (changes, prologue) = state.withLock { state in
            let changes = Array(state.waiting.prefix(Self.limit.changes))
            state.waiting.removeFirst(changes.count)
            return (changes, state.prologue)
        }
        do {
            let committed = try commit(changes.map(\.change), prologue, db)
            state.withLock { $0.waiting.insert(contentsOf: changes[committed...], at: 0) }
        } catch {
            for (change, fail) in changes {
                do {
                    _ = try commit([change], prologue, db)
                } catch {
                    fail(StorageError(error, stage: "commit"))
                }
            }
        }
        let goesOn = state.withLock { state in
            state.isScheduled = !state.waiting.isEmpty
            return state.isScheduled
        }
        if goesOn { pool.asyncWriteWithoutTransaction { self.commitWaiting($0) } }
    }

    /// Runs changes in one transaction, as many as there is time for; when this throws, none of them was made and none has
    /// been told.
    /// - Returns: how many were committed: the first ones.
    private func commit(
        _ changes: [Change], _ prologue: (@Sendable (Database) throws -> (@Sendable () -> Void)?)?, _ db: Database
    ) throws -> Int {
        let start = ContinuousClock.now
        var endings: [Ending] = []
        var prologueEnding: (@Sendable () -> Void)?
        try db.inTransaction(.immediate) {
            prologueEnding = try prologue?(db)
            for change in changes {
                endings.append(try change(db))
                if ContinuousClock.now - start > Self.limit.time { break }
            }
            return .commit
        }
        prologueEnding?()
        for ending in endings { ending(nil) }
        return endings.count
    }

    /// Refuses all further changes.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for (_, fail) in waiting { fail(nil) }
    }
}
