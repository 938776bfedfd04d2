import Audit
import Events
import Storage
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing
import Transparency

@Suite("The tree of a log's commands is the same for everybody, and proves what it has", .timeLimit(.minutes(2)))
struct AuditTreeTests {
    /// What the tree must be.
    private static func range(_ leaves: [AuditLeaf]) -> CompactRange {
        var range = CompactRange()
        for leaf in leaves { range.append(leaf.hash) }
        return range
    }

    @Test("Root and proofs are those of the commands alone, in the log's order")
    func proofs() async throws {
        let folder = try AuditFolder()
        let count = 600
        let leaves = try Commands.leaves(0..<count)
        try await folder.with { log in
            try await Commands.append(0..<count, to: log)
            let tree = try await Commands.tree(of: log)
            let whole = Self.range(leaves)
            #expect(tree.size == whole.size && tree.head.root == whole.root)
            var random = SeededGenerator(seed: 5)
            for size in [1, 2, 255, 256, 257, 511, 512, 600] as [UInt64] {
                let root = try #require(try await tree.root(at: size))
                #expect(root == Self.range(Array(leaves.prefix(Int(size)))).root, "\(size)")
                let older = UInt64.random(in: 0...size, using: &random)
                let old = try #require(try await tree.root(at: older))
                let proof = try #require(try await tree.consistency(from: older, to: size))
                #expect(proof.shows(from: older, old, to: size, root), "\(older) to \(size)")
                let place = UInt64.random(in: 0..<size, using: &random)
                let inclusion = try #require(try await tree.inclusion(of: place, in: size))
                #expect(inclusion.shows(leaves[Int(place)].hash, at: place, in: size, root: root))
                let leaf = try #require(try await tree.leaf(at: place))
                #expect(leaf.hash == leaves[Int(place)].hash)
            }
            #expect(try await tree.root(at: 601) == nil)
            #expect(try await tree.inclusion(of: 600, in: 600) == nil)
            #expect(try await tree.consistency(from: 1, to: 601) == nil)
            #expect(try await tree.leaf(at: 600) == nil)
        }
    }

    @Test("A snapshot is the same tree, and the tree grows on from there", arguments: [0, 1, 256, 300])
    func snapshots(_ count: Int) async throws {
        let folder = try AuditFolder()
        let file = SnapshotFile(folder.path.appending("snapshot"), keys: folder.keys)
        let leaves = try Commands.leaves(0..<count + 300)
        try await folder.with { log in
            try await Commands.append(0..<count, to: log)
            try await Commands.sign(log, folder.auditKeys)
            let first = AuditTree(log: log)
            let host = ProjectionHost(log: log, projections: [first], snapshots: file, logger: Commands.logger)
            let running = Task { try await host.run() }
            try await host.catchesUp()
            running.cancel()
            _ = await running.result
            try await Commands.append(count..<count + 300, to: log)
            let second = AuditTree(log: log)
            let restored = ProjectionHost(log: log, projections: [second], snapshots: file, logger: Commands.logger)
            try await restored.readToEnd()
            #expect(restored.snapshotPosition.number > 0 || count == 0)
            let third = try await Commands.tree(of: log)
            #expect(second.head == third.head && second.newest == third.newest)
            #expect(second.head.root == Self.range(leaves).root)
            let root = try await second.root(at: UInt64(count + 1))
            #expect(root == Self.range(Array(leaves.prefix(count + 1))).root)
        }
    }

    @Test("A command that an admin has passed over stays a leaf")
    func skipped() async throws {
        let folder = try AuditFolder()
        let leaves = try Commands.leaves(0..<300)
        try await folder.with { log in
            try await Commands.append(0..<300, to: log)
            let skip = EntrySkipped.with { ($0.position, $0.stream) = (3, "contest-1") }
            _ = try await log.append([Event(skip)], to: try StreamName(SkippedEntries.streamName), expecting: .anything)
            let tree = try await Commands.tree(of: log)
            #expect(tree.head.root == Self.range(leaves).root)
            let root = try await tree.root(at: 5)
            #expect(root == Self.range(Array(leaves.prefix(5))).root, "also when its tile is read again")
        }
    }

