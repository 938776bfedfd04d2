import Concurrency
public import Storage
import Synchronization

extension JetStreamQueue {
    /// Leases up to `count` of the lane's oldest jobs. When some can be leased and some fail, those that can are returned.
    public func lease(_ count: Int, from lane: JobLane) async throws(StorageError) -> [JobLease] {
        let stage = "lease jobs"
        try requireOpen(stage)
        var leases: [JobLease] = []
        while leases.count < count {
            let missing = count - leases.count
            let chosen = board.withLock { board in
                board.expire(.now)
                return board.claim(missing, from: lane)
            }
            guard !chosen.isEmpty else { break }
            let outcomes = try await BoundedTasks.map(chosen, atOnce: Self.width) { job throws(StorageError) in
                do throws(StorageError) {
                    return Result<JobLease?, StorageError>.success(try await self.lease(job, stage: stage))
                } catch {
                    self.update { $0.release(job) }
                    return .failure(error)
                }
            }
            leases += outcomes.compactMap { try? $0.get() }.compactMap { $0 }
            // What was leased is not taken back because of what was not.
            if leases.isEmpty { for case .failure(let error) in outcomes { throw error } }
            guard outcomes.allSatisfy({ if case .success = $0 { true } else { false } }) else { break }
        }
        return leases
    }

    /// Makes the lease last its whole duration from now; false if it has ended.
    public func extend(_ lease: JobLease.Token) async throws(StorageError) -> Bool {
        try await change(lease, .extended, stage: "extend a lease")
    }

    /// Ends the lease and lets the job be leased again after `delay`, in its old place.
    public func giveBack(_ lease: JobLease.Token, after delay: Duration) async throws(StorageError) {
        let whole = delay.components.seconds
        let milliseconds = whole > 1 << 40 ? Int64(1) << 50 : Int64((delay / .milliseconds(1)).rounded(.up))
        _ = try await change(lease, .returned(max(0, milliseconds)), stage: "give a job back")
    }

    /// Ends the lease and keeps the job as a dead letter, which is one change: there is no moment in between.
    public func bury(_ lease: JobLease.Token, reason: String) async throws(StorageError) {
        _ = try await change(lease, .buried, Array(reason.utf8), stage: "bury a job")
    }

    /// Says that the job is done; most of the servers know when this returns.
    public func complete(_ lease: JobLease.Token) async throws(StorageError) {
        let stage = "complete a job"
        try requireOpen(stage)
        guard let name = LeaseName(lease) else { return }
        try await catchUp(with: name, stage: stage)
        let isDone = try await append(.done, to: name.job, stage: stage) { entry in
            guard entry.leases.contains(where: { $0 == (name.change, name.number) }) else { return false }
            return switch entry.status {
            case .buried, .done: false
            case .waiting, .claimed, .leased, .delayed: true
            }
        }
        if isDone { collect(name.job) }
    }

    /// Leases a job that was chosen; nil if somebody else was first, or it is done.
    private func lease(_ job: UInt64, stage: String) async throws(StorageError) -> JobLease? {
        // Another queue object may have leased it since it was chosen: then the next change would be that lease's end.
        guard let entry = board.withLock({ $0[job] }), entry.status == .claimed else { return nil }
        let number = UInt64.random(in: 0...UInt64.max)
        let name = LeaseName(job: job, change: entry.nextChange, number: number)
        let change = JobChange.leased(number)
        let claim = try await stream.claim(
            subject(of: name.change, to: job), headers: [(JobChange.header, change.text)], [], stage: stage)
        guard case .won(let sequence) = claim else {
            try await refresh(job, stage: stage)
            update { $0.release(job) }
            return nil
        }
        let deliveries = update { board in
            board.apply(change, number: name.change, at: sequence, to: job, now: .now)
            return board[job]?.deliveries
        }
        // Gone if it was done so long ago that the claim found nothing of it.
        guard let message = try await stream.undeleted(at: job, on: subject(of: entry.id), stage: stage),
            let deliveries
        else {
            forget(job)
            garbage.add([sequence])
            return nil
        }
        do throws(StorageError) {
            let opened = try keys.open(message.payload, for: Self.binding(entry.id))
            return JobLease(
                job: Job(id: entry.id, lane: entry.lane, payload: opened), token: name.token, delivery: deliveries)
        } catch {
            // What cannot be opened would come back for ever: it waits for a person, and stands in nobody's way.
            try await bury(name.token, reason: Self.unreadable(error))
            return nil
        }
    }

    /// Lets something happen to the job that a lease is of.
    /// - Returns: false if the lease has ended.
    private func change(
        _ token: JobLease.Token, _ change: JobChange, _ content: [UInt8] = [], stage: String
    ) async throws(StorageError) -> Bool {
        try requireOpen(stage)
        guard let name = LeaseName(token) else { return false }
        try await catchUp(with: name, stage: stage)
        return try await append(change, to: name.job, content, stage: stage) { entry in
            guard entry.leases.contains(where: { $0 == (name.change, name.number) }),
                case .leased(name.number, _) = entry.status
            else { return false }
            return true
        }
    }

    /// Makes a change the job's next one, as often as another was faster, while `isPossible` says so of what is known of it.
    /// - Returns: false if it is not possible any more, or the job is not known.
    func append(
        _ change: JobChange, to job: UInt64, _ content: [UInt8] = [], stage: String,
        while isPossible: @Sendable (JobBoard.Entry) -> Bool
    ) async throws(StorageError) -> Bool {
        while true {
            let next = board.withLock { board in
                board.expire(.now)
                return board[job].flatMap { isPossible($0) ? $0.nextChange : nil }
            }
            guard let next else { return false }
            if try await append(change, number: next, to: job, content, stage: stage) { return true }
            try await refresh(job, stage: stage)
        }
    }

    /// Makes a change the one of that number; false if another has it.
    private func append(
        _ change: JobChange, number: Int, to job: UInt64, _ content: [UInt8] = [], stage: String
    ) async throws(StorageError) -> Bool {
        let subject = subject(of: number, to: job)
        let sealed = content.isEmpty ? [] : try keys.seal(content, for: Self.binding(number, to: job))
        let claim = try await stream.claim(
            subject, headers: [(JobChange.header, change.text)], sealed, stage: stage)
        guard case .won(let sequence) = claim else { return false }
        _ = update { $0.apply(change, number: number, at: sequence, to: job, now: .now) }
        return true
    }
}
