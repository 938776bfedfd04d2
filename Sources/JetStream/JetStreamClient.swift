import Storage

/// One connection to a cluster, and what is opened over it.
struct JetStreamClient: Sendable {
    let configuration: JetStreamConfiguration
    let connection: Connection
    let keys: KeyRing

    /// Connects to the servers; if none answers now, it is tried until one does.
    /// - Throws: ``StorageError``: `badRequest` for a configuration that makes no sense.
    init(_ configuration: JetStreamConfiguration, keys: KeyRing) async throws(StorageError) {
        try configuration.requireValid()
        self.configuration = configuration
        self.keys = keys
        connection = try await Connection(configuration)
    }

    /// The log. Makes its stream where it is not there yet.
    /// - Throws: ``StorageError``: `unavailable`; `incompatible` where the stream is of another version.
    func eventLog() async throws(StorageError) -> JetStreamLog {
        let plan = plan("log", allowsDeletion: false)
        return JetStreamLog(try await open(plan), subjects: subjects("log"), keys: keys)
    }

    /// The queue; learns of all jobs that are in it. Makes its stream where it is not there yet.
    /// - Parameters:
    ///   - leaseDuration: how long a lease lasts.
    ///   - memory: how long what is done stays in the stream: longer than a call may take, and than a server that was away
    ///     needs to find out what happened meanwhile.
    /// - Throws: ``StorageError``: `unavailable`; `incompatible` where the stream is of another version.
    func jobQueue(
        leaseDuration: Duration, memory: Duration = StoredStream.shortestLife
    ) async throws(StorageError) -> JetStreamQueue {
        try await JetStreamQueue.open(
            try await open(plan("jobs", allowsDeletion: true)), subjects: subjects("jobs"), keys: keys,
            leaseDuration: leaseDuration, memory: memory)
    }

    /// The contents. Makes their streams where they are not there yet.
    /// - Throws: ``StorageError``: `unavailable`; `incompatible` where a stream is of another version.
    func blobStore() async throws(StorageError) -> JetStreamBlobs {
        JetStreamBlobs(
            pieces: try await open(plan("blobs", allowsDeletion: true)), pieceSubjects: subjects("blobs"),
            contents: try await open(plan("contents", allowsDeletion: true)), contentSubjects: subjects("contents"),
            keys: keys, limit: configuration.streamLimit)
    }

    /// The keys of people. Makes their stream where it is not there yet.
    /// - Throws: ``StorageError``: `unavailable`; `incompatible` where the stream is of another version.
    func personKeys() async throws(StorageError) -> JetStreamPersonKeys {
        var plan = plan("people", allowsDeletion: true)
        // Servers set aside what a stream may hold; this is enough for a million people.
        plan.limit = plan.limit.map { min($0, 512 << 20) }
        return JetStreamPersonKeys(try await open(plan), subjects: subjects("people"), keys: keys)
    }

    /// What others are told at once and nobody keeps.
    var announcements: JetStreamAnnouncements {
        JetStreamAnnouncements(connection, subjects: subjects("news"), keys: keys)
    }

    /// Whether servers before 2.10 keep several copies of the log: ``JetStreamStore/warning`` says what that means.
    func hasOldServers() async throws(StorageError) -> Bool {
        let stream = try await open(plan("log", allowsDeletion: false))
        return try await stream.information(stage: "find out how old the NATS servers are").isOfOldReplicas
    }

    /// Closes the connection: all that wait fail as `closed`, and so do all calls that come.
    func close() async {
        await connection.close()
    }

    /// The stream of a store.
    func plan(_ store: String, allowsDeletion: Bool) -> StreamPlan {
        StreamPlan(
            name: "\(configuration.prefix)-\(store)", subject: "\(subjects(store)).>", kind: "verdict \(store) 1",
            allowsDeletion: allowsDeletion, replicas: configuration.replicas, limit: configuration.streamLimit)
    }

    private func open(_ plan: StreamPlan) async throws(StorageError) -> StoredStream {
        try await StoredStream.open(plan, over: connection, patience: configuration.patience)
    }

    private func subjects(_ store: String) -> String { "\(configuration.prefix).\(store)" }
}
