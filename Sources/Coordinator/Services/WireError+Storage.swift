public import Storage
public import Wire

extension WireError {
    /// What a caller is told of a store's failure: nothing of paths, keys or databases, which `error` itself says to whoever
    /// reads the coordinator's log.
    ///
    /// `full` is RESOURCE_EXHAUSTED, to be tried again later; `unavailable` and `closed` are UNAVAILABLE; `corrupted` is
    /// DATA_LOSS; `conflict` is ABORTED; everything else is INTERNAL.
    public init(_ error: StorageError) {
        switch error.code {
        case .full:
            self.init(
                .resourceExhausted, "the coordinator's store is full; try again later, or have room made for it",
                retryAfter: .seconds(30))
        case .unavailable:
            self.init(
                .unavailable, "the coordinator's store does not answer now; try again", retryAfter: .seconds(1))
        case .closed:
            self.init(.unavailable, "the coordinator is being stopped; try again", retryAfter: .seconds(1))
        case .corrupted:
            self.init(.dataLoss, "what the coordinator has stored is damaged; ask its operator, whose log says what")
        case .conflict:
            self.init(.aborted, "somebody else changed the same at the same time; try again")
        default:
            self.init(.internal, "the coordinator's store failed; its log says why")
        }
    }

    /// Does `body`, and tells a caller what its store's failure means to it.
    public static func mapping<Value>(_ body: () async throws(StorageError) -> Value) async throws(WireError) -> Value {
        do {
            return try await body()
        } catch {
            throw WireError(error)
        }
    }
}
