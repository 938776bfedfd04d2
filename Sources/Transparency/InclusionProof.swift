/// Shows that a leaf stands in a tree at one place, to whoever knows the tree's hash (RFC 6962, section 2.1.1).
public struct InclusionProof: Hashable, Sendable {
    /// The hashes beside the way from the leaf up to the root.
    public var hashes: [TreeHash]

    /// A proof as somebody gives it.
    public init(_ hashes: [TreeHash]) { self.hashes = hashes }

    /// The parts of a tree whose hashes make the proof.
    /// - Parameters:
    ///   - leaf: the leaf's place, from 0.
    ///   - size: how many leaves the tree has.
    /// - Returns: nil if the tree has no such leaf.
    public static func parts(of leaf: UInt64, in size: UInt64) -> [Range<UInt64>]? {
        guard leaf < size else { return nil }
        var (range, parts) = (0..<size, [Range<UInt64>]())
        while range.upperBound - range.lowerBound > 1 {
            let middle = range.lowerBound + MerkleTree.split(range.upperBound - range.lowerBound)
            let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
            parts.append(leaf < middle ? right : left)
            range = leaf < middle ? left : right
        }
        return parts.reversed()
    }

    /// Whether it shows that `hash` is the leaf at `leaf` of the tree of that size and hash (RFC 9162, section 2.1.3.2).
    public func shows(_ hash: TreeHash, at leaf: UInt64, in size: UInt64, root: TreeHash) -> Bool {
        guard leaf < size else { return false }
        var (place, last, found) = (leaf, size - 1, hash)
        for other in hashes {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                found = .node(other, found)
                while place & 1 == 0, place > 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                found = .node(found, other)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && found == root
    }
}
