import FoundationEssentials

/// Why a server refused. Codes: `server/errors.json` of nats-server.
struct ServerError: Decodable, Sendable {
    var code: Int
    var err_code: Int?
    var description: String?

    /// For people.
    var text: String { description ?? "error \(err_code ?? code)" }
}

/// What all answers of the servers have.
protocol ServerAnswer: Decodable, Sendable {
    var error: ServerError? { get }
}

/// The answer to a message published to a stream.
struct PublishAnswer: ServerAnswer {
    var error: ServerError?
    var seq: UInt64?
}

/// The answer to `STREAM.MSG.GET`.
struct MessageAnswer: ServerAnswer {
    struct Stored: Decodable, Sendable {
        var subject: String
        var seq: UInt64
        var hdrs: Data?
        var data: Data?
        var time: String
    }

    var error: ServerError?
    var message: Stored?
}

/// The answer to `STREAM.MSG.DELETE`.
struct DeletionAnswer: ServerAnswer {
    var error: ServerError?
    var success: Bool?
}

/// The answer to `STREAM.INFO` and `STREAM.CREATE`.
struct StreamAnswer: ServerAnswer {
    struct State: Decodable, Sendable {
        var messages: UInt64
        var bytes: UInt64
        var last_seq: UInt64
        var subjects: [String: UInt64]?
    }

    struct Configuration: Decodable, Sendable {
        var description: String?
        var subjects: [String]?
        var max_bytes: Int64?
        var num_replicas: Int?
    }

    var error: ServerError?
    /// When it was given; servers before 2.10 do not say so.
    var ts: String?
    var state: State?
    var config: Configuration?
    var total: Int?

    /// Whether a server before 2.10 gave it, of a stream that several servers keep.
    var isOfOldReplicas: Bool { ts == nil && config?.num_replicas ?? 1 > 1 }
}

/// The answer to `CONSUMER.CREATE`.
struct ConsumerAnswer: ServerAnswer {
    var error: ServerError?
    var name: String?
}

/// A message in a stream.
struct StoredMessage: Sendable {
    /// What it was published to.
    var subject: String
    /// Where it stands in the stream.
    var sequence: UInt64
    /// When the leader took it, in nanoseconds since 1970 (UTC), by that server's clock.
    var time: Int64
    /// Its headers.
    var headers: [String: String]
    /// Its content.
    var payload: [UInt8]

    /// Whether it was published to `subject`, or to one below it.
    func isOn(_ subject: String) -> Bool { self.subject == subject || self.subject.hasPrefix(subject + ".") }

    /// A message that was just published.
    init(subject: String, sequence: UInt64, time: Int64, headers: [String: String], payload: [UInt8]) {
        self.subject = subject
        self.sequence = sequence
        self.time = time
        self.headers = headers
        self.payload = payload
    }

    /// The message of an answer to `STREAM.MSG.GET`.
    init(_ stored: MessageAnswer.Stored) {
        subject = stored.subject
        sequence = stored.seq
        time = ServerTime.nanoseconds(stored.time) ?? 0
        headers = stored.hdrs.map { Message.headers(stored: [UInt8]($0)) } ?? [:]
        payload = stored.data.map { [UInt8]($0) } ?? []
    }

    /// The message that a replica answers to `DIRECT.GET`; nil if it has none.
    init?(direct message: Message) {
        guard message.status == nil, let subject = message.headers["Nats-Subject"],
            let sequence = message.headers["Nats-Sequence"].flatMap({ UInt64($0) })
        else { return nil }
        self.subject = subject
        self.sequence = sequence
        time = message.headers["Nats-Time-Stamp"].flatMap { ServerTime.nanoseconds($0) } ?? 0
        headers = message.headers
        payload = message.payload
    }

    /// A consumer's delivery, of which `$JS.ACK.<stream>.<consumer>.<n>.<sequence>.<delivery>.<time>.<pending>` is the
    /// reply subject.
    init?(delivered message: Message, facts: DeliveryFacts) {
        subject = message.subject
        sequence = facts.sequence
        time = facts.time
        headers = message.headers
        payload = message.payload
    }
}

/// What a delivery's reply subject tells.
struct DeliveryFacts: Sendable {
    /// The message's place in the stream.
    var sequence: UInt64
    /// The delivery's number in the consumer: they come without gaps.
    var delivery: UInt64
    /// When the message was stored, in nanoseconds since 1970.
    var time: Int64

    /// Reads a reply subject of 9 parts, or of 12 with a domain and an account in front (servers since 2.10 may send it).
    init?(reply: String?) {
        let parts = reply?.split(separator: ".") ?? []
        let skipped = parts.count >= 11 ? 2 : 0
        guard parts.count >= 9, parts[0] == "$JS", parts[1] == "ACK", let sequence = UInt64(parts[5 + skipped]),
            let delivery = UInt64(parts[6 + skipped]), let time = Int64(parts[7 + skipped])
        else { return nil }
        self.sequence = sequence
        self.delivery = delivery
        self.time = time
    }
}
