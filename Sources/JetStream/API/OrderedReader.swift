import Storage

/// Reads a stream from a place on, without end: each message once and in order, whatever server is lost meanwhile.
///
/// It asks a short-lived consumer for a few messages at a time, no more than its reader takes. When a delivery is missing,
/// when nothing is heard, or when the connection was lost, that consumer is left and another begins after the last message.
/// While there is none (making one needs a leader of all servers, whose election takes 4 to 9 s), and when one falls behind,
/// the stream's leader is asked for what comes next. For one task at a time.
actor OrderedReader {
    private let stream: StoredStream
    private let headersOnly: Bool
    /// The last message that was given out.
    private(set) var position: UInt64
    private var consumer: Consumer?
    private var quiet = 0
    /// What the leader gave.
    private var ahead: ArraySlice<StoredMessage> = []
    /// When another consumer may be asked for.
    private var nextConsumer = ContinuousClock.now

    /// A consumer, and what it still owes.
    private final class Consumer {
        let name: String
        let mailbox: Mailbox
        let inbox: String
        let stream: StoredStream
        let subscription: Subscription
        var delivered: UInt64 = 0
        var owed = 0
        /// How often the leader had more than it in a row.
        var misses = 0

        init(_ name: String, _ inbox: String, _ mailbox: Mailbox, _ subscription: Subscription, of stream: StoredStream)
        {
            self.name = name
            self.inbox = inbox
            self.mailbox = mailbox
            self.subscription = subscription
            self.stream = stream
        }

        deinit {
            stream.connection.end(subscription)
            stream.connection.publish("$JS.API.CONSUMER.DELETE.\(stream.name).\(name)", [])
        }
    }

    /// How much is asked for at a time; both bound what a reader costs in memory.
    private static let batch = 256
    private static let batchBytes = 4 << 20
    /// A consumer that has nothing says so every second; one that says nothing for longer is lost.
    private static let patience = Duration.milliseconds(3200)
    /// How long making a consumer may take, and how long it takes from one attempt to the next.
    private static let creationLimit = Duration.seconds(2)
    private static let creationPause = Duration.seconds(4)

    /// Reads what stands after `position`.
    init(_ stream: StoredStream, after position: UInt64, headersOnly: Bool = false) {
        self.stream = stream
        self.position = position
        self.headersOnly = headersOnly
    }

    /// The next message; waits until there is one. Throws `closed`, or `unavailable` when its task is cancelled.
    func next() async throws(StorageError) -> StoredMessage {
        var pause = Duration.milliseconds(20)
        while true {
            if let message = ahead.popFirst() {
                position = message.sequence
                return message
            }
            do throws(Obstacle) {
                let consumer = try await heldConsumer()
                let message = try await received(from: consumer)
                if let stored = try await stored(message, by: consumer) { return stored }
                pause = .milliseconds(20)
            } catch {
                consumer = nil
                if case .lasting(let failure) = error { throw failure }
                ahead = await fromLeader()
                guard ahead.isEmpty else { continue }
                do { try await Task.sleep(for: pause * Double.random(in: 0.5...1)) } catch {
                    throw .unavailable(stage, "the task was cancelled")
                }
                pause = min(pause * 2, .milliseconds(500))
            }
        }
    }

    /// What the leader has; none if there is no leader either.
    private func fromLeader() async -> ArraySlice<StoredMessage> {
        (try? await impatient.next(after: position))?[...] ?? []
    }

    /// The stream, with calls that end soon.
    private var impatient: StoredStream {
        StoredStream(connection: stream.connection, name: stream.name, persist: Persistence(patience: .seconds(1)))
    }

    private var stage: String { "follow the stream \(stream.name)" }

    private func heldConsumer() async throws(Obstacle) -> Consumer {
        if let consumer { return consumer }
        guard nextConsumer <= .now else { throw .passing("no consumer could be made") }
        nextConsumer = .now + Self.creationPause
        let inbox = "_INBOX.\(randomName())"
        let mailbox = stream.connection.mailbox()
        guard let subscription = await stream.connection.subscribe(inbox, { mailbox.put($0) }) else {
            throw .lasting(.closed(stage))
        }
        var name: String?
        defer { if name == nil { stream.connection.end(subscription) } }
        let request = """
            {"stream_name":"\(stream.name)","config":{"deliver_policy":"by_start_sequence","opt_start_seq":\(position + 1),\
            "ack_policy":"none","replay_policy":"instant","mem_storage":true,"num_replicas":1,\
            "inactive_threshold":30000000000,"headers_only":\(headersOnly)}}
            """
        let answer: ConsumerAnswer = try await stream.ask(
            "$JS.API.CONSUMER.CREATE.\(stream.name)", request, Self.creationLimit, stage)
        if let error = answer.error { throw .passing(error.text) }
        name = answer.name
        guard let name else { throw .passing("an answer without a consumer") }
        let made = Consumer(name, inbox, mailbox, subscription, of: stream)
        consumer = made
        return made
    }

    private func received(from consumer: Consumer) async throws(Obstacle) -> Message {
        if consumer.owed == 0 {
            let request = """
                {"batch":\(Self.batch),"max_bytes":\(Self.batchBytes),"expires":20000000000,"idle_heartbeat":1000000000}
                """
            stream.connection.publish(
                "$JS.API.CONSUMER.MSG.NEXT.\(stream.name).\(consumer.name)", reply: consumer.inbox, Array(request.utf8))
            consumer.owed = Self.batch
        }
        do {
            return try await consumer.mailbox.take(within: Self.patience)
        } catch {
            throw Obstacle(error, stage: stage)
        }
    }

    /// The message that was delivered; nil for what servers say in between. Throws where the order is broken.
    private func stored(_ message: Message, by consumer: Consumer) async throws(Obstacle) -> StoredMessage? {
        guard let facts = DeliveryFacts(reply: message.reply) else {
            switch message.status {
            case 100: try await notice(quietFor: quiet + 1, consumer)
            case 404, 408: consumer.owed = 0
            // Also "Exceeded MaxBytes": as much as was asked for has come.
            case 409 where (message.headers["Description"] ?? "").contains("MaxBytes"): consumer.owed = 0
            default: throw .passing(message.headers["Description"] ?? "the consumer is gone")
            }
            return nil
        }
        guard facts.delivery == consumer.delivered + 1 else { throw .passing("a delivery is missing") }
        consumer.delivered += 1
        consumer.owed -= 1
        // The leader had it first.
        guard facts.sequence > position else { return nil }
        quiet = 0
        consumer.misses = 0
        position = facts.sequence
        return StoredMessage(delivered: message, facts: facts)
    }

    /// A consumer beside a replica that has fallen behind is quiet too, and one was seen to stay so for ever after leaders
    /// had changed (2.9.10): after 1, 2, 4 seconds and so on the leader is asked whether there is more, and a consumer that
    /// is found behind twice in a row is left.
    private func notice(quietFor count: Int, _ consumer: Consumer) async throws(Obstacle) {
        quiet = count
        guard count.nonzeroBitCount == 1 || count.isMultiple(of: 64) else { return }
        ahead = await fromLeader()
        guard !ahead.isEmpty else { return }
        quiet = 0
        consumer.misses += 1
        if consumer.misses > 1 { self.consumer = nil }
    }
}
