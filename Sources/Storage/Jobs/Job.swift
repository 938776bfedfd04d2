public import Units

/// What jobs wait in: all jobs of a lane are alike to whoever chooses which to do next.
public struct JobLane: Hashable, Sendable {
    /// How urgent: 0 is the most urgent.
    public var priority: UInt8
    /// For whom the work is done: fairness is between tenants. Up to 128 bytes of UTF-8.
    public var tenant: String
    /// What a worker must have to do it, such as a language's id. Up to 128 bytes of UTF-8.
    public var requirement: String

    /// A lane.
    public init(priority: UInt8, tenant: String, requirement: String) {
        self.priority = priority
        self.tenant = tenant
        self.requirement = requirement
    }
}

/// A piece of work that waits to be done.
public struct Job: Hashable, Sendable {
    /// Names the job: the same id is the same job. 1 to 128 of the characters of a ``StreamName``.
    public var id: String
    /// Where it waits.
    public var lane: JobLane
    /// What is to be done, for whoever does it; up to 64 KiB.
    public var payload: [UInt8]

    /// A job.
    public init(id: String, lane: JobLane, payload: [UInt8]) {
        self.id = id
        self.lane = lane
        self.payload = payload
    }
}

/// A job that somebody works on, until the lease ends.
public struct JobLease: Hashable, Sendable {
    /// Says which lease it is, to the store that gave it, also after that store was opened anew. Opaque; up to 512 bytes.
    public struct Token: Hashable, Sendable {
        /// What the store wrote.
        public var text: String

        /// A token that a store gave.
        public init(_ text: String) {
            self.text = text
        }
    }

    /// The job.
    public var job: Job
    /// Which lease this is.
    public var token: Token
    /// How often the job has been leased, this time included.
    public var delivery: Int

    /// A lease that a store gives.
    public init(job: Job, token: Token, delivery: Int) {
        self.job = job
        self.token = token
        self.delivery = delivery
    }
}

/// A job that nobody could do: it waits for a person.
public struct DeadLetter: Hashable, Sendable {
    /// The job.
    public var job: Job
    /// Why it was given up.
    public var reason: String
    /// How often it had been leased.
    public var deliveries: Int
    /// When it was given up, in nanoseconds since 1970 (UTC) by the store's clock: for people.
    public var buriedAt: Int64

    /// A dead letter.
    public init(job: Job, reason: String, deliveries: Int, buriedAt: Int64) {
        self.job = job
        self.reason = reason
        self.deliveries = deliveries
        self.buriedAt = buriedAt
    }
}

extension Job {
    /// The most that a job's payload may have.
    public static let payloadLimit: ByteCount = .kibibytes(64)

    /// What every queue asks of a job before it takes it.
    /// - Throws: ``StorageError``: `badRequest` for an id or a lane that is not as ``Job`` and ``JobLane`` say; `tooLarge`
    ///   for a payload above ``payloadLimit``.
    public func requireValid() throws(StorageError) {
        do {
            _ = try StreamName(id)
        } catch {
            throw StorageError(
                .badRequest, stage: "enqueue the job \(id.prefix(128).debugDescription)",
                advice: "use 1 to 128 letters, digits, hyphens and underscores as its id")
        }
        guard lane.tenant.utf8.count <= 128, lane.requirement.utf8.count <= 128 else {
            throw StorageError(
                .badRequest, stage: "enqueue \(id)", reason: "its tenant or requirement is longer than 128 bytes",
                advice: "use shorter names")
        }
        guard payload.count <= Self.payloadLimit.bytes else {
            throw StorageError(
                .tooLarge, stage: "enqueue \(id)", reason: "its payload has \(ByteCount(Int64(payload.count)))",
                advice: "keep it within \(Self.payloadLimit), and what is larger among the blobs")
        }
    }
}
