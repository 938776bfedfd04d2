/// Shows that a tree begins with all leaves of an older one, unchanged, to whoever knows both hashes (RFC 6962, section 2.1.2).
public struct ConsistencyProof: Hashable, Sendable {
    /// Hashes of parts of the newer tree.
    public var hashes: [TreeHash]

    /// A proof as somebody gives it.
    public init(_ hashes: [TreeHash]) { self.hashes = hashes }

    /// The parts of the newer tree whose hashes make the proof.
    /// - Parameters:
    ///   - older: how many leaves the older tree has.
    ///   - newer: how many the newer one has.
    /// - Returns: nil if the newer one has fewer.
    public static func parts(from older: UInt64, to newer: UInt64) -> [Range<UInt64>]? {
        guard older <= newer else { return nil }
        guard older > 0 else { return [] }
        var (range, parts) = (0..<newer, [Range<UInt64>]())
        while range.upperBound != older {
            let middle = range.lowerBound + MerkleTree.split(range.upperBound - range.lowerBound)
            let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
            parts.append(older <= middle ? right : left)
            range = older <= middle ? left : right
        }
        // The older tree itself is known to whoever checks.
        if range.lowerBound > 0 { parts.append(range) }
        return parts.reversed()
    }

    /// Whether it shows that the tree of the size `newer` and the hash `newRoot` begins with the one of the size `older` and
    /// the hash `oldRoot` (RFC 9162, section 2.1.4.2).
    public func shows(from older: UInt64, _ oldRoot: TreeHash, to newer: UInt64, _ newRoot: TreeHash) -> Bool {
        guard older > 0 else { return older <= newer && hashes.isEmpty && oldRoot == .empty }
        guard older < newer else { return older == newer && hashes.isEmpty && oldRoot == newRoot }
        var rest = hashes[...]
        var (place, last) = (older - 1, newer - 1)
        while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
        // An older tree that is one complete subtree is where the way begins.
        guard let start = older.nonzeroBitCount == 1 ? oldRoot : rest.popFirst() else { return false }
        var (old, new) = (start, start)
        for other in rest {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                (old, new) = (.node(other, old), .node(other, new))
                while place & 1 == 0, place > 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                new = .node(new, other)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && old == oldRoot && new == newRoot
    }
}
