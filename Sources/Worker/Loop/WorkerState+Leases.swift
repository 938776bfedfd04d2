import Wire

/// Jobs come, are lost, and are given back.
extension WorkerState {
    mutating func leased(_ jobs: [Verdict_V1_Job]) -> [WorkerAction] {
        isLeasing = false
        leaseFailures = 0
        var actions: [WorkerAction] = []
        var surplus: [String] = []
        for (index, job) in jobs.enumerated() {
            guard !job.lease.isEmpty, number(ofLease: job.lease) == nil else { continue }
            if let known = entries.first(where: { $0.value.job == job.id && $0.value.phase != .stopping })?.key {
                // The lease before has ended, and the job has come back to who has it.
                entries[known]?.lease = job.lease
                actions += send(known)
            } else if mode == .working, index < asked {
                last += 1
                entries[JobNumber(value: last)] = Entry(
                    job: job.id, lease: job.lease, trace: Assignment.trace(job), givesWay: job.givesWay)
                actions.append(.prepare(JobNumber(value: last), job))
            } else {
                surplus.append(job.lease)
            }
        }
        if leasingPrecedesRegistration, !actions.isEmpty { actions += nameLateLeases() }
        return actions
            + giveBack(surplus, mode == .working ? "more than was asked for" : "the worker is about to leave")
    }

    mutating func leaseFailed(_ wait: Duration?) -> [WorkerAction] {
        isLeasing = false
        guard mode == .working else { return [] }
        return pause(atLeast: wait)
    }

    /// Asks for no jobs for a while.
    mutating func pause(atLeast wait: Duration? = nil) -> [WorkerAction] {
        leaseFailures += 1
        guard !waitsToLease else { return [] }
        waitsToLease = true
        return [.leaseLater(attempt: leaseFailures, atLeast: wait)]
    }

    mutating func leaseIsDue() -> [WorkerAction] {
        waitsToLease = false
        return []
    }

    mutating func moved(_ number: JobNumber, from old: Phase, to new: Phase) -> [WorkerAction] {
        if entries[number]?.phase == old { entries[number]?.phase = new }
        return []
    }

    mutating func extended(ended: [String], unwanted: [String]) -> [WorkerAction] {
        let (ended, unwanted) = (Set(ended), Set(unwanted))
        var actions: [WorkerAction] = []
        var returned: [String] = []
        for (number, entry) in entries.sorted(by: { $0.key < $1.key }) {
            let hasBegun = entry.phase != .preparing && entry.phase != .ready
            guard entry.phase != .outbox, entry.phase != .stopping else { continue }
            if unwanted.contains(entry.lease) {
                returned.append(entry.lease)
            } else if !ended.contains(entry.lease) || hasBegun {
                // Others may have it. What has begun goes on: perhaps it is here that it ends first.
                continue
            }
            entries[number]?.phase = .stopping
            actions.append(.cancel(number))
        }
        return actions + giveBack(returned, "nobody wants it any more")
    }

    mutating func giveBack(_ leases: [String], _ reason: String) -> [WorkerAction] {
        guard !leases.isEmpty else { return [] }
        givingBack += 1
        return [.giveBack(leases, reason: reason)]
    }

    mutating func gaveBack() -> [WorkerAction] {
        givingBack -= 1
        return []
    }
}

extension Verdict_V1_Job {
    /// Whether each of its runs waits its turn.
    fileprivate var givesWay: Bool { if case .measure? = work { true } else { false } }
}
