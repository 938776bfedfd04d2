public import Storage
import Units

extension JetStreamBlobs {
    /// What stands in the stream of pieces of a content that is not complete.
    private struct Remains {
        /// The sequences, by the numbers of their subjects.
        var sequences: [Int: UInt64] = [:]
        /// When the last of it was written, in nanoseconds since 1970.
        var lastTime: Int64 = 0

        mutating func add(_ number: Int, _ message: StoredMessage) {
            sequences[number] = message.sequence
            lastTime = max(lastTime, message.time)
        }
    }

    /// Forgets uploads that nobody went on with for `age`, and what is left of contents that were removed while a server
    /// failed. Of an upload that somebody goes on with at that very moment, nothing is given out that is not whole: it
    /// fails with `conflict`.
    ///
    /// The age is measured by this machine's clock and the servers': one that is wrong costs uploads, not contents.
    /// - Returns: of how many contents something was removed.
    /// - Throws: ``StorageError`` (`unavailable`): what was not removed is found the next time.
    public func sweep(olderThan age: Duration) async throws(StorageError) -> Int {
        let stage = "sweep unfinished uploads"
        let oldest = SystemTime.now / 1_000_000_000 - age.components.seconds
        var swept = 0
        for (hash, remains) in try await remains(stage: stage) where remains.lastTime < oldest * 1_000_000_000 {
            guard let mark = try await takeOver(hash, remains, stage: stage) else { continue }
            // The first message, without which nothing is an upload's beginning, before the others.
            let sequences = remains.sequences.sorted { $0.key < $1.key }.map(\.value)
            try await delete(sequences, stage: stage)
            garbage.add(mark)
            swept += 1
        }
        return swept
    }

    /// Sweeps every hour, or more often where uploads are to be forgotten sooner, until the task is cancelled.
    func sweepAgainAndAgain(olderThan age: Duration) async {
        let pause = min(age / 4, .seconds(3600))
        while (try? await Task.sleep(for: pause * Double.random(in: 0.8...1.2))) != nil {
            // What fails now is done the next time.
            _ = try? await sweep(olderThan: age)
        }
    }

    /// All that was written of contents that are not complete.
    private func remains(stage: String) async throws(StorageError) -> [ContentHash: Remains] {
        let mark = "\(pieceSubjects).mark.\(randomName())"
        guard case .won(let end) = try await pieces.claim(mark, headers: [], [], stage: stage) else {
            throw .unavailable(stage, "a name was drawn twice")
        }
        // After the mark: what is complete by then was not when its pieces were written.
        let complete = Set(try await list(after: nil, limit: .max))
        var all: [ContentHash: Remains] = [:]
        let reader = OrderedReader(pieces, after: 0, headersOnly: true)
        var position: UInt64 = 0
        while position < end {
            let message = try await reader.next()
            position = message.sequence
            let parts = message.subject.dropFirst(pieceSubjects.utf8.count + 1).split(separator: ".")
            guard parts.count == 2, let hash = ContentHash(String(parts[0])), let number = Int(parts[1]),
                !complete.contains(hash)
            else { continue }
            all[hash, default: Remains()].add(number, message)
        }
        garbage.add([end])
        return all
    }

    /// Makes sure that no upload goes on with what is left of a content, as a later upload does: by taking the number that
    /// it would go on with.
    /// - Returns: what was written for that; nil if an upload has gone on meanwhile, or come to its end.
    private func takeOver(
        _ hash: ContentHash, _ remains: Remains, stage: String
    ) async throws(StorageError) -> [UInt64]? {
        // Without its first message nothing goes on.
        guard remains.sequences[0] != nil, let last = remains.sequences.keys.max() else { return [] }
        let record = UploadRecord.begin("sweeper-\(randomName())")
        let claim = try await pieces.claim(
            subject(last + 1, of: hash), headers: [(UploadRecord.header, record.text)], [], stage: stage)
        guard case .won(let sequence) = claim else { return nil }
        guard try await contents.last(on: subject(of: hash), stage: stage) == nil else {
            garbage.add([sequence])
            return nil
        }
        return [sequence]
    }
}
