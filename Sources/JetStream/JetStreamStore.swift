public import Storage
import Synchronization

/// The three stores on a cluster of NATS servers, over one connection.
public final class JetStreamStore: Sendable {
    private let configuration: JetStreamConfiguration
    private let connection: Connection
    private let keys: KeyRing

    private init(_ configuration: JetStreamConfiguration, _ connection: Connection, _ keys: KeyRing) {
        self.configuration = configuration
        self.connection = connection
        self.keys = keys
    }

    /// Connects to the servers; if none answers now, it is tried until one does.
    /// - Parameter keys: what contents are sealed with before they leave this process. What is not sealed: names of streams,
    ///   ids and lanes of jobs, how they stand, hashes and sizes.
    /// - Throws: ``StorageError``: `badRequest` for addresses, credentials or certificates that make no sense.
    public static func connect(
        _ configuration: JetStreamConfiguration, keys: KeyRing
    ) async throws(StorageError) -> JetStreamStore {
        _ = try StreamName(configuration.prefix)
        return JetStreamStore(configuration, try await Connection(configuration), keys)
    }

    /// How the connection stands.
    public var state: ConnectionState { connection.state }

    /// How the connection stands, then each change, until it is closed.
    public func states() -> AsyncStream<ConnectionState> { connection.states() }

    /// The log. Makes its stream where it is not there yet.
    /// - Throws: ``StorageError``: `unavailable`; `incompatible` where the stream is of another version.
    public func eventLog() async throws(StorageError) -> JetStreamLog {
        let plan = plan("log", allowsDeletion: false)
        return JetStreamLog(try await open(plan), subjects: subjects("log"), keys: keys)
    }

    /// The queue; learns of all jobs that are in it. Makes its stream where it is not there yet.
    /// - Throws: ``StorageError``: `unavailable`; `incompatible` where the stream is of another version.
    public func jobQueue(leaseDuration: Duration) async throws(StorageError) -> JetStreamQueue {
        try await JetStreamQueue.open(
            try await open(plan("jobs", allowsDeletion: true)), subjects: subjects("jobs"),
            hints: "\(configuration.prefix).done", keys: keys, leaseDuration: leaseDuration)
    }

    /// The contents. Makes their streams where they are not there yet.
    /// - Throws: ``StorageError``: `unavailable`; `incompatible` where a stream is of another version.
    public func blobStore() async throws(StorageError) -> JetStreamBlobs {
        JetStreamBlobs(
            pieces: try await open(plan("blobs", allowsDeletion: true)), pieceSubjects: subjects("blobs"),
            contents: try await open(plan("contents", allowsDeletion: true)), contentSubjects: subjects("contents"),
            keys: keys, limit: configuration.streamLimit)
    }

    /// Closes the connection: all that wait fail as `closed`, and so do all calls that come.
    public func close() async {
        await connection.close()
    }

    func open(_ plan: StreamPlan) async throws(StorageError) -> StoredStream {
        try await StoredStream.open(plan, over: connection, patience: configuration.patience)
    }

    func subjects(_ store: String) -> String { "\(configuration.prefix).\(store)" }

    func plan(_ store: String, allowsDeletion: Bool) -> StreamPlan {
        StreamPlan(
            name: "\(configuration.prefix)-\(store)", subject: "\(subjects(store)).>", kind: "verdict \(store) 1",
            allowsDeletion: allowsDeletion, replicas: configuration.replicas, limit: configuration.streamLimit)
    }
}
