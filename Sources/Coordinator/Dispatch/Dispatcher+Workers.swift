import Concurrency
public import Events
public import Identity
import Logging
import Storage
import Synchronization
import Units

/// What workers say besides results.
extension Dispatcher {
    /// How many leases of one call are seen to at once.
    private static var atOnce: Int { 32 }
    /// More leases than any worker has.
    private static var mostLeases: Int { 10_000 }

    /// A worker says who it is, and what it still has from before.
    /// - Throws: `DomainError`: `invalid`; `alreadyExists` while another one's worker of that name is alive;
    ///   `exhausted`.
    public func register(
        _ introduction: WorkerIntroduction, by principal: Principal
    ) async throws(DomainError) -> LeaseTerms {
        let now = parts.clock.now()
        let isNews = try state.withLock { state throws(DomainError) in
            try state.planner.workers.register(introduction, by: principal, at: now)
        }
        if isNews { log.say(.info, of: principal.name, "a worker registered", ["worker": "\(introduction.name)"]) }
        do throws(StorageError) {
            try await parts.noteLanguages(introduction.languageIDs)
        } catch {
            // It says so again when it registers the next time.
            log.report(error, "keep a worker's languages", ["worker": "\(introduction.name)"])
        }
        for lease in introduction.leases.prefix(Self.mostLeases) { await adopt(lease, principal, at: now) }
        signal()
        return LeaseTerms(duration: parts.queue.leaseDuration, extendEvery: Self.extendInterval(parts))
    }

    /// Takes note of a lease that a former process of the coordinator gave.
    private func adopt(_ lease: String, _ principal: Principal, at now: Duration) async {
        guard let ticket = parts.tickets.ticket(lease), ticket.principal == principal.name,
            let name = JobName(ticket.job), leases[lease] == nil
        else { return }
        var held = HeldLeases.Held(
            worker: ticket.worker, name: name, lane: JobLane(priority: 2, tenant: "", requirement: ""), since: now)
        do throws(StorageError) {
            if let id = name.submission {
                let submission = try await parts.submissions.load(id)
                if let submission { held.lane = submission.lane(of: name) }
                held.isUnwanted = submission?.wants(name) != true
            }
            leases.give(lease, held)
        } catch {
            // It is as good as unknown: its result counts all the same.
            log.report(error, "look a lease up", ["job": "\(name)"])
        }
    }

    /// Which worker calls; it was heard of now.
    /// - Throws: `DomainError`: `wrongState` if it has to register first.
    public func heard(_ principal: Principal, _ name: String?) throws(DomainError) -> String {
        try state.withLock { state throws(DomainError) in
            let name = try state.planner.workers.caller(principal, name: name)
            state.planner.workers.heard(name, at: parts.clock.now())
            return name
        }
    }

    /// Makes leases last longer; tells which have ended, and which are not wanted any more.
    /// - Throws: `DomainError`: `wrongState` if the worker has to register first; `unavailable`.
    public func extend(
        _ leases: [String], for name: String?, of principal: Principal
    ) async throws(DomainError) -> ExtendedLeases {
        _ = try heard(principal, name)
        guard leases.count <= Self.mostLeases else {
            throw DomainError(.invalid, "\(leases.count) leases are more than any worker has")
        }
        var extended = ExtendedLeases()
        for (lease, result) in await forEach(leases, { await self.extend($0, principal) }) {
            switch try result.get() {
            case .extended: break
            case .ended: extended.ended.append(lease)
            case .unwanted: extended.unwanted.append(lease)
            }
        }
        return extended
    }

    private enum Extension: Sendable {
        case extended, ended, unwanted
    }

