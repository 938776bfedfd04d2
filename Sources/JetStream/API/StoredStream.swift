import FoundationEssentials
import Storage

/// One stream on the servers: the few things that the stores do with it.
///
/// What they rest on, as nats-server 2.9.10 was found to do it in its source and by experiment on three nodes:
/// - `Nats-Expected-Last-Subject-Sequence` above 0 is compared by the leader before it proposes a message and not when the
///   message is applied: of 9 publishers at once that expected the same, more than one succeeded in 38 to 42 of 50 rounds.
///   An expected sequence of 0 is compared when it is applied, on every replica alike: one of 9 succeeded in 50 of 50.
///   So all that must happen once *claims* a subject that nothing has been published to.
/// - A purge with a filter is replayed after `kill -9` as one of everything up to that point: 197 of 227 messages were
///   lost. So nothing is ever purged; messages are deleted one by one, by sequence, in the stream's own Raft log.
/// - A server that is killed forgets how many claims were refused since its last snapshot of the stream, one of which it makes
///   every 2 to 3 minutes, and when it starts again it takes as many of its last messages for new ones. They are refused
///   again, for their subjects are taken, but for those that were deleted meanwhile: these are stored twice, and from then
///   on each sequence of that replica is another message's. So a message is deleted only when it has stood there for
///   ``shortestLife``, and a claim that is known to be lost is not made.
/// - A server that led, and is killed or stands still before the others have what it was given, keeps that when it comes
///   back, in the place of what the others acknowledged meanwhile (`processAppendEntry` in `raft.go`). No client can mend
///   that: ``JetStreamStore/warning`` tells it. 2.10.27 does not do it.
/// - `Nats-Msg-Id` is remembered by each replica's own clock, so that replicas can disagree at the window's border. A
///   claim does not need it: each carries a name of its own, by which a repeated one is recognised.
struct StoredStream: Sendable {
    /// The connection to the servers.
    let connection: Connection
    /// The stream's name.
    let name: String
    /// How long calls try.
    let persist: Persistence

    /// How long a message stands in a stream before it may be deleted: by then each server has made more than one snapshot,
    /// and what it would replay begins behind the message.
    static let shortestLife = Duration.seconds(600)

    /// The header that says which call a message is of.
    static let callHeader = "Verdict-Call"

    /// How a claim ended.
    enum Claim {
        /// The message is in the stream, at this place.
        case won(UInt64)
        /// Another message is, or was, on that subject.
        case taken
    }

    /// Publishes to a subject that must have no message: of many that try, one wins. Durable when it returns.
    func claim(
        _ subject: String, headers: [(String, String)], _ payload: [UInt8], stage: String
    ) async throws(StorageError) -> Claim {
        let call = randomName()
        let headers = headers + [("Nats-Expected-Last-Subject-Sequence", "0"), (Self.callHeader, call)]
        return try await persist(stage) { limit, number throws(Obstacle) in
            // Repeated: the message that stands there by now may be this one.
            if number > 0, let ended = try await outcome(of: call, on: subject, limit, stage) { return ended }
            let answer: PublishAnswer = try await ask(subject, headers, payload, limit, stage)
            if answer.error?.err_code == 10071 {
                // 0 is what was expected: the leader's store could not be asked.
                if answer.error?.text.hasSuffix("sequence: 0") ?? false { throw .passing("the store is not ready") }
                return number == 0 ? .taken : try await outcome(of: call, on: subject, limit, stage) ?? .taken
            }
            if let error = answer.error { throw obstacle(error, stage) }
            guard let sequence = answer.seq else { throw .passing("an answer without a sequence") }
            return .won(sequence)
        }
    }

    /// How the claim of that call ended, by what stands on the subject; nil if nothing does.
    private func outcome(
        of call: String, on subject: String, _ limit: Duration, _ stage: String
    ) async throws(Obstacle) -> Claim? {
        guard let stored = try await get([("last_by_subj", subject)], limit, stage) else { return nil }
        return stored.headers[Self.callHeader] == call ? .won(stored.sequence) : .taken
    }

    /// The last message on `subject`, which has no wildcard, by the leader's word; nil if there is none.
    func last(on subject: String, stage: String) async throws(StorageError) -> StoredMessage? {
        try await persist(stage) { limit, _ throws(Obstacle) in
            try await get([("last_by_subj", subject)], limit, stage)
        }
    }

    /// The message at `sequence`, which is on `subject` or below it; nil if there is none. Any replica may have answered that
    /// it has it: what stands at a sequence never changes. That it is not there, only the leader says.
    /// - Throws: ``StorageError``: `corrupted` if the leader has a message of another subject there.
    func message(
        at sequence: UInt64, on subject: String, stage: String
    ) async throws(StorageError) -> StoredMessage? {
        guard sequence > 0 else { return nil }
        return try await persist(stage) { limit, number throws(Obstacle) in
            if number == 0 {
                let direct = try? await connection.request(
                    "$JS.API.DIRECT.GET.\(name)", Array("{\"seq\":\(sequence)}".utf8),
                    within: min(limit, .milliseconds(500)))
                if let stored = direct.flatMap({ StoredMessage(direct: $0) }), stored.isOn(subject) { return stored }
            }
            guard let stored = try await get([("seq", "\(sequence)")], limit, stage) else { return nil }
            return try require(stored, on: subject, stage)
        }
    }

