/// A part of a tree that has all its leaves: those from `index << level`, `1 << level` of them.
public struct Subtree: Hashable, Sendable {
    /// How high it is; 0: a leaf.
    public var level: Int
    /// How many of the same height stand to its left.
    public var index: UInt64

    /// The one of that height and place.
    public init(level: Int, index: UInt64) { (self.level, self.index) = (level, index) }

    /// Its leaves.
    public var leaves: Range<UInt64> { index << UInt64(level)..<(index + 1) << UInt64(level) }
}

/// How the parts of a tree make its hash (RFC 6962, section 2.1): a tree is split at the largest power of two below its size.
public enum MerkleTree {
    /// The complete subtrees that a part of a tree is made of, from left to right, largest first.
    /// - Parameter range: the leaves below one node of a tree: those that the split of a tree gives.
    public static func subtrees(of range: Range<UInt64>) -> [Subtree] {
        var (start, found) = (range.lowerBound, [Subtree]())
        while start < range.upperBound {
            let level = 63 - (range.upperBound - start).leadingZeroBitCount
            found.append(Subtree(level: level, index: start >> UInt64(level)))
            start += 1 << UInt64(level)
        }
        return found
    }

    /// The hash of a part of a tree.
    /// - Parameters:
    ///   - range: the leaves below one node.
    ///   - source: the hash of a complete subtree.
    /// - Throws: what `source` throws.
    public static func hash<Failure: Error>(
        of range: Range<UInt64>, from source: (Subtree) throws(Failure) -> TreeHash
    ) throws(Failure) -> TreeHash {
        var hashes: [TreeHash] = []
        for subtree in subtrees(of: range) { hashes.append(try source(subtree)) }
        return root(ofPeaks: hashes)
    }

    /// The hash of a tree whose largest complete subtrees have these hashes, from left to right.
    public static func root(ofPeaks peaks: [TreeHash]) -> TreeHash {
        guard let last = peaks.last else { return .empty }
        return peaks.dropLast().reversed().reduce(last) { .node($1, $0) }
    }

    /// The largest power of two below `count`, which is at least 2.
    static func split(_ count: UInt64) -> UInt64 { 1 << UInt64(63 - (count - 1).leadingZeroBitCount) }
}
