import Storage
import Synchronization

extension JetStreamQueue {
    /// Learns what a message of the stream tells.
    func learn(_ message: StoredMessage) {
        let parts = message.subject.dropFirst(subjects.utf8.count + 1).split(separator: ".")
        let isGarbage = update { board in
            defer { board.advance(to: message.sequence) }
            switch (parts.first, parts.count) {
            case ("job", 2):
                guard let lane = message.headers[JobLane.header].flatMap({ JobLane(header: $0) }) else { break }
                let call = message.headers[StoredStream.callHeader] ?? "\(message.sequence)"
                return !board.add(String(parts[1]), lane, at: message.sequence, by: call)
            case ("change", 3):
                guard let job = UInt64(parts[1]), let number = Int(parts[2]),
                    let change = message.headers[JobChange.header].flatMap({ JobChange($0) })
                else { break }
                // The job stands before its changes in the stream: if it is not known, it is done and deleted.
                return !board.apply(change, number: number, at: message.sequence, to: job, now: .now)
            default: break
            }
            return false
        }
        if isGarbage { garbage.add([message.sequence]) }
        watch.wake()
    }

    /// Waits until all that was in the stream when this was called is known here; fails when nothing comes for as long as a
    /// call may take.
    func catchUp(stage: String) async throws(StorageError) {
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
        garbage.add([mark])
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
        while let number = board.withLock({ $0[job]?.nextChange }) {
            guard let message = try await stream.last(on: subject(of: number, to: job), stage: stage),
                let change = message.headers[JobChange.header].flatMap({ JobChange($0) })
            else { break }
            _ = update { $0.apply(change, number: number, at: message.sequence, to: job, now: .now) }
        }
        guard try await stream.message(at: job, fromLeader: true, stage: stage) == nil else { return }
        forget(job)
    }

    /// A job is done, and so are its changes.
    func forget(_ job: UInt64) {
        let changes = update { board in
            defer { board.remove(job) }
            return board[job]?.changes ?? []
        }
        garbage.add(changes)
    }
}
