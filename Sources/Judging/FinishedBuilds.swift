import Units

/// What was built, by what it was built of. Those not used for longest are let go when all together grow too large.
struct FinishedBuilds {
    private struct Entry {
        var outcome: Builder.Outcome
        var lastUse: Int
    }

    /// However small they are: each costs memory besides.
    private static let mostEntries = 16384

    private let limit: ByteCount?
    private var entries: [BuildKey: Entry] = [:]
    private var clock = 0
    /// What all take together.
    private(set) var size = ByteCount(0)

    /// Keeps builds of `limit` bytes in all; nil: all of them.
    init(limit: ByteCount?) {
        self.limit = limit
    }

    /// What came of building `key`, if that is still known.
    mutating func outcome(of key: BuildKey) -> Builder.Outcome? {
        clock += 1
        entries[key]?.lastUse = clock
        return entries[key]?.outcome
    }

    /// Keeps `outcome`, unless there is one of the same key. One larger than the limit is used once and kept by nobody.
    mutating func add(_ outcome: Builder.Outcome, of key: BuildKey) {
        guard entries[key] == nil else { return }
        clock += 1
        entries[key] = Entry(outcome: outcome, lastUse: clock)
        size = size + outcome.size
        guard let limit else { return }
        while size > limit || entries.count > Self.mostEntries,
            let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            entries[oldest.key] = nil
            size = size - oldest.value.outcome.size
            oldest.value.outcome.directory?.giveUp()
        }
    }
}
