import Storage

/// Reads a stream from a place on, without end: each message once and in order, whatever server is lost meanwhile.
///
/// It asks a short-lived consumer for a few messages at a time, no more than its reader takes. When a delivery is missing,
/// when nothing is heard, or when the connection was lost, that consumer is left and another begins after the last message.
/// For one task at a time.
actor OrderedReader {
    private let stream: StoredStream
    private let headersOnly: Bool
    /// The last message that was given out.
    private(set) var position: UInt64
    private var consumer: Consumer?
    private var quiet = 0
    /// An end of the stream that a new consumer could not reach either: what stood there was deleted.
    private var unreachable: UInt64 = 0

    /// A consumer, and what it still owes.
    private final class Consumer {
        let name: String
        let mailbox: Mailbox
        let inbox: String
        let stream: StoredStream
        let subscription: Subscription
        var delivered: UInt64 = 0
        var owed = 0

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
            do throws(Obstacle) {
                let consumer = try await heldConsumer()
                let message = try await received(from: consumer)
                if let stored = try await stored(message, by: consumer) { return stored }
                pause = .milliseconds(20)
            } catch {
                consumer = nil
                if case .lasting(let failure) = error { throw failure }
                do { try await Task.sleep(for: pause * Double.random(in: 0.5...1)) } catch {
                    throw .unavailable(stage, "the task was cancelled")
                }
                pause = min(pause * 2, .milliseconds(500))
            }
        }
    }

    private var stage: String { "follow the stream \(stream.name)" }

    private func heldConsumer() async throws(Obstacle) -> Consumer {
        if let consumer { return consumer }
        let inbox = "_INBOX.\(randomName())"
        let mailbox = stream.connection.mailbox()
        guard let subscription = await stream.connection.subscribe(inbox, { mailbox.put($0) }) else {
            throw .lasting(StorageError(.closed, stage: stage))
        }
        var name: String?
        defer { if name == nil { stream.connection.end(subscription) } }
        let request = """
            {"stream_name":"\(stream.name)","config":{"deliver_policy":"by_start_sequence","opt_start_seq":\(position + 1),\
            "ack_policy":"none","replay_policy":"instant","mem_storage":true,"num_replicas":1,\
            "inactive_threshold":30000000000,"headers_only":\(headersOnly)}}
            """
        let answer: ConsumerAnswer = try await stream.ask(
            "$JS.API.CONSUMER.CREATE.\(stream.name)", request, .seconds(2), stage)
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
            case 100:
                try await notice(quietFor: quiet + 1)
            case 404, 408: consumer.owed = 0
            // Also "Exceeded MaxBytes": as much as was asked for has come.
            case 409 where (message.headers["Description"] ?? "").contains("MaxBytes"): consumer.owed = 0
            default: throw .passing(message.headers["Description"] ?? "the consumer is gone")
            }
            return nil
        }
        guard facts.delivery == consumer.delivered + 1, facts.sequence > position else {
            throw .passing("a delivery is missing")
        }
        consumer.delivered += 1
        consumer.owed -= 1
        quiet = 0
        position = facts.sequence
        return StoredMessage(delivered: message, facts: facts)
    }

    /// A consumer beside a replica that has fallen behind is quiet too: now and then the leader is asked.
    private func notice(quietFor count: Int) async throws(Obstacle) {
        quiet = count
        guard count % 4 == 0, position != unreachable else { return }
        guard let end = try? await stream.lastSequence(stage: stage), end > position, end != unreachable else { return }
        unreachable = end
        throw .passing("the consumer's replica has fallen behind")
    }
}
