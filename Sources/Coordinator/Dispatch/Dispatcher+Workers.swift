import Concurrency
public import Events
public import Identity
import Logging
import Storage
import Synchronization
import Units

/// The calls of workers, except for leasing jobs and finishing them.
extension Dispatcher {
    /// How many leases of one call are handled at once.
    private static var atOnce: Int { 32 }
    /// How many leases one call may name: more than any worker has.
    private static var mostLeases: Int { 10_000 }

    /// Registers a worker, and takes over the leases that it still has.
    /// - Throws: `DomainError`: `invalid`; `alreadyExists` while another principal's worker of that name is alive;
    ///   `exhausted`.
    public func register(
        _ introduction: WorkerRegistration, by principal: Principal
    ) async throws(DomainError) -> LeaseTerms {
        let now = dependencies.clock.now()
        let isNew = try state.withLock { state throws(DomainError) in
            try state.planner.workers.register(introduction, by: principal, at: now)
        }
        if isNew {
            logger.log(.info, causedBy: principal.name, "a worker registered", ["worker": "\(introduction.name)"])
        }
        do throws(StorageError) {
            try await dependencies.noteLanguages(introduction.languageVersions)
        } catch {
            // They are stored when it registers the next time.
            logger.report(error, "store a worker's languages", ["worker": "\(introduction.name)"])
        }
        for lease in introduction.leases.prefix(Self.mostLeases) { await adopt(lease, principal, at: now) }
        signal()
        return LeaseTerms(duration: dependencies.queue.leaseDuration, extendEvery: Self.extensionInterval(dependencies))
    }

    /// Adds a lease that an earlier process of the coordinator granted.
    private func adopt(_ lease: String, _ principal: Principal, at now: Duration) async {
        guard let ticket = dependencies.tickets.decode(lease), ticket.principal == principal.name,
            let name = JobName(ticket.job), leases[lease] == nil
        else { return }
        var held = HeldLeases.Lease(
            worker: ticket.worker, name: name, lane: JobLane(priority: 2, tenant: "", requirement: ""), since: now)
        do throws(StorageError) {
            if let id = name.submission {
                let submission = try await dependencies.submissions.load(id)
                if let submission { held.lane = submission.lane(of: name) }
                held.isUnwanted = submission?.wants(name) != true
            }
            leases.grant(lease, held)
        } catch {
            // The lease is not listed then, and its result counts all the same.
            logger.report(error, "look up a lease", ["job": "\(name)"])
        }
    }

    /// The name of the worker that calls. Notes that it is alive.
    /// - Throws: `DomainError`: `wrongState` if it is not registered.
    public func callingWorker(_ principal: Principal, named name: String?) throws(DomainError) -> String {
        try state.withLock { state throws(DomainError) in
            let name = try state.planner.workers.worker(of: principal, named: name)
            state.planner.workers.touch(name, at: dependencies.clock.now())
            return name
        }
    }

