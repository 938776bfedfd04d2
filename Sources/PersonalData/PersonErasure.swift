public import Storage

/// Erases people: destroys a person's key, then says so.
///
/// The key's destruction decides: before it nothing has begun, after it the person is erased, and whatever is interrupted goes
/// no other way. That it is told only afterwards means that nobody is told of an erasure that is not one. The telling itself
/// can be lost with the process: calling again, or ``reconcile(erasedInLog:record:)``, makes up for it.
public struct PersonErasure: Sendable {
    private let keys: any PersonKeys

    /// Erasures of people whose keys are these.
    public init(_ keys: any PersonKeys) {
        self.keys = keys
    }

    /// Erases a person; harmless if that was done before.
    /// - Parameters:
    ///   - person: who is to be erased.
    ///   - record: appends to the log that the person is erased, unless it says so already.
    /// - Throws: what the store of keys throws: then it may be done or not, and is to be tried again; what `record` throws:
    ///   then it is done, and to be recorded by another call.
    public func erase(_ person: PersonID, record: () async throws -> Void) async throws {
        try await keys.destroy(person)
        guard case .destroyed = try await keys.key(of: person) else {
            throw StorageError(
                .corrupted, stage: "erase the person \(person)", reason: "the key is there after it was destroyed",
                advice: "stop, and look at the store of keys")
        }
        try await record()
    }

    /// What ``PersonErasure/reconcile(erasedInLog:record:)`` did.
    public struct Reconciliation: Hashable, Sendable {
        /// Whose keys were there although the log says that they are erased, as after restoring keys from a backup.
        public var erasedAgain: [PersonID] = []
        /// Whose keys were destroyed without a word in the log.
        public var recorded: [PersonID] = []
    }

    /// Brings keys and log together, at each start and after keys were restored from a backup: who is erased by one of them is
    /// erased by both. Harmless at any time.
    /// - Parameters:
    ///   - erased: whom the log says to be erased.
    ///   - record: appends to the log that the person is erased, unless it says so already.
    /// - Returns: what was to be done.
    public func reconcile(
        erasedInLog erased: Set<PersonID>, record: (PersonID) async throws -> Void
    ) async throws -> Reconciliation {
        var done = Reconciliation()
        var rest = erased
        var last: PersonID?
        while case let page = try await keys.list(after: last, limit: 1000), let end = page.last {
            for listing in page where listing.isDestroyed {
                guard rest.remove(listing.person) == nil else { continue }
                try await record(listing.person)
                done.recorded.append(listing.person)
            }
            last = end.person
        }
        // Also whose key is not there at all: none is to be made.
        for person in rest.sorted() {
            try await keys.destroy(person)
            done.erasedAgain.append(person)
        }
        return done
    }
}
