internal import Coordinator
internal import Logging
public import Storage
internal import Synchronization
internal import SystemPackage
public import Views

/// The tables that modules have made of the log, for them to read.
public final class PlatformViews: Sendable {
    private let store = Mutex<ViewStore?>(nil)

    init() {}

    /// Reads the tables of views as they are at one moment, and of no others.
    /// - Parameters:
    ///   - views: their names.
    ///   - position: what must have been applied: a read behind a write waits for it.
    ///   - body: reads; what it returns is what this returns.
    /// - Throws: `DomainError`: `unavailable` while views are made, or have not come as far; `exhausted` if it takes too long;
    ///   `invalid` for a cursor of another list. What `body` throws; `CancellationError`.
    public func read<Value: Sendable>(
        _ views: String..., atLeast position: LogPosition? = nil,
        _ body: @escaping @Sendable (borrowing ViewReader) throws -> Value
    ) async throws -> Value {
        do {
            let (store, least) = try ready(position)
            return try await store.scope(views).read(atLeast: least, body)
        } catch let error as ViewError {
            throw DomainError(error)
        }
    }

    /// Returns when views have all that the log has up to a position.
    /// - Throws: as ``read(_:atLeast:_:)``.
    func reach(_ position: LogPosition?, _ views: [String]) async throws {
        do {
            let (store, least) = try ready(position)
            try await store.scope(views).reach(least)
        } catch let error as ViewError {
            throw DomainError(error)
        }
    }

    /// Gives all rows of a query, as they are at one moment, piece by piece. What must have been applied is there already: see
    /// ``reach(_:_:)``.
    /// - Throws: as ``read(_:atLeast:_:)``; what `receive` throws. What was given is not whole then.
    func export(
        _ query: SQL, of views: [String], as format: ExportFormat, atLeast position: LogPosition?,
        to receive: ([UInt8]) async throws -> Void
    ) async throws {
        do {
            let (store, least) = try ready(position)
            try await store.scope(views).export(query, as: format, atLeast: least, to: receive)
        } catch let error as ViewError {
            throw DomainError(error)
        }
    }

    /// - Returns: the store, and what must have been applied: all that readers could see before, so that none sees a file that
    ///   was put in its place.
    private func ready(_ position: LogPosition?) throws(DomainError) -> (ViewStore, LogPosition) {
        guard let store = store.withLock({ $0 }), store.isCaughtUp else {
            throw DomainError(
                .unavailable, "the coordinator is still making its views", advice: "try again",
                retryAfter: .seconds(1))
        }
        return (store, max(position ?? .start, store.position))
    }

    /// Makes the views and keeps them up to date, until the task is cancelled.
    /// - Parameters:
    ///   - declarations: the views.
    ///   - place: their file, and what cursors are recognized by.
    /// - Throws: `ViewError`; `UnreadableLog` if an entry cannot be applied.
    func run(
        _ declarations: [ViewDeclaration], at place: Platform.ViewPlace, log: any EventLog, logger: Logger
    ) async throws {
        let store = try await ViewStore.open(
            place.file, declarations, log: log, codes: place.codes, logger: logger
        ) { progress in
            logger.info(
                "making views",
                metadata: [
                    "views": "\(progress.views.joined(separator: ", "))",
                    "entries": "\(progress.applied) of \(progress.total)", "a second": "\(Int(progress.rate))",
                ])
        }
        self.store.withLock { $0 = store }
        do {
            try await store.run()
        } catch {
            self.store.withLock { $0 = nil }
            try await store.close()
            throw error
        }
        try await store.close()
    }
}

extension DomainError {
    /// What a caller is told of a view's failure: nothing of files and statements, which `error` itself says to whoever reads
    /// the coordinator's log.
    init(_ error: ViewError) {
        switch error.code {
        case .behind, .busy, .unavailable, .closed, .full, .damaged:
            self.init(
                .unavailable, "what was asked for cannot be read now", advice: "try again",
                retryAfter: error.retryAfter ?? .seconds(1))
        case .tooSlow, .tooLarge:
            self.init(.exhausted, "this asks for more than one answer may have", advice: "ask for less")
        case .badCursor:
            self.init(.invalid, "the cursor is not one that this list ended with", advice: "begin without a cursor")
        case .refused, .wrongType, .badDeclaration:
            self.init(.failed, "what was asked for cannot be read", advice: "see the coordinator's log")
        }
    }
}