    /// The message, if it is on `subject` or below it.
    func require(_ message: StoredMessage, on subject: String, _ stage: String) throws(Obstacle) -> StoredMessage {
        guard message.isOn(subject) else {
            throw .lasting(
                StorageError(
                    .corrupted, stage: stage,
                    reason: "message \(message.sequence) of the stream \(name) is another one than it was: "
                        + "the copies that the NATS servers have of it differ",
                    advice: "compare what /jsz?streams=true says on each server; stop the one that differs, remove its "
                        + "folder of that stream, and start it again"))
        }
        return message
    }

    /// Deletes the message at `sequence`; durable when it returns.
    /// - Parameter erasing: whether each server overwrites it in its file as well.
    /// - Returns: false if there was none.
    @discardableResult
    func delete(
        _ sequence: UInt64, erasing: Bool = false, stage: String
    ) async throws(StorageError) -> Bool {
        try await persist(stage) { limit, number throws(Obstacle) in
            let request = "{\"seq\":\(sequence),\"no_erase\":\(!erasing)}"
            let answer: DeletionAnswer = try await ask("$JS.API.STREAM.MSG.DELETE.\(name)", request, limit, stage)
            guard let error = answer.error else { return answer.success ?? false }
            // Not there: then an attempt before may have been what deleted it.
            if error.err_code == 10043 || error.text.contains("not found") || error.text.contains("no message found") {
                return number > 0
            }
            throw obstacle(error, stage)
        }
    }

    /// What the leader says of the stream; with `subjects`, also how many messages each subject has that matches it.
    func information(subjects: String? = nil, offset: Int = 0, stage: String) async throws(StorageError) -> StreamAnswer
    {
        let request = subjects.map { "{\"subjects_filter\":\"\($0)\",\"offset\":\(offset)}" } ?? ""
        return try await persist(stage) { limit, _ throws(Obstacle) in
            let answer: StreamAnswer = try await ask("$JS.API.STREAM.INFO.\(name)", request, limit, stage)
            if let error = answer.error { throw obstacle(error, stage) }
            return answer
        }
    }

    /// The sequence of the last message that was ever in the stream.
    func lastSequence(stage: String) async throws(StorageError) -> UInt64 {
        try await information(stage: stage).state?.last_seq ?? 0
    }
}

extension StoredStream {
    /// The message that the leader finds by these fields of a request; nil if there is none.
    func get(
        _ which: [(String, String)], _ limit: Duration, _ stage: String
    ) async throws(Obstacle) -> StoredMessage? {
        let fields = which.map { $0 == "seq" ? "\"seq\":\($1)" : "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
        let answer: MessageAnswer = try await ask("$JS.API.STREAM.MSG.GET.\(name)", "{\(fields)}", limit, stage)
        if let error = answer.error {
            guard error.err_code == 10037 else { throw obstacle(error, stage) }
            return nil
        }
        return answer.message.map { StoredMessage($0) }
    }

    /// Asks the servers; the answer may be an error of theirs.
    func ask<Answer: ServerAnswer>(
        _ subject: String, _ request: String, _ limit: Duration, _ stage: String
    ) async throws(Obstacle) -> Answer {
        try await ask(subject, [], Array(request.utf8), limit, stage)
    }

    /// Asks the servers; the answer may be an error of theirs.
    func ask<Answer: ServerAnswer>(
        _ subject: String, _ headers: [(String, String)], _ payload: [UInt8], _ limit: Duration, _ stage: String
    ) async throws(Obstacle) -> Answer {
        let message: Message
        do {
            message = try await connection.request(subject, headers: headers, payload, within: limit)
        } catch {
            throw Obstacle(error, stage: stage)
        }
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(message.payload))
        } catch {
            throw .passing("an answer that is no JSON as expected")
        }
    }

    /// What a server's refusal means.
    func obstacle(_ error: ServerError, _ stage: String) -> Obstacle {
        switch error.err_code {
        case 10002, 10023, 10047:
            .lasting(full(error.text, stage))
        // Storing failed, for a reason that only the text tells.
        case 10077 where error.text.contains("maximum"):
            .lasting(full(error.text, stage))
        case 10054:
            .lasting(
                StorageError(.tooLarge, stage: stage, reason: error.text, advice: "raise max_payload of the servers"))
        default:
            .passing(error.text)
        }
    }

    private func full(_ reason: String, _ stage: String) -> StorageError {
        StorageError(
            .full, stage: stage, reason: reason,
            advice: "raise the stream's max_bytes or the servers' max_file_store, or make room on their disks")
    }
}
