import Concurrency
import Storage
import Units
import Wire

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
    func count(_ tell: (Verdict_V1_ContentCounts) async throws -> Void) async throws {
        try await unused.catchUp(with: log)
        var counts = Verdict_V1_ContentCounts()
        counts.keptNs = UInt64(clamping: age?.nanoseconds ?? 0)
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
        counts.complete = true
        try await tell(counts)
    }

    private func add(_ hash: ContentHash, _ size: ByteCount, at now: Int64, to counts: inout Verdict_V1_ContentCounts) {
        counts.stored.add(size)
        switch unused.standing(of: hash) {
        case .used: return
        case .unused(let since):
            counts.unused.add(size)
            counts.unusedSinceNs = counts.unusedSinceNs == 0 ? since : min(counts.unusedSinceNs, since)
            if let age, Duration.nanoseconds(now &- since) >= age { counts.due.add(size) }
        case .forgotten(let since):
            counts.unused.add(size)
            counts.unusedSinceNs = counts.unusedSinceNs == 0 ? since : min(counts.unusedSinceNs, since)
            counts.due.add(size)
        }
    }
}

extension Verdict_V1_ContentSum {
    fileprivate mutating func add(_ size: ByteCount) {
        contents += 1
        bytes += UInt64(clamping: size.bytes)
    }
}
