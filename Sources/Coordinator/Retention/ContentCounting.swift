import Concurrency
import Storage
import Units

/// How many contents a store holds, and what of them nothing refers to.
struct ContentCounts: Hashable, Sendable {
    /// Some contents.
    struct Sum: Hashable, Sendable {
        var contents = 0
        /// Their sizes together, unsealed.
        var size = ByteCount(0)

        mutating func add(_ size: ByteCount) {
            contents += 1
            self.size = self.size + size
        }
    }

    var stored = Sum()
    /// Those that nothing referred to when a coordinator looked last.
    var unused = Sum()
    /// Since when nothing refers to the first of these, in nanoseconds since 1970 (UTC); nil: there is none.
    var unusedSince: Int64?
    /// Those of the unused ones that the next look removes, unless somebody asks for them before.
    var due = Sum()
    /// How long unused contents are kept; nil: for good.
    var keptFor: Duration?
    /// Whether all contents were counted.
    var isComplete = false
}

/// Counts what a store holds, and what of it nothing refers to.
struct ContentCounting: Sendable {
    private static let page = 256
    /// How many sizes are asked for at once.
    private static let atOnce = 16

    private let store: any BlobStore
    private let log: any EventLog
    private let unused: UnusedContents
    private let age: Duration?

    /// - Parameters:
    ///   - store: the contents themselves, not ``RetainedContents``: who only counts them wants none.
    ///   - unused: what `log` says of those that nothing refers to.
    ///   - age: how long these are kept; nil: for good.
    init(_ store: any BlobStore, log: any EventLog, unused: UnusedContents, age: Duration?) {
        (self.store, self.log, self.unused, self.age) = (store, log, unused, age)
    }

    /// Counts all contents that are there when it comes to them.
    /// - Parameter tell: is told what was counted so far, page by page, and at last all of it.
    /// - Throws: ``StorageError``; what `tell` throws.
    func count(_ tell: (ContentCounts) async throws -> Void) async throws {
        try await unused.catchUp(with: log)
        var counts = ContentCounts(keptFor: age)
        var last: ContentHash?
        while true {
            try Task.checkCancellation()
            let contents = try await store.list(after: last, limit: Self.page)
            guard let end = contents.last else { break }
            let sizes = try await BoundedTasks.map(contents, atOnce: Self.atOnce) { [store] hash throws(StorageError) in
                (hash, try await store.size(of: hash))
            }
            let now = SystemTime.now
            for case (let hash, let size?) in sizes { add(hash, size, at: now, to: &counts) }
            try await tell(counts)
            last = end
        }
        counts.isComplete = true
        try await tell(counts)
    }

    private func add(_ hash: ContentHash, _ size: ByteCount, at now: Int64, to counts: inout ContentCounts) {
        counts.stored.add(size)
        let (since, isDue): (Int64, Bool)
        switch unused.standing(of: hash) {
        case .used: return
        case .unused(let start): (since, isDue) = (start, age.map { .nanoseconds(now &- start) >= $0 } ?? false)
        case .forgotten(let start): (since, isDue) = (start, true)
        }
        counts.unused.add(size)
        counts.unusedSince = min(counts.unusedSince ?? since, since)
        if isDue { counts.due.add(size) }
    }
}
