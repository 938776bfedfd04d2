public import Storage
import Synchronization

/// What an admin does with dead letters.
extension Dispatcher {
    /// Puts dead letters back into the queue with no attempts counted; all of them if none is named.
    /// - Returns: how many they were.
    public func requeue(_ ids: [String]) async throws(StorageError) -> Int {
        try await forEachLetter(ids) { letter throws(StorageError) in
            // The queue comes first: else a crash could leave a submission without its job.
            let count = try await dependencies.queue.requeue([letter.job.id])
            leases.forget(letter.job.id)
            if case .measure(let package)? = JobName(letter.job.id) {
                try await dependencies.packages.resumeMeasuring(package)
            }
            guard let name = JobName(letter.job.id), let id = name.submission else { return count }
            let change = try await dependencies.submissions.change(id) { $0.recordFreed(name) }
            if let change { try await enqueueOutstanding(change.state) }
            return count
        }
    }

    /// Deletes dead letters; their submissions get the judge's error. All of them if none is named.
    /// - Returns: how many they were.
    public func discard(_ ids: [String]) async throws(StorageError) -> Int {
        try await forEachLetter(ids) { letter throws(StorageError) in
            if let name = JobName(letter.job.id), let id = name.submission {
                var before: SubmissionState?
                let change = try await dependencies.submissions.change(id) { state in
                    before = state
                    return state.wants(name) ? state.recordFailure(letter.reason) : []
                }
                if let change, let before { try await followUp(change.state, change.events, before: before) }
            }
            return try await dependencies.queue.discard([letter.job.id])
        }
    }

    private func forEachLetter(
        _ ids: [String], _ body: (DeadLetter) async throws(StorageError) -> Int
    ) async throws(StorageError) -> Int {
        defer { deadLetters.invalidate() }
        let wanted = Set(ids)
        var count = 0
        var page = try await dependencies.queue.deadLetters(after: nil, limit: 500)
        while let last = page.last {
            // The next page is read before this one changes: it is found by the last letter of this one.
            let next = try await dependencies.queue.deadLetters(after: last.job.id, limit: 500)
            for letter in page where wanted.isEmpty || wanted.contains(letter.job.id) {
                count += try await body(letter)
            }
            page = next
        }
        return count
    }
}
