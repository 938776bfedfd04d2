/// What an appender believes to be in the stream.
public enum Expectation: Hashable, Sendable {
    /// Anything: the entry stands by itself.
    case anything
    /// The stream's last entry stands at this position; ``LogPosition/start``: the stream is empty.
    case last(LogPosition)
}

/// One append-only log of everything that happened; everything else is a projection of it.
///
/// Every implementation passes the same conformance suite. All calls may be made at once, from any task.
public protocol EventLog: Sendable {
    /// Appends `events` to `stream` as one entry; when this returns, they are durable.
    ///
    /// Of two appends that expect the same of a stream one succeeds. After ``StorageError/Code/unavailable`` it is not
    /// known whether the entry was written: read the stream, then decide.
    /// - Returns: the entry's position: what the next append to this stream can expect.
    /// - Throws: ``StorageError``: `conflict` if the stream is not as expected; `tooLarge` above ``Event/entryLimit``;
    ///   `badRequest` without events.
    func append(
        _ events: [Event], to stream: StreamName, expecting: Expectation
    ) async throws(StorageError) -> LogPosition

    /// At most `limit` entries after `position`, in the log's order; none at its end, or with a `limit` of 0.
    ///
    /// Once an entry was read, none comes to stand before it.
    func read(after position: LogPosition, limit: Int) async throws(StorageError) -> [LogEntry]

    /// At most `limit` entries of one stream after `position`, in order; none at its end.
    func read(_ stream: StreamName, after position: LogPosition, limit: Int) async throws(StorageError) -> [LogEntry]

    /// All entries after `position`, those of the past first, then each as it is appended, none left out, none twice.
    ///
    /// Ends only with the task that reads it, or by throwing ``StorageError``. A slow reader delays nobody and costs no
    /// memory: it reads what it has missed from the store.
    func follow(after position: LogPosition) -> AsyncThrowingStream<LogEntry, any Error>

    /// The last entry's position.
    func end() async throws(StorageError) -> LogPosition
}
