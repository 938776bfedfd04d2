package import Storage

/// A log that does what another does, but for what it does itself.
package protocol ForwardingLog: EventLog {
    var log: any EventLog { get }
}

extension ForwardingLog {
    package func append(
        _ events: [Event], to stream: StreamName, expecting: Storage.Expectation
    ) async throws(StorageError) -> LogPosition {
        try await log.append(events, to: stream, expecting: expecting)
    }
    package func read(after position: LogPosition, limit: Int) async throws(StorageError) -> [LogEntry] {
        try await log.read(after: position, limit: limit)
    }
    package func read(
        _ stream: StreamName, after position: LogPosition, limit: Int
    ) async throws(StorageError) -> [LogEntry] {
        try await log.read(stream, after: position, limit: limit)
    }
    package func follow(after position: LogPosition) -> AsyncThrowingStream<LogEntry, any Error> {
        log.follow(after: position)
    }
    package func end() async throws(StorageError) -> LogPosition { try await log.end() }
}
