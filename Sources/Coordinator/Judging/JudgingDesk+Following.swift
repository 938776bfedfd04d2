public import Events
import Storage

/// What is said of submissions while they are judged.
extension JudgingDesk {
    /// What a follower is told at once.
    public enum Finding: Hashable, Sendable {
        /// It is judged anew: what was said of its test cases before counts no more.
        case begun
        /// A test case, by its index, ended; provisional until it is recorded.
        case ended(UInt32, LoggedTestResult)
    }

    /// Reports what workers find of submissions, as they say it and as long as the task goes on. Nothing of it is kept: what
    /// comes faster than it is taken is left out, and is told by the log all the same. Nobody who judges waits for it. Workers may be
    /// connected to any coordinator of the store.
    /// - Throws: ``DomainError``: `exhausted` if too many follow something; `unavailable` when the coordinator stops.
    public func follow(_ ids: [SubmissionID], report: (SubmissionID, Finding) -> Void) async throws(DomainError) {
        guard let fanout else { return }
        let streams = try await DomainError.mapping { () async throws(StorageError) in
            var streams: Set<StreamName> = []
            for id in ids { streams.insert(try id.stream) }
            return streams
        }
        let subscription = try fanout.subscribe(to: streams, for: Self.owner)
        defer { fanout.unsubscribe(subscription) }
        var incoming = subscription.makeIterator()
        while let news = await incoming.next(isolation: #isolation) {
            switch news {
            case .progress(.testFinished(let test, let result), of: let stream):
                if let id = SubmissionID(stream) { report(id, .ended(test, result)) }
            case .entry(let entry):
                // Not when it was built: an entry may come after what is said of the tests that followed it.
                let isBegun = entry.events.contains { $0.type == RejudgeRequested.persistedType }
                if isBegun, let id = SubmissionID(entry.stream) { report(id, .begun) }
            case .progress, .executed: break
            }
        }
        guard !Task.isCancelled else { return }
        throw DomainError(.unavailable, "the coordinator is stopping", advice: "follow again", retryAfter: .seconds(1))
    }
}
