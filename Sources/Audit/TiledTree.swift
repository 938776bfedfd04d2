import Storage
import Transparency

/// A tree that keeps the hashes of its leaves only where the last tile is not full yet; of full tiles it keeps their own hashes,
/// and where in the log their leaves begin. Some 75 bytes for 256 leaves. A pure value.
struct TiledTree: Hashable, Sendable {
    /// The leaves behind the last full tile.
    private(set) var tail: [TreeHash] = []
    /// The hashes of all complete subtrees that are as high as a tile or higher, by height.
    private var levels: [[TreeHash]] = []
    /// Where the first leaf of each tile stands in the log; also of the one that is not full.
    private(set) var starts: [LogPosition] = []

    /// A tree without leaves.
    init() {}

    /// A tree that was kept; nil if there is no such tree.
    init?(tiles: [TreeHash], tail: [TreeHash], starts: [LogPosition]) {
        guard tail.count < Int(Tile.width), starts.count == tiles.count + (tail.isEmpty ? 0 : 1) else { return nil }
        for tile in tiles { add(tile) }
        (self.tail, self.starts) = (tail, starts)
    }

    /// The hashes of its full tiles.
    var tiles: [TreeHash] { levels.first ?? [] }

    /// How many leaves it has.
    var size: UInt64 { UInt64(tiles.count) * Tile.width + UInt64(tail.count) }

    /// Adds a leaf, which stands in the log at `position`.
    mutating func append(_ leaf: TreeHash, at position: LogPosition) {
        if tail.isEmpty { starts.append(position) }
        tail.append(leaf)
        guard tail.count == Int(Tile.width) else { return }
        add(Self.hash(ofTile: tail))
        tail = []
    }

    private mutating func add(_ tile: TreeHash) {
        var (hash, level) = (tile, 0)
        while true {
            if level == levels.count { levels.append([]) }
            levels[level].append(hash)
            guard levels[level].count.isMultiple(of: 2) else { return }
            hash = .node(levels[level][levels[level].count - 2], hash)
            level += 1
        }
    }

    /// The full tile whose leaves are needed for a subtree's hash; nil if that is known.
    func tile(for subtree: Subtree) -> UInt64? {
        let tile = subtree.leaves.lowerBound / Tile.width
        return subtree.level < Tile.height && tile < UInt64(tiles.count) ? tile : nil
    }

    /// The hash of a subtree of this tree.
    /// - Parameter leaves: those of the full tiles that ``tile(for:)`` names, by tile.
    /// - Returns: nil if the tree has no such subtree, or its leaves are not given.
    func hash(of subtree: Subtree, with leaves: [UInt64: [TreeHash]]) -> TreeHash? {
        guard subtree.level < 64, subtree.index < 1 << UInt64(63 - min(subtree.level, 62)) else { return nil }
        if subtree.level >= Tile.height {
            let level = subtree.level - Tile.height
            guard level < levels.count, subtree.index < UInt64(levels[level].count) else { return nil }
            return levels[level][Int(subtree.index)]
        }
        let tile = subtree.leaves.lowerBound / Tile.width
        let found = tile < UInt64(tiles.count) ? leaves[tile] : tile == UInt64(tiles.count) ? tail : nil
        let start = Int(subtree.leaves.lowerBound % Tile.width)
        guard let found, start + 1 << subtree.level <= found.count else { return nil }
        return Self.hash(ofComplete: found[start..<start + 1 << subtree.level])
    }

    /// The hash of a full tile's leaves.
    static func hash(ofTile leaves: [TreeHash]) -> TreeHash { hash(ofComplete: leaves[...]) }

    /// The hash of a power of two of leaves.
    private static func hash(ofComplete leaves: ArraySlice<TreeHash>) -> TreeHash {
        var row = Array(leaves)
        while row.count > 1 { row = stride(from: 0, to: row.count - 1, by: 2).map { .node(row[$0], row[$0 + 1]) } }
        return row.first ?? .empty
    }
}
