public import Storage
import Synchronization

/// A log in memory.
public final class MemoryLog: EventLog {
    private struct State {
        var entries: [LogEntry] = []
        var ends: [StreamName: LogPosition] = [:]
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var last: UInt64 = 0
        var failure: StorageError?
    }

    private let state = Mutex(State())

    /// A log of these events, an entry each.
    public init(_ events: [(stream: StreamName, event: Event)] = []) {
        for (stream, event) in events { _ = try? add([event], to: stream, .anything) }
    }

    /// What reading throws from now on; nil: nothing.
    public func fail(with error: StorageError?) {
        state.withLock { $0.failure = error }
    }

    /// All entries.
    public var entries: [LogEntry] { state.withLock { $0.entries } }

    private func add(
        _ events: [Event], to stream: StreamName, _ expecting: Expectation
    ) throws(StorageError) -> LogPosition {
        try Event.requireEntry(events, for: stream)
        let (position, waiting) = try state.withLock { state throws(StorageError) in
            if case .last(let wanted) = expecting, state.ends[stream] ?? .start != wanted {
                throw StorageError(.conflict, stage: "append to \(stream.text)")
            }
            let position = LogPosition(UInt64(state.entries.count + 1))
            state.entries.append(
                LogEntry(
                    position: position, stream: stream, recordedAt: Int64(position.number) * 1_000_000, events: events))
            state.ends[stream] = position
            defer { state.waiting = [:] }
            return (position, Array(state.waiting.values))
        }
        for continuation in waiting { continuation.resume() }
        return position
    }

    /// See `EventLog`.
    public func append(
        _ events: [Event], to stream: StreamName, expecting: Expectation
    ) async throws(StorageError) -> LogPosition { try add(events, to: stream, expecting) }

    /// See `EventLog`.
    public func read(after position: LogPosition, limit: Int) async throws(StorageError) -> [LogEntry] {
        try state.withLock { state throws(StorageError) in
            if let failure = state.failure { throw failure }
            return Array(state.entries.dropFirst(Int(clamping: position.number)).prefix(limit))
        }
    }

    /// See `EventLog`.
    public func read(
        _ stream: StreamName, after position: LogPosition, limit: Int
    ) async throws(StorageError) -> [LogEntry] {
        state.withLock { state in
            Array(
                state.entries.dropFirst(Int(clamping: position.number)).lazy.filter { $0.stream == stream }.prefix(
                    limit))
        }
    }

    /// See `EventLog`.
    public func follow(after position: LogPosition) -> AsyncThrowingStream<LogEntry, any Error> {
        let next = Mutex(position)
        return AsyncThrowingStream {
            while !Task.isCancelled {
                let last = next.withLock(\.self)
                if let entry = try await self.read(after: last, limit: 1).first {
                    next.withLock { $0 = entry.position }
                    return entry
                }
                await self.wait(past: last)
            }
            return nil
        }
    }

    private func wait(past position: LogPosition) async {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    guard state.entries.count <= Int(clamping: position.number), !Task.isCancelled else { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
        }
    }

    /// See `EventLog`.
    public func end() async throws(StorageError) -> LogPosition {
        LogPosition(UInt64(state.withLock { $0.entries.count }))
    }
}
