import Storage

/// How a stream is made.
struct StreamPlan: Sendable {
    /// The stream's name: letters, digits, hyphens and underscores.
    var name: String
    /// What is published to it.
    var subject: String
    /// What kind of store it holds, and the version of what is in it: `verdict log 1`.
    var kind: String
    /// Whether messages may be deleted one by one.
    var allowsDeletion: Bool
    /// On how many servers it is kept.
    var replicas: Int
    /// The most that it may hold, in bytes; nil: any.
    var limit: Int64?

    /// As the servers want it. File storage: each replica has it on disk; the servers flush to the disk every 2 minutes
    /// unless `sync_interval` says otherwise, so that losing power on most servers at once can lose the last of it.
    var request: String {
        """
        {"name":"\(name)","subjects":["\(subject)"],"description":"\(kind)","retention":"limits","storage":"file",\
        "discard":"new","num_replicas":\(replicas),"max_bytes":\(limit ?? -1),"allow_direct":true,\
        "deny_delete":\(!allowsDeletion),"deny_purge":true}
        """
    }
}

extension StoredStream {
    /// Opens a stream, and makes it where it is not there.
    static func open(
        _ plan: StreamPlan, over connection: Connection, patience: Duration
    ) async throws(StorageError) -> StoredStream {
        let stream = StoredStream(connection: connection, name: plan.name, persist: Persistence(patience: patience))
        let stage = "open the stream \(plan.name)"
        let made: StreamAnswer = try await stream.persist(stage) { limit, _ throws(Obstacle) in
            let found: StreamAnswer = try await stream.ask("$JS.API.STREAM.INFO.\(plan.name)", "", limit, stage)
            guard let error = found.error else { return found }
            guard error.err_code == 10059 else { throw stream.obstacle(error, stage) }
            let created: StreamAnswer = try await stream.ask(
                "$JS.API.STREAM.CREATE.\(plan.name)", plan.request, max(limit, .seconds(2)), stage)
            guard let error = created.error else { return created }
            switch error.err_code {
            // Made by somebody else in the meantime.
            case 10058: throw .passing(error.text)
            case 10074:
                throw .lasting(
                    StorageError(
                        .badRequest, stage: stage, reason: error.text,
                        advice: "run as many NATS servers as there shall be replicas, or ask for 1"))
            default: throw stream.obstacle(error, stage)
            }
        }
        guard made.config?.description == plan.kind, made.config?.subjects == [plan.subject] else {
            throw StorageError(
                .incompatible, stage: stage, reason: "it holds \(made.config?.description ?? "something else")",
                advice: "use another prefix, or the version of Verdict that made it")
        }
        return stream
    }
}
