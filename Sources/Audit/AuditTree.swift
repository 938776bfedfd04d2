internal import Concurrency
public import Events
public import Storage
import Synchronization
public import Transparency

/// The tree of all commands that the log records, in the log's order: the same on every coordinator, and nothing of it is
/// written.
///
/// It keeps some 75 bytes for 256 commands. What a proof needs of older leaves is read from the log again: those of one tile,
/// or two.
public final class AuditTree: Sendable {
    private struct State {
        var tree = TiledTree()
        /// The checkpoint that was signed last.
        var newest: SignedCheckpoint?
    }

    private static let keptTiles: Int64 = 16

    private let state = Mutex(State())
    private let grown = Threshold()
    private let completed = Threshold()
    private let reader: AuditReader
    private let tiles = Mutex(RecentlyUsed<UInt64, [TreeHash]>())

    /// A tree of `log` that has no leaves yet.
    public init(log: any EventLog) { reader = AuditReader(log: log) }

    /// How many commands are recorded, as far as the log was read.
    public var size: UInt64 { state.withLock { $0.tree.size } }

    /// The checkpoint that was signed last, as far as the log was read.
    public var newest: SignedCheckpoint? { state.withLock { $0.newest } }

    /// The tree's size and hash now.
    public var head: (size: UInt64, root: TreeHash) {
        let tree = state.withLock { $0.tree }
        // All but the full tiles' own hashes is in the tail.
        let root = MerkleTree.hash(of: 0..<tree.size) { tree.hash(of: $0, with: [:]) ?? .empty }
        return (tree.size, root)
    }

    /// Returns when it has `size` leaves.
    /// - Throws: `CancellationError`.
    func grows(to size: UInt64) async throws(CancellationError) { try await grown.wait(for: size) }

    /// Returns when all is known that was in the log when this process began.
    /// - Throws: `CancellationError`.
    func completes() async throws(CancellationError) { try await completed.wait(for: 1) }

    // MARK: Proofs

    /// The hash of its first `size` leaves; nil if it has fewer.
    /// - Throws: ``Storage/StorageError``, `corrupted` also if the log has other commands now than when it was read.
    public func root(at size: UInt64) async throws -> TreeHash? {
        guard size > 0 else { return .empty }
        return try await hashes(of: [0..<size])?.first
    }

    /// Shows that the leaf at `leaf` is in the tree of `size` leaves; nil if there is no such leaf, or no such tree yet.
    /// - Throws: as ``root(at:)``.
    public func inclusion(of leaf: UInt64, in size: UInt64) async throws -> InclusionProof? {
        guard let parts = InclusionProof.parts(of: leaf, in: size) else { return nil }
        return try await hashes(of: parts).map { InclusionProof($0) }
    }

    /// Shows that the tree of `newer` leaves begins with that of `older`; nil if there is no such tree.
    /// - Throws: as ``root(at:)``.
    public func consistency(from older: UInt64, to newer: UInt64) async throws -> ConsistencyProof? {
        guard newer <= size, let parts = ConsistencyProof.parts(from: older, to: newer) else { return nil }
        return try await hashes(of: parts).map { ConsistencyProof($0) }
    }

    /// The leaf at `index`; nil if there is none.
    /// - Throws: ``Storage/StorageError``.
    public func leaf(at index: UInt64) async throws(StorageError) -> AuditLeaf? {
        let start: LogPosition? = state.withLock { state in
            index < state.tree.size ? state.tree.starts[Int(index / Tile.width)] : nil
        }
        guard let start else { return nil }
        return try await reader.leaves(from: start, count: Int(index % Tile.width) + 1).last
    }

    private func hashes(of parts: [Range<UInt64>]) async throws -> [TreeHash]? {
        let tree = state.withLock { $0.tree }
        guard parts.allSatisfy({ $0.upperBound <= tree.size }) else { return nil }
        var leaves: [UInt64: [TreeHash]] = [:]
        for tile in Set(parts.flatMap { MerkleTree.subtrees(of: $0) }.compactMap { tree.tile(for: $0) }) {
            leaves[tile] = try await self.leaves(ofTile: tile, of: tree)
        }
        return parts.map { part in MerkleTree.hash(of: part) { tree.hash(of: $0, with: leaves) ?? .empty } }
    }

