import Storage
import Synchronization

extension JetStreamQueue {
    /// Learns what a message of the stream tells.
    func learn(_ message: StoredMessage) {
        let parts = message.subject.dropFirst(subjects.utf8.count + 1).split(separator: ".")
        let (isGarbage, done) = update { board -> (Bool, UInt64?) in
            defer { board.advance(to: message.sequence) }
            switch (parts.first, parts.count) {
            case ("job", 2):
                guard let lane = message.headers[JobLane.header].flatMap({ JobLane(header: $0) }) else { break }
                let call = message.headers[StoredStream.callHeader] ?? "\(message.sequence)"
                return (!board.add(String(parts[1]), lane, at: message.sequence, by: call), nil)
            case ("change", 3):
                guard let job = UInt64(parts[1]), let number = Int(parts[2]),
                    let change = message.headers[JobChange.header].flatMap({ JobChange($0) })
                else { break }
                // The job stands before its changes in the stream: if it is not known, it is done and deleted.
                let isKnown = board.apply(change, number: number, at: message.sequence, to: job, now: .now)
                return (!isKnown, isKnown && change == .done ? job : nil)
            case ("mark", 2):
                // Of a queue object that ended before it could delete it.
                return (message.sequence <= inherited, nil)
            default: break
            }
            return (false, nil)
        }
        if isGarbage { garbage.add([message.sequence]) }
        // Whoever did it may have ended before it could delete what is left of it.
        if let done, message.sequence <= inherited { collect(done) }
        watch.wake()
    }

    /// Waits until all that was in the stream when this was called is known here; fails when nothing comes for as long as a
    /// call may take.
    func catchUp(stage: String) async throws(StorageError) {
        garbage.add([try await mark(stage: stage)])
    }

    /// Waits as ``catchUp(stage:)`` does.
    /// - Returns: the sequence of a message that stands behind all that was in the stream; it is the caller's to delete.
    private func mark(stage: String) async throws(StorageError) -> UInt64 {
        let subject = "\(subjects).mark.\(randomName())"
        guard case .won(let mark) = try await stream.claim(subject, headers: [], [], stage: stage) else {
            throw .unavailable(stage, "a name was drawn twice")
        }
        var (position, end) = (UInt64(0), ContinuousClock.now + stream.persist.patience)
        while true {
            let now = board.withLock { $0.position }
            guard now < mark else { break }
            // As long as they come, they are waited for: there can be a million.
            if now > position { (position, end) = (now, ContinuousClock.now + stream.persist.patience) }
            try requireOpen(stage)
            let left = end - ContinuousClock.now
            guard left > .zero, await hasMore(than: now, of: mark, within: left) else {
                throw .unavailable(stage, "the stream's messages do not come")
            }
        }
        return mark
    }

    /// Waits for what comes after `position`; where `mark` is far away, not for each message of its own.
    /// - Returns: false if the task was cancelled.
    private func hasMore(than position: UInt64, of mark: UInt64, within limit: Duration) async -> Bool {
        guard mark - position < 256 else { return (try? await Task.sleep(for: .milliseconds(10))) != nil }
        return await watch.wait(limit, unless: { board.withLock { $0.position } > position })
    }

    /// Makes sure that what the token `lease` tells of would be known here: another queue object may have given it.
    func catchUp(with lease: LeaseName, stage: String) async throws(StorageError) {
        let isKnown = board.withLock { board in
            guard let entry = board[lease.job] else { return lease.job <= board.position }
            return lease.change < entry.nextChange
        }
        if !isKnown { try await catchUp(stage: stage) }
    }

    /// Learns from the leader what changes a job has had of which the first is not known here.
    func refresh(_ job: UInt64, stage: String) async throws(StorageError) {
        var learned = 0
        while let number = board.withLock({ $0[job]?.nextChange }) {
            guard let message = try await stream.last(on: subject(of: number, to: job), stage: stage),
                let change = message.headers[JobChange.header].flatMap({ JobChange($0) })
            else { break }
            _ = update { $0.apply(change, number: number, at: message.sequence, to: job, now: .now) }
            learned += 1
        }
        guard learned == 0, let id = board.withLock({ $0[job]?.id }) else { return }
        // Either the leader has yet to come so far, or all is deleted: something that stands behind it tells which.
        let mark = try await mark(stage: stage)
        defer { garbage.add([mark]) }
        if try await stream.undeleted(at: job, on: subject(of: id), stage: stage) == nil { forget(job) }
    }

    /// A job is deleted: nothing is to be known of it any more, and its changes are garbage.
    func forget(_ job: UInt64) {
        let changes = update { board in
            defer { board.remove(job) }
            return board[job]?.changes ?? []
        }
        garbage.add(changes)
    }

    /// A job is done: its messages are deleted when nobody can need them any more.
    func collect(_ job: UInt64) {
        let changes = board.withLock { $0[job]?.changes ?? [] }
        garbage.add([job] + changes)
    }
}