    @Test("What stands behind a command that is passed over and cannot be read is proven all the same")
    func unreadable() async throws {
        let folder = try AuditFolder()
        try await folder.with { log in
            try await Commands.append(0..<300, to: log)
            let lost = try #require(try await log.read(after: LogPosition(2), limit: 1).first)
            let skip = EntrySkipped.with { ($0.position, $0.stream) = (lost.position.number, lost.stream.text) }
            _ = try await log.append([Event(skip)], to: try StreamName(SkippedEntries.streamName), expecting: .anything)
            let tree = try await Commands.tree(of: DamagedLog(log: log, place: EntryPlace(lost.position, lost.stream)))
            let leaves = try Commands.leaves(0..<300)
            let isLeaf = AuditLeaf(lost) != nil
            #expect(tree.size == UInt64(leaves.count - (isLeaf ? 1 : 0)))
            let root = try await tree.root(at: 5)
            #expect(root != nil, "its tile is read again")
            let leaf = try await tree.leaf(at: 250)
            #expect(leaf != nil)
        }
    }

    @Test("Any change of an entry is a change of its leaf, and of nothing else")
    func leaves() throws {
        let entry = LogEntry(
            position: LogPosition(7), stream: try StreamName("contest-1"), recordedAt: 9, events: try Commands.events(1)
        )
        let leaf = try #require(AuditLeaf(entry))
        var (moved, later) = (entry, entry)
        (moved.position, later.recordedAt) = (LogPosition(8), 10)
        #expect(AuditLeaf(moved)?.hash == leaf.hash && AuditLeaf(later)?.hash == leaf.hash)
        var changed: [LogEntry] = []
        for (number, event) in entry.events.enumerated() {
            for place in event.payload.indices {
                var other = entry
                other.events[number].payload[place] ^= 1
                changed.append(other)
            }
            guard number < entry.events.count - 1 else { continue }
            var (renamed, shorter, doubled) = (entry, entry, entry)
            renamed.events[number].type += "x"
            shorter.events.remove(at: number)
            doubled.events.insert(event, at: number)
            changed += [renamed, shorter, doubled]
        }
        var elsewhere = entry
        elsewhere.stream = try StreamName("contest-2")
        changed.append(elsewhere)
        // What moves from one event to the next.
        var split = entry
        split.events[1].payload.insert(split.events[0].payload.removeLast(), at: 0)
        changed.append(split)
        let hashes = changed.map { AuditLeaf($0)?.hash }
        #expect(!hashes.contains(leaf.hash) && !hashes.contains(nil))
    }

    @Test("An entry whose last event is no record is no leaf")
    func noLeaves() throws {
        var entry = LogEntry(
            position: LogPosition(7), stream: try StreamName("contest-1"), recordedAt: 9, events: try Commands.events(1)
        )
        entry.events.swapAt(1, 2)
        #expect(AuditLeaf(entry) == nil)
        let hash = [UInt8](repeating: 0, count: 31)
        #expect(AuditLeaf(position: .start, stream: entry.stream, storedAt: 0, record: [], eventsHash: hash) == nil)
    }
}

/// A log of which one entry cannot be read.
private struct DamagedLog: EventLog {
    let log: any EventLog
    let place: EntryPlace

    private func check(_ entries: [LogEntry]) throws(StorageError) -> [LogEntry] {
        guard entries.contains(where: { $0.position == place.position }) else { return entries }
        var error = StorageError(.corrupted, stage: "read the entry \(place.position.number)")
        error.entry = place
        throw error
    }

    func append(
        _ events: [Event], to stream: StreamName, expecting: Storage.Expectation
    ) async throws(StorageError) -> LogPosition {
        try await log.append(events, to: stream, expecting: expecting)
    }
    func read(after position: LogPosition, limit: Int) async throws(StorageError) -> [LogEntry] {
        try check(try await log.read(after: position, limit: limit))
    }
    func read(
        _ stream: StreamName, after position: LogPosition, limit: Int
    ) async throws(StorageError) -> [LogEntry] {
        try check(try await log.read(stream, after: position, limit: limit))
    }
    func follow(after position: LogPosition) -> AsyncThrowingStream<LogEntry, any Error> { log.follow(after: position) }
    func end() async throws(StorageError) -> LogPosition { try await log.end() }
}
