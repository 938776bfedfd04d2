import Cryptography
import Transparency

/// A tree as RFC 6962 defines it, word by word.
struct NaiveTree {
    let leaves: [[UInt8]]

    /// A tree of `count` leaves, each of its own number.
    init(count: Int) { leaves = (0..<count).map { Array("leaf \($0)".utf8) } }

    init(leaves: [[UInt8]]) { self.leaves = leaves }

    /// MTH(D[n]).
    func root(_ range: Range<Int>) -> [UInt8] {
        switch range.count {
        case 0: return SHA256.hash([])
        case 1: return SHA256.hash([0] + leaves[range.lowerBound])
        default:
            var split = 1
            while split * 2 < range.count { split *= 2 }
            let middle = range.lowerBound + split
            return SHA256.hash([1] + root(range.lowerBound..<middle) + root(middle..<range.upperBound))
        }
    }

    /// The hash of a complete subtree.
    func hash(_ subtree: Subtree) -> TreeHash {
        guard let hash = TreeHash(root(Int(subtree.leaves.lowerBound)..<Int(subtree.leaves.upperBound))) else {
            return .empty
        }
        return hash
    }
}

/// All hashes of a tree, each made once.
struct KnownHashes {
    private var levels: [[TreeHash]]

    init(_ tree: NaiveTree) {
        levels = [tree.leaves.map { TreeHash.leaf($0) }]
        while let last = levels.last, last.count > 1 {
            levels.append(stride(from: 0, to: last.count - 1, by: 2).map { .node(last[$0], last[$0 + 1]) })
        }
    }

    func hash(of range: Range<UInt64>) -> TreeHash {
        MerkleTree.hash(of: range) { levels[$0.level][Int($0.index)] }
    }
}

/// The bytes of hexadecimal digits.
func hexadecimal(_ text: String) -> [UInt8] {
    let digits = Array(text)
    return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
}
