import Concurrency
public import Events
public import Executions
public import Identity
public import Storage
import SwiftProtobuf
import Units

/// What is known of executions that are kept, and what may be done to them.
extension ExecutionDesk {
    /// What is known of an execution.
    /// - Throws: ``DomainError``: `notFound` if there is none that `principal` may know of, or it is gone.
    public func state(of id: ExecutionID, for principal: Principal) async throws(DomainError) -> ExecutionState {
        let state = try await DomainError.mapping { () async throws(StorageError) in try await records.load(id) }
        guard let state, principal.may(.run, of: state.accepted.tenant), !state.isGone(at: SystemTime.now) else {
            throw DomainError(.notFound, "there is no execution \(id)")
        }
        return state
    }

    /// What was asked for, and what its API wants to have back.
    public func content(
        of state: ExecutionState
    ) async throws(DomainError) -> (execution: Execution, note: [UInt8]) {
        let content = try await DomainError.mapping { () async throws(StorageError) in
            try await records.content(of: state)
        }
        return (content.execution, Array(content.note))
    }

    /// What came of an execution; nil if nothing did, or not yet.
    public func result(of state: ExecutionState) async throws(DomainError) -> ExecutionResult? {
        try await DomainError.mapping { () async throws(StorageError) in try await records.result(of: state) }
    }

    /// Executions that `principal` may see, newest first: at most `limit`, before the entry at `position`.
    /// - Returns: a page, and where the next one begins; nil at the end.
    public func list(
        _ filter: ExecutionIndex.Filter, before position: LogPosition? = nil, limit: Int, for principal: Principal
    ) throws(DomainError) -> (executions: [ExecutionState], next: LogPosition?) {
        let filter = try narrowed(filter, for: principal)
        return index.page(filter, before: position, limit: limit, at: SystemTime.now)
    }

    /// How many executions that `principal` may see are kept.
    public func count(_ filter: ExecutionIndex.Filter, for principal: Principal) throws(DomainError) -> Int {
        index.count(try narrowed(filter, for: principal), at: SystemTime.now)
    }

    private func narrowed(
        _ filter: ExecutionIndex.Filter, for principal: Principal
    ) throws(DomainError) -> ExecutionIndex.Filter {
        try require(.run, of: principal)
        guard projections.isCaughtUp else { throw DomainError.starting }
        var filter = filter
        if let tenant = principal.onlyTenant(.run) { filter.tenant = tenant }
        return filter
    }

    /// How many executions wait or are done now.
    public var open: Int { index.open() }

    /// Stops an execution; one that has ended stays as it is.
    /// - Throws: ``DomainError``: `notFound`; what the store's failures mean.
    public func cancel(_ id: ExecutionID, by principal: Principal) async throws(DomainError) -> ExecutionState {
        _ = try await state(of: id, for: principal)
        return try await change(id) { state throws(StorageError) in
            state.isOpen ? try Event(ExecutionCancelled.with { $0.by = principal.name }) : nil
        }
    }

    /// Has an execution forgotten; one that is open is stopped.
    /// - Returns: what was known of it.
    /// - Throws: ``DomainError``: `notFound`; what the store's failures mean.
    public func delete(_ id: ExecutionID, by principal: Principal) async throws(DomainError) -> ExecutionState {
        let state = try await state(of: id, for: principal)
        _ = try await change(id) { state throws(StorageError) in
            if case .deleted = state.phase { return nil }
            return try Event(ExecutionDeleted.with { $0.by = principal.name })
        }
        return state
    }

    private func change(
        _ id: ExecutionID, _ decide: (ExecutionState) throws(StorageError) -> Event?
    ) async throws(DomainError) -> ExecutionState {
        let changed = try await DomainError.mapping { () async throws(StorageError) in
            try await records.change(id, decide)
        }
        guard let changed else { throw DomainError(.notFound, "there is no execution \(id)") }
        return changed
    }

    /// Tells what is known of an execution and what happens to it, until it has ended.
    /// - Throws: ``DomainError``: `notFound`; `exhausted` for too many followers; `unavailable` when the coordinator stops;
    ///   what `report` throws.
    public func follow(
        _ id: ExecutionID, for principal: Principal, report: (News) async throws -> Void
    ) async throws {
        let stream = try await DomainError.mapping { () async throws(StorageError) in try id.stream }
        let subscription = try projections.fanout.subscribe(to: stream, for: principal)
        defer { projections.fanout.unsubscribe(subscription) }
        var known = try await state(of: id, for: principal)
        try await report(.state(known))
        var incoming = subscription.makeIterator()
        while known.isOpen {
            guard let next = await incoming.next(isolation: #isolation) else {
                throw DomainError(
                    Task.isCancelled ? .cancelled : .unavailable, "the coordinator is stopping",
                    advice: "follow again", retryAfter: .seconds(1))
            }
            // Whatever comes: what was left out may have been the last that there was to be told.
            if subscription.takeMissed() {
                let newest = try await state(of: id, for: principal)
                if newest.position > known.position {
                    known = newest
                    try await report(.state(known))
                }
            }
            switch next {
            case .executed(let event): if known.isOpen { try await report(.progress(event)) }
            case .progress: break
            case .entry(let entry):
                guard entry.position > known.position else { continue }
                // Thousands may follow the same one, and none of them needs the store for it.
                do throws(StorageError) { try known.apply(entry) } catch { throw DomainError(error) }
                guard !known.isGone(at: SystemTime.now) else {
                    throw DomainError(.notFound, "there is no execution \(id)")
                }
                try await report(.state(known))
            }
        }
    }

    /// Returns when an execution is not wanted any more: somebody stopped it or had it forgotten.
    static func untilUnwanted(
        _ id: ExecutionID, _ records: ExecutionRecords, _ fanout: LogFanout, for principal: Principal
    ) async throws {
        let subscription = try fanout.subscribe(to: try id.stream, for: principal)
        defer { fanout.unsubscribe(subscription) }
        var incoming = subscription.makeIterator()
        while try await records.load(id)?.isOpen == true {
            var isEntry = false
            while !isEntry {
                guard let next = await incoming.next(isolation: #isolation) else { throw CancellationError() }
                // Among what was left out there may have been one.
                if case .entry = next { isEntry = true }
                if subscription.takeMissed() { isEntry = true }
            }
        }
    }

    /// Waits until an execution has ended, at most for so long.
    /// - Returns: what is known of it then.
    /// - Throws: as ``follow(_:for:report:)`` does.
    public func wait(
        for id: ExecutionID, atMost time: Duration, for principal: Principal
    ) async throws -> ExecutionState {
        try await firstToEnd {
            try await self.follow(id, for: principal) { _ in }
        } or: {
            try await Task.sleep(for: time)
        }
        return try await state(of: id, for: principal)
    }
}
