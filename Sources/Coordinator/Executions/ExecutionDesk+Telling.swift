public import Events
import Storage
import Synchronization

/// Executions of whose end an API has to tell somebody: it is known which, however often the coordinator starts.
extension ExecutionDesk {
    /// Those that `api` took and has not told of yet, whether they have ended or not, oldest first; waits until the log was read.
    public func untold(by api: String) async throws -> [ExecutionState] {
        try await projections.catchesUp()
        return index.untold(by: api)
    }

    /// Takes note that nothing more is to be told of an execution.
    /// - Parameters:
    ///   - id: the execution.
    ///   - failure: why it was given up; empty if it was told.
    /// - Throws: ``DomainError``: what the store's failures mean.
    public func markTold(_ id: ExecutionID, failure: String = "") async throws(DomainError) {
        do throws(StorageError) {
            var told = ExecutionTold()
            told.failure = failure.truncated(to: 1024)
            let event = try Event(told)
            try await records.change(id) { $0.isToBeTold ? event : nil }
        } catch {
            throw DomainError(error)
        }
    }

    /// When a worker began with an execution that is kept, in nanoseconds since 1970 (UTC); nil if none has it now, as far as this
    /// coordinator knows: others know of those that they gave out.
    public func startedAt(_ id: ExecutionID) -> Int64? { dispatcher.conducted.withLock { $0[id] } }
}
