import Concurrency
import Events
import Executions
import Identity
import Logging
import Storage
import Synchronization
import Units

/// Executions that are kept: their jobs stand in the queue, and what comes of them in the log.
extension Dispatcher {
    /// What a worker is to do for an execution, and its client's trace context; nil if it is not wanted any more: then its job is out of the queue.
    func prepare(_ id: ExecutionID, _ lease: JobLease) async throws(StorageError) -> (
        work: LeasedJob.Work, traceparent: String
    )? {
        guard let state = try await dependencies.executions.load(id), state.isOpen else {
            try await dependencies.queue.complete(lease.token)
            return nil
        }
        self.state.withLock { $0.planner.charge(lease.job.lane, work: DispatchPlanner.buildWork.inSeconds) }
        return (
            .execution(language: state.accepted.language, ProgramLimits.execution), state.accepted.traceparent
        )
    }

    /// Has a worker do an execution that it leased, and records what comes of it: when this returns, that is durable.
    ///
    /// If the worker goes away before, its lease expires, and another one gets the job.
    /// - Throws: `DomainError`: `notFound` if it is not wanted any more; `unavailable`.
    func conduct(
        _ id: ExecutionID, _ claim: LeaseClaim, _ worker: RunRendezvous.Worker
    ) async throws(DomainError) {
        let lane = leases[claim.lease]?.lane
        defer { leases.end(claim.lease) }
        let start = dependencies.clock.now()
        let startedAt = dependencies.wallClock()
        conducted.withLock { $0[id] = startedAt }
        defer { conducted.withLock { $0[id] = nil } }
        do {
            let execution = try await wantedExecution(id)
            let principal = Principal(role: .worker, name: claim.ticket.principal)
            let result = try await firstToEnd {
                try await self.within(execution.timeAllowed(grace: self.dependencies.options.runGrace)) {
                    try await ExecutionExchange(worker: worker).run(execution) { event in
                        self.dependencies.executionProgress(id, event)
                    }
                }
            } or: {
                try await self.dependencies.executionIsUnwanted(id, principal)
                throw Self.unwanted(id)
            }
            try await duringOutages("record what came of an execution", claim) { () async throws(StorageError) in
                try await dependencies.executions.finish(id, with: result, startedAt: startedAt)
            }
            try await duringOutages("complete an execution's job", claim) { () async throws(StorageError) in
                try await dependencies.queue.complete(claim.ticket.token)
            }
            leases.finish(claim.lease, of: claim.ticket.job)
            if let lane {
                let work = dependencies.clock.now() - start - DispatchPlanner.buildWork
                state.withLock { $0.planner.charge(lane, work: work.inSeconds) }
            }
        } catch let error as StorageError {
            logger.report(error, "do an execution", ["job": "\(claim.ticket.job)"])
            throw DomainError(error)
        } catch let error as DomainError {
            throw error
        } catch {
            throw DomainError(.cancelled, "the worker's call was ended")
        }
    }

    /// Does `body`, again and again while the store does not answer and the worker waits: what it has found is not to be found
    /// twice.
    /// - Throws: ``StorageError`` if it cannot go on; `CancellationError` if the worker's call has ended.
    private func duringOutages(
        _ doing: String, _ claim: LeaseClaim, _ body: () async throws(StorageError) -> Void
    ) async throws {
        try await StorageError.outlastingOutages {
            try await sleep(for: .seconds(1))
        } report: {
            logger.report($0, doing, ["job": "\(claim.ticket.job)"])
        } _: {
            try await body()
        }
    }

    private func wantedExecution(_ id: ExecutionID) async throws -> Execution {
        guard let state = try await dependencies.executions.load(id), state.isOpen else { throw Self.unwanted(id) }
        return try await dependencies.executions.execution(of: state)
    }

    /// Does `body`, but for no longer than `time`.
    /// - Throws: `DomainError` (`unavailable`) after that; what `body` throws.
    func within<Value: Sendable>(
        _ time: Duration, _ body: @Sendable @escaping @concurrent () async throws -> Value
    ) async throws -> Value {
        try await firstToEnd(of: body) {
            try await self.sleep(for: time)
            throw DomainError(
                .unavailable, "the execution did not end in its time and was stopped", advice: "try again")
        }
    }

    private static func unwanted(_ id: ExecutionID) -> DomainError {
        DomainError(.notFound, "the execution \(id) is not wanted any more")
    }
}

extension Execution {
    /// For how long a worker may say nothing of the end: all that its tests and its checker may take, and `grace`.
    func timeAllowed(grace: Duration) -> Duration {
        // The grace has room for one compiler.
        let compiling = checker == nil ? .zero : compilation.cpuTime * 2 + .seconds(1)
        return (limits.wallTime + (checker?.limits.wallTime ?? .zero)) * tests.count + compiling + grace
    }
}
