import EmbeddedStorage
import Events
import Storage
import SwiftProtobuf
import Testing
import Wire

@testable import Coordinator

@Suite("What a store holds is counted, and what of it nothing refers to", .timeLimit(.minutes(1)))
struct ContentCountingTests {
    private static func count(
        _ store: EmbeddedStore, keptFor age: Duration?
    ) async throws -> Verdict_V1_ContentCounts {
        let counting = ContentCounting(store.blobs, log: store.log, unused: UnusedContents(), age: age)
        var told: [Verdict_V1_ContentCounts] = []
        try await counting.count { told.append(Verdict_V1_ContentCounts($0)) }
        #expect(told.dropLast().allSatisfy { !$0.complete } && told.last?.complete == true)
        return told.last ?? Verdict_V1_ContentCounts()
    }

    private static func sum(_ contents: UInt64, _ bytes: UInt64) -> Verdict_V1_ContentSum {
        .with { ($0.contents, $0.bytes) = (contents, bytes) }
    }

    @Test("All are counted, then those that nothing refers to, and those that the next look removes")
    func counts() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let empty = try await Self.count(store, keptFor: .zero)
        #expect(empty.stored == Verdict_V1_ContentSum() && empty.unusedSinceNs == 0)

        var side = RetentionSide(store.blobs, store.log)
        for text in ["kept", "unused", "unused, too"] { try await side.put(text) }
        try await side.submit(SubmissionID(tenant: "a", key: "1"), "kept")
        let unmarked = try await Self.count(store, keptFor: .zero)
        #expect(unmarked.stored == Self.sum(3, 21) && unmarked.unused == Verdict_V1_ContentSum())
        _ = try await side.sweep.sweep()
        let marked = try await Self.count(store, keptFor: .zero)
        #expect(marked.stored == Self.sum(3, 21) && marked.unused == Self.sum(2, 17) && marked.due == marked.unused)
        #expect(marked.unusedSinceNs > 0)
        let young = try await Self.count(store, keptFor: .seconds(3600))
        #expect(young.unused == Self.sum(2, 17) && young.due == Verdict_V1_ContentSum())
        #expect(young.keptNs == 3_600_000_000_000)
        let lasting = try await Self.count(store, keptFor: nil)
        #expect(lasting.unused == Self.sum(2, 17) && lasting.due == Verdict_V1_ContentSum() && lasting.keptNs == 0)
        // Counting wants none of them.
        let swept = try await side.sweep.sweep()
        #expect(swept.forgotten == 2)
        let after = try await Self.count(store, keptFor: .zero)
        #expect(after.stored == Self.sum(1, 4) && after.unused == Verdict_V1_ContentSum())
        try await store.close()
    }
}
