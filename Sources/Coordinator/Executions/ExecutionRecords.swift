import Concurrency
import Events
import Executions
import FoundationEssentials
import Grading
public import Storage
import SwiftProtobuf
import Synchronization
import Units

/// The executions of a log that are kept: loads what is known of them from their streams and contents, and changes it by
/// appending events.
///
/// All methods may be called at once, also by several coordinators on one log. Of two changes of the same execution one is
/// appended, and the other is decided again.
public final class ExecutionRecords: Sendable {
    /// How many of those that were used last are kept in memory.
    private static let mostRecent = 4096

    private let log: any EventLog
    private let blobs: any BlobStore
    private let isSkipped: @Sendable (EntryPlace) -> Bool
    private let recent = Mutex(RecentlyUsed<ExecutionID, ExecutionState>())

    /// The executions of `log`, whose contents are in `blobs`.
    /// - Parameter isSkipped: whether an entry is to be passed over, because an admin said so.
    public init(
        log: any EventLog, blobs: any BlobStore, isSkipped: @escaping @Sendable (EntryPlace) -> Bool = { _ in false }
    ) {
        (self.log, self.blobs, self.isSkipped) = (log, blobs, isSkipped)
    }

    /// What is known of an execution; nil if there is none of that name.
    func load(_ id: ExecutionID) async throws(StorageError) -> ExecutionState? {
        var state = recent.withLock { $0.use(id) }
        var position = state?.position ?? .start
        while true {
            let entries = try await log.read(try id.stream, after: position, limit: 64, passingOver: isSkipped)
            guard let last = entries.last else { break }
            for read in entries {
                switch read {
                case .entry(let entry) where state == nil: state = try ExecutionState(id, first: entry)
                case .entry(let entry): try state?.apply(entry)
                case .passedOver(let place, _):
                    // What comes after its first entry says nothing without it.
                    guard state != nil else { return nil }
                    state?.pass(over: place)
                }
            }
            position = last.position
        }
        if let state { keep(state) }
        return state
    }

    /// Keeps a state, unless a later one of the same execution is kept.
    private func keep(_ state: ExecutionState) {
        recent.withLock { recent in
            if let known = recent.value(of: state.id) {
                guard known.position < state.position else { return }
                _ = recent.remove(state.id)
            }
            recent.add(state, size: 1, for: state.id)
            _ = recent.trim(to: .max, count: Self.mostRecent)
        }
    }

    /// Takes an execution, unless there is one of that name.
    /// - Returns: what is known of it, and whether it was there before.
    func accept(
        _ id: ExecutionID, _ accepted: ExecutionAccepted
    ) async throws(StorageError) -> (state: ExecutionState, wasKnown: Bool) {
        do throws(StorageError) {
            let position = try await log.append([try Event(accepted)], to: try id.stream, expecting: .last(.start))
            let state = ExecutionState(id, accepted, at: position, acceptedAt: SystemTime.now)
            keep(state)
            return (state, false)
        } catch {
            guard error.code == .conflict, let state = try await load(id) else { throw error }
            return (state, true)
        }
    }

    /// Changes an execution by the event that `decide` answers to what is known of it; nil changes nothing.
    /// - Returns: what is known afterwards; nil if there is none of that name.
    @discardableResult
    func change(
        _ id: ExecutionID, _ decide: (ExecutionState) throws(StorageError) -> Event?
    ) async throws(StorageError) -> ExecutionState? {
        // What was known last is enough to decide by: the append notices if it is not the newest.
        var remembered = recent.withLock { $0.use(id) }
        while true {
            var known = remembered
            if known == nil { known = try await load(id) }
            guard var state = known else { return nil }
            guard let event = try decide(state) else {
                guard remembered != nil else { return state }
                remembered = nil
                continue
            }
            do throws(StorageError) {
                let position = try await log.append([event], to: try id.stream, expecting: .last(state.position))
                // The time is this machine's; the store's may differ by a little.
                try state.apply(event, at: position, recordedAt: SystemTime.now)
                keep(state)
                return state
            } catch {
                guard error.code == .conflict else { throw error }
                remembered = nil
            }
        }
    }

    /// Ends an execution with `result`, or with the failure that is given instead, if it is open.
    func finish(
        _ id: ExecutionID, with result: ExecutionResult?, failure: String = "", startedAt: Int64 = 0
    ) async throws(StorageError) {
        var finished = ExecutionFinished()
        finished.failure = failure.truncated(to: 4096)
        finished.startedAtNs = startedAt
        finished.verdict = (result?.verdict ?? .judgeError).logged
        if let result {
            finished.worker = result.worker
            finished.result = try await put(ExecutionResultContent(result))
        }
        let event = try Event(finished)
        try await change(id) { $0.isOpen ? event : nil }
    }

    /// Keeps a message as a content; when this returns, it is durable.
    func put(_ message: some Message) async throws(StorageError) -> LoggedBlobRef {
        let bytes: [UInt8]
        do {
            bytes = try message.serializedBytes()
        } catch {
            throw StorageError(.badRequest, stage: "encode a content of an execution", reason: "\(error)")
        }
        return try await SourceStorage.put(bytes, into: blobs)
    }

    /// What was asked for.
    func content(of state: ExecutionState) async throws(StorageError) -> ExecutionContent {
        try await message(at: state.accepted.content)
    }

    /// What was asked for, with the bytes of the files that it refers to.
    func execution(of state: ExecutionState) async throws(StorageError) -> Execution {
        try await filled(try await content(of: state).execution)
    }

    /// The execution with the bytes of the files that it refers to, each read once.
    func filled(_ execution: Execution) async throws(StorageError) -> Execution {
        var execution = execution
        let places = Dictionary(grouping: execution.stored) { $0.hash }
        execution.stored = []
        for contents in places.values {
            guard let first = contents.first else { continue }
            let bytes = Array(try await blobs.contents(of: LoggedBlobRef(first)))
            for content in contents { execution.fill(bytes, at: content.place) }
        }
        return execution
    }

    /// What came of an execution; nil if nothing did, or not yet.
    func result(of state: ExecutionState) async throws(StorageError) -> ExecutionResult? {
        guard case .finished(let finished, _) = state.phase, finished.hasResult else { return nil }
        let content: ExecutionResultContent = try await message(at: finished.result)
        return try content.result(by: finished.worker)
    }

    private func message<Value: Message>(at reference: LoggedBlobRef) async throws(StorageError) -> Value {
        let bytes = try await blobs.contents(of: reference)
        do {
            return try Value(serializedBytes: bytes)
        } catch {
            throw StorageError(
                .corrupted, stage: "read a content of an execution", reason: "\(error)",
                advice: "restore the store from a backup")
        }
    }
}
