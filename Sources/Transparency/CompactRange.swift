/// All that a tree has to keep to grow and to know its hash: that of each largest complete subtree. A pure value.
public struct CompactRange: Hashable, Sendable {
    /// How many leaves the tree has.
    public private(set) var size: UInt64 = 0
    /// The hashes of its largest complete subtrees, from left to right: as many as `size` has ones.
    public private(set) var peaks: [TreeHash] = []

    /// A tree without leaves.
    public init() {}

    /// A tree that is kept elsewhere; nil unless a tree of that size has so many.
    public init?(size: UInt64, peaks: [TreeHash]) {
        guard peaks.count == size.nonzeroBitCount else { return nil }
        (self.size, self.peaks) = (size, peaks)
    }

    /// Adds a leaf.
    public mutating func append(_ leaf: TreeHash) {
        var (hash, rest) = (leaf, size)
        while rest & 1 == 1 {
            hash = .node(peaks.removeLast(), hash)
            rest >>= 1
        }
        peaks.append(hash)
        size += 1
    }

    /// The tree's hash.
    public var root: TreeHash { MerkleTree.root(ofPeaks: peaks) }
}
