internal import Concurrency
public import Cryptography
import Synchronization

/// Keys of people on a store that is far away, those asked for a moment ago from memory.
///
/// A key from memory was read from the store a moment ago at most: so a destruction by another process is seen when that is
/// over. One by this process is seen at once. What was not there, or is destroyed, is asked for again each time.
public final class RecentPersonKeys: PersonKeys {
    private struct Known: Sendable {
        var key: SymmetricKey
        /// When the store was asked for it: what it said was true then.
        var asked: Duration
    }

    private struct State {
        var known = RecentlyUsed<PersonID, Known>()
        /// How many keys this process has destroyed: what was read meanwhile is not kept.
        var destroyed: UInt64 = 0
    }

    private let base: any PersonKeys
    private let age: Duration
    private let limit: Int
    private let now: @Sendable () -> Duration
    private let state = Mutex(State())

    /// The keys of `base`.
    /// - Parameters:
    ///   - base: the store.
    ///   - age: for how long a key is given from memory.
    ///   - limit: how many keys are in memory at most.
    ///   - clock: what the age is measured with.
    public init<Time: Clock>(
        _ base: any PersonKeys, age: Duration = .milliseconds(500), limit: Int = 10_000, clock: Time = ContinuousClock()
    ) where Time.Duration == Duration {
        self.base = base
        self.age = age
        self.limit = limit
        let origin = clock.now
        now = { origin.duration(to: clock.now) }
    }

    /// How the person's key stands: from memory if the store was asked for it a moment ago.
    public func key(of person: PersonID) async throws(StorageError) -> PersonKey {
        let asked = now()
        let (known, destroyed) = state.withLock { ($0.known.use(person), $0.destroyed) }
        if let known, asked - known.asked < age { return .present(known.key) }
        let found = try await base.key(of: person)
        switch found {
        case .present(let key): remember(key, of: person, asked, destroyed)
        case .missing, .destroyed: forget(person)
        }
        return found
    }

    /// The person's key, made by the store if there never was one.
    public func create(for person: PersonID) async throws(StorageError) -> SymmetricKey? {
        let (asked, destroyed) = (now(), state.withLock { $0.destroyed })
        let key = try await base.create(for: person)
        if let key { remember(key, of: person, asked, destroyed) } else { forget(person) }
        return key
    }

    /// Destroys the key in the store, and forgets it.
    public func destroy(_ person: PersonID) async throws(StorageError) {
        defer {
            state.withLock { state in
                state.destroyed += 1
                _ = state.known.remove(person)
            }
        }
        try await base.destroy(person)
    }

    /// What the store lists.
    public func list(after person: PersonID?, limit: Int) async throws(StorageError) -> [PersonKeyListing] {
        try await base.list(after: person, limit: limit)
    }

    private func remember(_ key: SymmetricKey, of person: PersonID, _ asked: Duration, _ destroyed: UInt64) {
        state.withLock { state in
            guard state.destroyed == destroyed else { return }
            _ = state.known.remove(person)
            state.known.add(Known(key: key, asked: asked), size: 0, for: person)
            _ = state.known.trim(to: 0, count: limit)
        }
    }

    private func forget(_ person: PersonID) {
        state.withLock { _ = $0.known.remove(person) }
    }
}
