import Events
import Files
import Logging
import Storage
import Synchronization
import SystemPackage

/// Applies entries to the tables, batch after batch, each in one transaction with the position that it comes to: whenever the
/// process is killed, tables and position belong together. All it does waits for the disk.
final class Applier: Sendable {
    private struct State {
        var connection: Connection?
        var positions: [LogPosition] = []
        var last: (position: LogPosition, fingerprint: [UInt8])?
        var mode = Mode.synchronized
    }

    /// How what is written comes to the disk.
    private enum Mode {
        /// Each batch after the ones before: a failure of the machine takes the last ones at most.
        case synchronized
        /// When the kernel likes; a failure of the machine takes all.
        case hurried
        /// As before, but what was written in a hurry is not on the disk yet.
        case settling
    }

    private let file: ViewFile
    private let declarations: [ViewDeclaration]
    private let logger: Logger
    private let state = Mutex(State())

    init(_ file: ViewFile, declarations: [ViewDeclaration], logger: Logger) {
        (self.file, self.declarations, self.logger) = (file, declarations, logger)
    }

    /// Whether there is a file to write: none is there if another one could not be made.
    var isOpen: Bool { state.withLock { $0.connection != nil } }

    /// How far the log was applied to each view. Waits for a batch that is being applied.
    var positions: [LogPosition] { state.withLock { $0.positions } }

    /// The last entry that was applied to any view.
    var last: (position: LogPosition, fingerprint: [UInt8])? { state.withLock { $0.last } }

    /// Opens the file; one that cannot be used is put aside, and another made.
    func open() throws {
        try mapping("open \(file.path)") {
            let opened = try file.open(declarations, logger: logger)
            state.withLock { state in
                state = State(connection: opened.connection, positions: opened.positions, last: opened.last)
            }
        }
    }

    /// Puts the file aside and makes another one, to which nothing is applied yet.
    func startAnew(because reason: String) throws {
        state.withLock { $0.connection = nil }
        try mapping("put \(file.path) aside") { try file.putAside(because: reason, logger: logger) }
        try open()
    }

    /// Ends the connection; what was applied is durable.
    func close() throws {
        try mapping("close \(file.path)") {
            try state.withLock { state in
                guard let connection = state.connection else { return }
                defer { state.connection = nil }
                // Where that is not possible, all is made again if the machine fails now.
                if state.mode != .synchronized { _ = try Self.synchronize(connection) }
                try Facts(connection).set("open", to: nil)
            }
        }
    }

    /// Applies a batch; when this returns, readers see it. If it throws, nothing of it was applied.
    /// - Throws: ``UnreadableLog`` for an entry that cannot be applied; ``ViewError``.
    func apply(_ entries: [DecodedEntry]) throws {
        guard let end = entries.last?.position else { return }
        try state.withLock { state in
            guard let connection = state.connection else {
                throw ViewError(.closed, stage: "apply entries", reason: "the views were closed")
            }
            let positions = state.positions
            let last = entries.last?.entry.map { ($0.position, $0.fingerprint) } ?? state.last
            let rights = declarations.map { connection.known(.change(view: $0.name)) }
            try mapping("apply entries up to \(end.number)") {
                try connection.transaction("BEGIN IMMEDIATE") {
                    for entry in entries {
                        for (number, change) in entry.changes where positions[number] < entry.position {
                            connection.switchRights(to: rights[number])
                            try apply(change, of: entry, to: declarations[number].name, connection)
                        }
                    }
                    connection.switchRights(to: .all)
                    try Self.record(end, last, connection)
                }
            }
            for number in positions.indices { state.positions[number] = max(positions[number], end) }
            if let last, last.position >= state.last?.position ?? .start { state.last = last }
            if state.mode == .settling { try settle(&state) }
        }
    }

    private func apply(
        _ change: ViewDeclaration.Change, of entry: DecodedEntry, to view: String, _ connection: Connection
    ) throws {
        do {
            try change(ViewWriter(connection: connection, stage: "change the view \(view)"))
        } catch let error as ViewError where error.isOutage || error.code == .damaged {
            throw error
        } catch {
            guard let entry = entry.entry else { throw error }
            throw UnreadableLog(entry, error, for: view)
        }
    }

    private static func record(
        _ end: LogPosition, _ last: (position: LogPosition, fingerprint: [UInt8])?, _ connection: Connection
    ) throws {
        let number = Int64(clamping: end.number)
        try connection.run("UPDATE views_state SET position = \(number) WHERE position < \(number)")
        guard let last else { return }
        let facts = Facts(connection)
        if case .integer(let known) = try facts["position"], known > Int64(clamping: last.position.number) { return }
        try facts.set("position", to: .integer(Int64(clamping: last.position.number)))
        try facts.set("fingerprint", to: .blob(last.fingerprint))
    }

    // MARK: Many at once

    /// Does not wait for the disk while much is applied: if the machine fails now, all is made again.
    func hurry() throws {
        try mapping("write \(file.path)") {
            try state.withLock { state in
                guard let connection = state.connection, state.mode != .hurried else { return }
                try connection.run("PRAGMA synchronous = FULL")
                try Self.markUnsynchronized(connection)
                try connection.run("PRAGMA synchronous = OFF")
                try connection.run("PRAGMA cache_size = -65536")
                try connection.run("PRAGMA wal_autocheckpoint = 16384")
                state.mode = .hurried
            }
        }
    }

    /// Waits for the disk from now on, as before.
    func settle() throws {
        try mapping("write \(file.path)") { try state.withLock { try settle(&$0) } }
    }

    private func settle(_ state: inout State) throws {
        guard let connection = state.connection, state.mode != .synchronized else { return }
        state.mode = try Self.synchronize(connection) ? .synchronized : .settling
    }

    /// Brings all of the file to the disk, also what was written without waiting.
    /// - Returns: whether that was possible: who reads an old state keeps some of it in the WAL.
    private static func synchronize(_ connection: Connection) throws -> Bool {
        try connection.run("PRAGMA synchronous = FULL")
        try connection.run("PRAGMA cache_size = -8192")
        try connection.run("PRAGMA wal_autocheckpoint = 1000")
        // So that there is something to move: the file itself is brought to the disk only then.
        try markUnsynchronized(connection)
        let moved = try connection.firstRow("PRAGMA wal_checkpoint(PASSIVE)") ?? []
        guard moved.count == 3, moved[0] == .integer(0), moved[1] == moved[2] else { return false }
        try Facts(connection).set("unsynchronized", to: nil)
        try connection.run("PRAGMA synchronous = NORMAL")
        return true
    }

    private static func markUnsynchronized(_ connection: Connection) throws {
        try Facts(connection).set("unsynchronized", to: .text(try Facts.boot()))
    }

    private func mapping<Value>(_ stage: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let failure as SQLiteFailure {
            throw ViewError(failure, stage: stage)
        } catch let error as Errno {
            let isFull = [Errno.noSpace, .diskQuotaExceeded].contains(error)
            throw ViewError(
                isFull ? .full : .unavailable, stage: stage, reason: "\(error)", retryAfter: .seconds(5))
        }
    }
}
