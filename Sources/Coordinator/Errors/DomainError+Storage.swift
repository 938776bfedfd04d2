public import Storage

extension DomainError {
    /// What a caller is told of a store's failure: nothing of paths, keys or databases, which `error` itself says to whoever
    /// reads the coordinator's log.
    ///
    /// `full` is ``Code/exhausted``, to be tried again later; `unavailable` and `closed` are ``Code/unavailable``;
    /// `corrupted` is ``Code/damaged``; `conflict` is ``Code/conflict``; everything else is ``Code/failed``.
    public init(_ error: StorageError) {
        switch error.code {
        case .full:
            self.init(
                .exhausted, "the coordinator's store is full",
                advice: "try again later, or ask the operator to free space",
                retryAfter: .seconds(30))
        case .unavailable:
            self.init(
                .unavailable, "the coordinator's store does not answer", advice: "try again",
                retryAfter: .seconds(1))
        case .closed:
            self.init(
                .unavailable, "the coordinator is stopping", advice: "try again", retryAfter: .seconds(1))
        case .corrupted:
            self.init(
                .damaged, "the coordinator's stored data is damaged",
                advice: "ask the operator to read the coordinator's log")
        case .conflict:
            self.init(.conflict, "another call changed the same data at the same time", advice: "try again")
        default:
            self.init(.failed, "the coordinator's store failed", advice: "see the coordinator's log")
        }
    }

    /// Does `body`, and tells a caller what its store's failure means to it.
    public static func mapping<Value>(
        _ body: () async throws(StorageError) -> Value
    ) async throws(DomainError) -> Value {
        do {
            return try await body()
        } catch {
            throw DomainError(error)
        }
    }
}
