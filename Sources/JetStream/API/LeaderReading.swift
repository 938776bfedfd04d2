import Concurrency
import Storage

extension StoredStream {
    /// How many messages the leader is asked for at once.
    private static let width = 32

    /// At most some of the messages after `position`, in order, from the leader, without any consumer: none of those that
    /// stand there is left out.
    ///
    /// Asked for what stands at a sequence, a leader that has just been elected may not have it yet, which looks as if it
    /// had been deleted. Asked for the next one from a sequence on, whoever has it has applied all before it: so that what
    /// is not there was deleted.
    func next(after position: UInt64) async throws(StorageError) -> [StoredMessage] {
        let stage = "read the stream \(name) from its leader"
        guard let first = try await next(from: position + 1, stage: stage) else { return [] }
        let sequences = Array(first.sequence + 1..<first.sequence + UInt64(Self.width))
        let others = try await BoundedTasks.map(sequences, atOnce: Self.width) { sequence throws(StorageError) in
            try await self.next(from: sequence, stage: stage)
        }
        // Each answer is the next of the one before or the same; where one is missing, what follows has a gap.
        var messages = [first]
        for message in others {
            guard let message else { break }
            if message.sequence > messages[messages.count - 1].sequence { messages.append(message) }
        }
        return messages
    }

    /// The message at `sequence`, which is on `subject`, by the leader's word; nil if it was deleted. There must be one after
    /// it: a leader that has neither has yet to come so far, and is asked again.
    /// - Throws: ``StorageError``: `corrupted` if the leader has a message of another subject there.
    func undeleted(at sequence: UInt64, on subject: String, stage: String) async throws(StorageError) -> StoredMessage?
    {
        try await persist(stage) { limit, _ throws(Obstacle) in
            if let found = try await get([("seq", "\(sequence)")], limit, stage) {
                return try require(found, on: subject, stage)
            }
            guard let next = try await next(from: sequence, limit, stage: stage), next.sequence > sequence else {
                throw .passing("the leader has yet to come to message \(sequence)")
            }
            return nil
        }
    }

    private func next(from sequence: UInt64, stage: String) async throws(StorageError) -> StoredMessage? {
        try await persist(stage) { limit, _ throws(Obstacle) in
            try await next(from: sequence, limit, stage: stage)
        }
    }

    private func next(
        from sequence: UInt64, _ limit: Duration, stage: String
    ) async throws(Obstacle) -> StoredMessage? {
        try await get([("seq", "\(sequence)"), ("next_by_subj", ">")], limit, stage)
    }
}
