import Concurrency
public import Storage
import SystemPackage

extension ViewScope {
    /// About how many bytes a piece has.
    private static let pieceSize = 64 << 10

    /// Gives all rows of a query, as they are at one moment, piece by piece: no more than a piece is in memory.
    ///
    /// Who takes the pieces slowly holds that moment: after the store's limit for exports it ends.
    /// - Parameters:
    ///   - query: gives the rows.
    ///   - format: how they are written.
    ///   - position: what must have been applied: nothing waits for that, see ``reach(_:)``.
    ///   - receive: takes a piece; the next one is read when it has returned.
    /// - Returns: how far the log was applied to what was given.
    /// - Throws: ``ViewError``: `behind`, `busy`, `tooSlow`; what `receive` throws; `CancellationError`. What was given is
    ///   not whole then.
    @discardableResult
    public func export(
        _ query: SQL, as format: ExportFormat, atLeast position: LogPosition? = nil,
        to receive: ([UInt8]) async throws -> Void
    ) async throws -> LogPosition {
        let stage = "export"
        let deadline = ContinuousClock.now + store.limits.export
        return try await store.exporters.lend(stage, within: store.limits.wait) { loan in
            let export = try await BlockingWork.run { isCancelled in
                try run(stage, isCancelled) {
                    try Export(query, format, loan.connection(), rights, until: deadline) {
                        try reader($0, stage, atLeast: position).position
                    }
                }
            }
            do {
                while let piece = try await BlockingWork.run({ isCancelled in
                    try run(stage, isCancelled) { try export.next(Self.pieceSize, isCancelled) }
                }) {
                    try await receive(piece)
                }
            } catch {
                try await BlockingWork.run { _ in try export.end() }
                throw error
            }
            try await BlockingWork.run { _ in try export.end() }
            return export.position
        }
    }
}

/// An export that goes on: a transaction and a statement in the midst of its rows.
///
/// Sendable without the compiler's proof: its pieces are asked for one after the other, by the one task that has begun it.
private final class Export: @unchecked Sendable {
    let position: LogPosition
    private let connection: Connection
    private let rights: Rights
    private let deadline: ContinuousClock.Instant
    private let writing: RowWriting
    private var statement: Statement?
    private var header: String

    init(
        _ query: SQL, _ format: ExportFormat, _ connection: Connection, _ rights: Rights,
        until deadline: ContinuousClock.Instant, position: (Connection) throws -> LogPosition
    ) throws {
        (self.connection, self.rights, self.deadline) = (connection, rights, deadline)
        try connection.run("BEGIN")
        do {
            self.position = try position(connection)
            let statement = try connection.with(rights) { try connection.statement(query) }
            writing = RowWriting(format: format, columns: statement.columns)
            header = writing.header
            self.statement = statement
        } catch {
            try connection.run("ROLLBACK")
            throw error
        }
    }

    /// The next piece; nil behind the last one.
    func next(_ size: Int, _ isCancelled: @escaping () -> Bool) throws -> [UInt8]? {
        guard ContinuousClock.now < deadline else {
            throw ViewError(
                .tooSlow, stage: "export", reason: "it took longer than it may",
                advice: "take the pieces faster, or ask for less")
        }
        var text = header
        header = ""
        try connection.with(rights, until: deadline, isCancelled: isCancelled) {
            while text.utf8.count < size, let statement {
                if try statement.step() {
                    writing.write(statement.row, to: &text)
                } else {
                    statement.reset()
                    self.statement = nil
                }
            }
        }
        return text.isEmpty ? nil : Array(text.utf8)
    }

    /// Ends it: nothing of it is held any more.
    func end() throws {
        statement?.reset()
        statement = nil
        // Nothing was written; and some failures have ended it already.
        if !connection.isInAutocommit { try connection.run("ROLLBACK") }
    }
}
