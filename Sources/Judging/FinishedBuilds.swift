import Concurrency
import Synchronization
import Units

/// What was built, by what it was built of. Those not used for longest are let go when all together grow too large.
final class FinishedBuilds: Sendable {
    /// However small they are: each costs memory besides.
    private static let mostEntries = 16384
    /// What an entry takes in memory, about.
    private static let entrySize = ByteCount.kibibytes(1)

    private let limit: ByteCount
    private let builds = Mutex(RecentlyUsed<BuildKey, Build>())

    /// Keeps builds of `limit` bytes in all.
    init(limit: ByteCount) {
        self.limit = limit
    }

    /// What all that is kept takes.
    var size: ByteCount { ByteCount(builds.withLock { $0.size }) }

    /// What came of building `key`, if that is still known.
    func build(of key: BuildKey) -> Build? {
        builds.withLock { $0.use(key) }
    }

    /// Keeps `build` if it would always end in this way. One larger than the limit is used once and kept by nobody.
    func add(_ build: Build, of key: BuildKey) {
        guard build.isRepeatable else { return }
        let size = build.size + Self.entrySize
        // What is let go of removes its directory: not while others wait for the lock.
        let removed = builds.withLock { builds in
            builds.add(build, size: size.bytes, for: key)
            return builds.trim(to: limit.bytes, count: Self.mostEntries)
        }
        withExtendedLifetime(removed) {}
    }
}