    private func leaves(ofTile tile: UInt64, of tree: TiledTree) async throws(StorageError) -> [TreeHash] {
        if let known = tiles.withLock({ $0.use(tile) }) { return known }
        let start = tree.starts[Int(tile)]
        let leaves = try await reader.leaves(from: start, count: Int(Tile.width)).map(\.hash)
        guard leaves.count == Int(Tile.width), TiledTree.hash(ofTile: leaves) == tree.tiles[Int(tile)] else {
            throw StorageError(
                .corrupted, stage: "read the recorded commands from position \(start.number) again",
                reason: "they are others than before",
                advice: "find out who changed the log: verdict admin audit verify")
        }
        tiles.withLock { tiles in
            tiles.add(leaves, size: 1, for: tile)
            _ = tiles.trim(to: Self.keptTiles, count: Int(Self.keptTiles))
        }
        return leaves
    }
}

extension AuditTree: LogProjection {
    /// See ``Events/LogProjection/name``.
    public var name: String { "audit" }
    /// See ``Events/LogProjection/version``.
    public var version: UInt32 { 1 }
    /// See ``Events/LogProjection/streams``: all of them.
    public var streams: StreamPattern { .prefixed("") }

    /// See ``Events/LogProjection/apply(_:isLive:)``.
    public func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        if entry.stream.text == SignedCheckpoint.streamName, let last = try SignedCheckpoint.all(of: entry).last {
            state.withLock { $0.newest = last }
        }
        add(entry)
    }

    /// See ``Events/LogProjection/skip(_:readable:)``. A command that is passed over was recorded, and signed, all the same.
    public func skip(_ place: EntryPlace, readable entry: LogEntry?) {
        if let entry { add(entry) }
    }

    private func add(_ entry: LogEntry) {
        guard let leaf = AuditLeaf(entry) else { return }
        let hash = leaf.hash
        let size = state.withLock { state in
            state.tree.append(hash, at: entry.position)
            return state.tree.size
        }
        grown.reach(size)
    }

    /// See ``Events/LogProjection/complete()``.
    public func complete() { completed.reach(1) }

    /// See ``Events/LogProjection/snapshot()``.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let (tree, newest) = state.withLock { ($0.tree, $0.newest) }
        return { writer in
            for hashes in [tree.tiles, tree.tail] {
                try writer.add(UInt32(hashes.count))
                for hash in hashes { try writer.add(hash.bytes) }
            }
            try writer.add(UInt32(tree.starts.count))
            for start in tree.starts { try writer.add(start.number) }
            try writer.add(newest?.position.number ?? 0)
            try writer.add(newest?.note ?? "")
        }
    }

    /// See ``Events/LogProjection/restore(_:)``.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        var parts: [[TreeHash]] = []
        for _ in 0..<2 {
            var hashes: [TreeHash] = []
            for _ in 0..<(try reader.count()) {
                guard let hash = TreeHash(try reader.bytes()) else { throw SnapshotError("a hash has no 32 bytes") }
                hashes.append(hash)
            }
            parts.append(hashes)
        }
        var starts: [LogPosition] = []
        for _ in 0..<(try reader.count()) { starts.append(LogPosition(try reader.number())) }
        guard let tree = TiledTree(tiles: parts[0], tail: parts[1], starts: starts) else {
            throw SnapshotError("it has no tree of recorded commands")
        }
        let newest = SignedCheckpoint(position: LogPosition(try reader.number()), note: try reader.text())
        return { [self] in
            state.withLock { state in
                state.tree = tree
                state.newest = newest.position > .start ? newest : nil
            }
            grown.reach(tree.size)
        }
    }
}
