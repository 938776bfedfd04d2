package import Storage

/// What admins see of the fleet, and do with it, wherever they ask.
package struct FleetDesk: Sendable {
    private let dispatcher: Dispatcher
    private let queue: any JobQueue

    /// - Parameter queue: what `dispatcher` gives out.
    init(_ dispatcher: Dispatcher, queue: any JobQueue) { (self.dispatcher, self.queue) = (dispatcher, queue) }

    /// Queues, workers and rates now.
    /// - Parameters:
    ///   - limit: at most so many workers.
    ///   - name: only workers whose names come after this one.
    package func overview(workers limit: Int, after name: String) async throws(DomainError) -> FleetOverview {
        try await DomainError.mapping { () async throws(StorageError) in
            try await dispatcher.overview(workers: limit, after: name)
        }
    }

    /// Jobs that were given up.
    /// - Parameters:
    ///   - limit: at most so many.
    ///   - job: only those after this job.
    package func deadLetters(_ limit: Int, after job: String?) async throws(DomainError) -> [DeadLetter] {
        try await DomainError.mapping { () async throws(StorageError) in
            try await queue.deadLetters(after: job, limit: limit)
        }
    }

    /// Has dead letters tried again, as if never tried before; all of them if none is named.
    /// - Returns: how many they were.
    package func requeue(_ jobs: [String]) async throws(DomainError) -> Int {
        try await DomainError.mapping { () async throws(StorageError) in try await dispatcher.requeue(jobs) }
    }

    /// Forgets dead letters; their submissions get the judge's error. All of them if none is named.
    /// - Returns: how many they were.
    package func discard(_ jobs: [String]) async throws(DomainError) -> Int {
        try await DomainError.mapping { () async throws(StorageError) in try await dispatcher.discard(jobs) }
    }

    /// Has a worker finish what it does and take nothing new, or take work again.
    package func drain(_ worker: String, _ drains: Bool) throws(DomainError) { try dispatcher.drain(worker, drains) }
}