    private func extend(_ lease: String, _ principal: Principal) async -> Result<Extension, DomainError> {
        guard let ticket = parts.tickets.ticket(lease), ticket.principal == principal.name, !isPassedOn(lease) else {
            return .success(.ended)
        }
        if ticket.token.text.isEmpty {
            return .success(runs.meeting(ticket.job) == nil ? .unwanted : .extended)
        }
        do throws(StorageError) {
            let isHeld = try await parts.queue.extend(ticket.token)
            guard isHeld else {
                leases.end(lease)
                return .success(.ended)
            }
            return .success(leases.extend(lease, at: parts.clock.now()) ? .extended : .unwanted)
        } catch {
            log.report(error, "extend a lease", ["job": "\(ticket.job)"])
            return .failure(DomainError(error))
        }
    }

    /// Ends leases of jobs that the worker will not do: they go to others, and that does not count as a try.
    /// - Returns: how many were its own.
    /// - Throws: `DomainError`: `unavailable`; then giving them all back again is safe.
    @discardableResult
    public func giveBack(
        _ leases: [String], for principal: Principal, reason: String
    ) async throws(DomainError) -> Int {
        let results = await forEach(Array(leases.prefix(Self.mostLeases))) { await self.giveBack($0, principal) }
        var count = 0
        for (_, result) in results where try result.get() { count += 1 }
        if count > 0 {
            log.say(.info, of: principal.name, "jobs were given back: \(reason.cut(to: 512))", ["count": "\(count)"])
        }
        return count
    }

    private func giveBack(_ lease: String, _ principal: Principal) async -> Result<Bool, DomainError> {
        guard let ticket = parts.tickets.ticket(lease), ticket.principal == principal.name, !isPassedOn(lease) else {
            return .success(false)
        }
        leases.giveBack(lease, of: ticket.job, atMost: parts.options.mostReturns)
        if ticket.token.text.isEmpty {
            runs.meeting(ticket.job)?.end()
            return .success(true)
        }
        do throws(StorageError) {
            try await parts.queue.giveBack(ticket.token, after: .zero)
            return .success(true)
        } catch {
            log.report(error, "give a job back", ["job": "\(ticket.job)"])
            return .failure(DomainError(error))
        }
    }

    /// What a worker found so far goes to whoever follows; nothing depends on it.
    /// - Parameters:
    ///   - isCompiling: whether the compiler runs.
    ///   - tests: test cases that ended since the last time.
    /// - Throws: `DomainError`: `wrongState`; `forbidden`; `invalid` for more than a batch has.
    public func progress(
        _ lease: String, isCompiling: Bool, tests: [LoggedExecuteResult.Test], by principal: Principal
    ) throws(DomainError) {
        let spoken = try spoken(lease, principal)
        guard tests.count <= BatchPlan.most else {
            throw DomainError(.invalid, "\(tests.count) test cases are more than a batch has")
        }
        guard let submission = spoken.name?.submission, let held = leases[lease], !held.isUnwanted
        else { return }
        if isCompiling, case .build(let language) = LaneRequirement(held.lane.requirement) {
            parts.progress(submission, .compiling(worker: held.worker, language: language))
        }
        // What the worker doubts, another one may look at: it is told when it is recorded.
        for test in tests where !test.result.isInDoubt {
            var result = test.result
            result.name = result.name.cut(to: 512)
            result.message = result.message.cut(to: ResultCheck.message)
            parts.progress(submission, .testFinished(test.index, result))
        }
    }

    /// Has a worker finish what it does and take nothing new, or take work again.
    /// - Throws: `DomainError` (`notFound`).
    public func drain(_ name: String, _ drains: Bool) throws(DomainError) {
        try state.withLock { state throws(DomainError) in
            guard state.planner.workers[name] != nil || state.planner.workers.isDraining(name) else {
                throw DomainError(
                    .notFound, "there is no worker \(name.cut(to: 128))", advice: "the overview lists them all")
            }
            state.planner.workers.drain(name, drains)
        }
        signal()
    }

    /// Does `work` with each text, some at once; what came of each, in order.
    private func forEach<Value: Sendable>(
        _ texts: [String], _ work: @escaping @Sendable (String) async -> Value
    ) async -> [(String, Value)] {
        await BoundedTasks.map(texts, atOnce: Self.atOnce) { ($0, await work($0)) }
    }
}