    /// Extends leases; says which have ended, and which jobs are not wanted any more.
    /// - Throws: `DomainError`: `wrongState` if the worker is not registered; `unavailable`.
    public func extend(
        _ leases: [String], for name: String?, of principal: Principal
    ) async throws(DomainError) -> ExtendedLeases {
        _ = try callingWorker(principal, named: name)
        guard leases.count <= Self.mostLeases else {
            throw DomainError(.invalid, "\(leases.count) leases are more than \(Self.mostLeases)")
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
        guard let ticket = dependencies.tickets.decode(lease), ticket.principal == principal.name, !isHandedOver(lease)
        else {
            return .success(.ended)
        }
        if ticket.token.text.isEmpty {
            return .success(runs.rendezvous(ticket.job) == nil ? .unwanted : .extended)
        }
        do throws(StorageError) {
            let isHeld = try await dependencies.queue.extend(ticket.token)
            guard isHeld else {
                leases.end(lease)
                return .success(.ended)
            }
            return .success(leases.extend(lease, of: ticket.job, at: dependencies.clock.now()) ? .extended : .unwanted)
        } catch {
            if error.isOutage, !Task.isCancelled { leases.recordOutage(at: dependencies.clock.now()) }
            logger.report(error, "extend a lease", ["job": "\(ticket.job)"])
            return .failure(DomainError(error))
        }
    }

    /// Returns jobs that the worker will not do: other workers get them, and it does not count as an attempt.
    /// - Returns: how many of the leases were the worker's own.
    /// - Throws: `DomainError`: `unavailable`; then the same call can be made again.
    @discardableResult
    public func giveBack(
        _ leases: [String], for principal: Principal, reason: String
    ) async throws(DomainError) -> Int {
        let results = await forEach(Array(leases.prefix(Self.mostLeases))) { await self.giveBack($0, principal) }
        var count = 0
        for (_, result) in results where try result.get() { count += 1 }
        if count > 0 {
            logger.log(
                .info, causedBy: principal.name, "jobs were returned: \(reason.truncated(to: 512))",
                ["count": "\(count)"])
        }
        return count
    }

    private func giveBack(_ lease: String, _ principal: Principal) async -> Result<Bool, DomainError> {
        guard let ticket = dependencies.tickets.decode(lease), ticket.principal == principal.name, !isHandedOver(lease)
        else {
            return .success(false)
        }
        leases.giveBack(lease, of: ticket.job, atMost: dependencies.options.mostReturns)
        if ticket.token.text.isEmpty {
            runs.rendezvous(ticket.job)?.close()
            return .success(true)
        }
        do throws(StorageError) {
            try await dependencies.queue.giveBack(ticket.token, after: .zero)
            return .success(true)
        } catch {
            logger.report(error, "return a job to the queue", ["job": "\(ticket.job)"])
            return .failure(DomainError(error))
        }
    }

    /// Passes the progress of a job on to the submission's followers. Nothing is stored.
    /// - Parameters:
    ///   - isCompiling: whether the compiler runs.
    ///   - tests: test cases that ended since the last time.
    /// - Throws: `DomainError`: `wrongState`; `forbidden`; `invalid` for more than a batch has.
    public func progress(
        _ lease: String, isCompiling: Bool, tests: [LoggedExecuteResult.Test], by principal: Principal
    ) throws(DomainError) {
        let claim = try verify(lease, of: principal)
        guard tests.count <= BatchPlan.most else {
            throw DomainError(.invalid, "\(tests.count) test cases are more than \(BatchPlan.most)")
        }
        guard let submission = claim.name?.submission, let held = leases[lease], !held.isUnwanted
        else { return }
        var progress: [SubmissionProgress] = []
        if isCompiling, case .build(let language) = LaneRequirement(held.lane.requirement) {
            progress.append(.compiling(worker: held.worker, language: language))
        }
        // A result in doubt may change in a second look: followers get it when it is recorded.
        for test in tests where !test.result.isInDoubt {
            var result = test.result
            result.name = result.name.truncated(to: 512)
            result.message = result.message.truncated(to: ResultValidation.message)
            progress.append(.testFinished(test.index, result))
        }
        dependencies.progress(submission, progress)
    }

    /// Drains a worker: it finishes its jobs and gets no new ones. Or lets it take jobs again.
    /// - Throws: `DomainError` (`notFound`).
    public func drain(_ name: String, _ drains: Bool) throws(DomainError) {
        try state.withLock { state throws(DomainError) in
            guard state.planner.workers[name] != nil || state.planner.workers.isDraining(name) else {
                throw DomainError(
                    .notFound, "there is no worker \(name.truncated(to: 128))", advice: "see the list of workers")
            }
            state.planner.workers.drain(name, drains)
        }
        signal()
    }

    /// Does `work` with each text, some at once; returns the results in order.
    private func forEach<Value: Sendable>(
        _ texts: [String], _ work: @escaping @Sendable (String) async -> Value
    ) async -> [(String, Value)] {
        await BoundedTasks.map(texts, atOnce: Self.atOnce) { ($0, await work($0)) }
    }
}
