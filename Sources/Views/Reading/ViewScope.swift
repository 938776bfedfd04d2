import Concurrency
import Events
public import Storage
import SystemPackage

/// Reads the tables of some views, and of no others: what a module has of the store.
public struct ViewScope: Sendable {
    let store: ViewStore
    /// The views' places among the declarations.
    private let numbers: [Int]
    private let names: [String]
    private let others: [String]

    fileprivate init(_ store: ViewStore, numbers: [Int]) {
        (self.store, self.numbers) = (store, numbers)
        names = numbers.map { store.declarations[$0].name }
        others = store.declarations.indices.filter { !numbers.contains($0) }.map { store.declarations[$0].name }
    }

    /// Reads the tables as they are at one moment, on a thread that may wait.
    /// - Parameters:
    ///   - position: what must have been applied: a read behind a write waits for it.
    ///   - limit: how long it takes at most; nil: as long as the store's limits say. It is interrupted then, and when its
    ///     task is cancelled.
    ///   - body: reads; what it returns is what this returns.
    /// - Throws: ``ViewError``: `behind`, `busy`, `tooSlow`; what `body` throws; `CancellationError`.
    public func read<Value: Sendable>(
        atLeast position: LogPosition? = nil, within limit: Duration? = nil,
        _ body: @escaping @Sendable (borrowing ViewReader) throws -> Value
    ) async throws -> Value {
        let stage = "read \(names.joined(separator: ", "))"
        try await wait(for: position, stage)
        let time = limit ?? store.limits.read
        return try await store.readers.lend(stage, within: store.limits.wait) { loan in
            try await BlockingWork.run { isCancelled in
                try run(stage, isCancelled) {
                    let connection = try loan.connection()
                    return try connection.transaction("BEGIN") {
                        let reader = try reader(connection, stage, atLeast: position)
                        return try connection.with(rights, until: .now + time, isCancelled: isCancelled) {
                            try body(reader)
                        }
                    }
                }
            }
        }
    }

    /// Returns when the tables can be read, with all that the log has up to a position.
    /// - Throws: ``ViewError`` as ``read(atLeast:within:_:)``; `CancellationError`.
    public func reach(_ position: LogPosition?) async throws { try await read(atLeast: position) { _ in } }

    /// What statements of this scope may touch.
    var rights: Rights { .read(views: names, others: others) }

    /// Waits until the log was applied up to `position`, not for ever.
    private func wait(for position: LogPosition?, _ stage: String) async throws {
        guard let position, !store.hasReached(position, views: numbers) else { return }
        let (store, numbers) = (store, numbers)
        let isThere = try await firstToEnd {
            try await store.wait(for: position, views: numbers)
            return true
        } or: {
            try await Task.sleep(for: store.limits.wait)
            return false
        }
        guard isThere else { throw Self.behind(position, at: nil, stage) }
    }

    /// Begins to read: the transaction that is open sees this state from now on.
    /// - Throws: ``ViewError`` (`behind`) if that is an older one than is wanted.
    func reader(
        _ connection: Connection, _ stage: String, atLeast wanted: LogPosition?
    ) throws -> ViewReader {
        let row = try connection.first(
            "SELECT min(position) FROM views_state WHERE name IN \(list: names)", stage: stage)
        let number: Int64? = try row?.get(0)
        let position = LogPosition(UInt64(clamping: number ?? 0))
        if let wanted, position < wanted { throw Self.behind(wanted, at: position, stage) }
        return ViewReader(position: position, connection: connection, codes: store.codes, stage: stage)
    }

    /// Runs what reads; damage that it finds is told to the store.
    func run<Value>(_ stage: String, _ isCancelled: () -> Bool, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            if isCancelled() { throw CancellationError() }
            let failure = (error as? SQLiteFailure).map { ViewError($0, stage: stage) } ?? error
            if let failure = failure as? ViewError, failure.code == .damaged { store.foundDamage(failure) }
            throw failure
        }
    }

    private static func behind(_ wanted: LogPosition, at position: LogPosition?, _ stage: String) -> ViewError {
        ViewError(
            .behind, stage: stage,
            reason: "the log was not applied up to \(wanted.number)" + (position.map { ", but to \($0.number)" } ?? ""),
            advice: "try again soon", retryAfter: .seconds(1))
    }
}

extension ViewStore {
    /// What reads those views, and nothing else.
    /// - Throws: ``ViewError`` (`badDeclaration`) if one of them is not declared.
    public func scope(_ views: [String]) throws(ViewError) -> ViewScope {
        var numbers: [Int] = []
        for view in views {
            guard let number = declarations.firstIndex(where: { $0.name == view }) else {
                throw ViewError(.badDeclaration, stage: "read the view \(view)", reason: "nobody declares it")
            }
            numbers.append(number)
        }
        return ViewScope(self, numbers: numbers)
    }
}
