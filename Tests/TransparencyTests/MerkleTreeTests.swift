import TestSupport
import Testing
import Transparency

@Suite("Trees of hashes are those of RFC 6962")
struct MerkleTreeTests {
    /// The reference trees of the Certificate Transparency project.
    private static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ].map(hexadecimal)
    private static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test("The roots of the reference trees")
    func referenceRoots() {
        #expect("\(CompactRange().root)" == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        var range = CompactRange()
        for (leaf, root) in zip(Self.leaves, Self.roots) {
            range.append(.leaf(leaf))
            #expect("\(range.root)" == root)
        }
    }

    @Test("The proofs of the reference trees")
    func referenceProofs() throws {
        let known = KnownHashes(NaiveTree(leaves: Self.leaves))
        let inclusion = try #require(InclusionProof.parts(of: 0, in: 8)).map { "\(known.hash(of: $0))" }
        #expect(
            inclusion == [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ])
        let consistency = try #require(ConsistencyProof.parts(from: 6, to: 8)).map { "\(known.hash(of: $0))" }
        #expect(
            consistency == [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ])
        let short = try #require(ConsistencyProof.parts(from: 2, to: 5)).map { "\(known.hash(of: $0))" }
        #expect(
            short == [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ])
    }

    @Test("The root of each size is that of the definition, whether it grew or is put together from subtrees")
    func everySize() throws {
        let tree = NaiveTree(count: 300)
        let known = KnownHashes(tree)
        var range = CompactRange()
        for size in 0...300 {
            if size > 0 { range.append(.leaf(tree.leaves[size - 1])) }
            #expect(range.size == UInt64(size))
            #expect(range.root.bytes == tree.root(0..<size), "\(size)")
            #expect(range.root == (size == 0 ? .empty : known.hash(of: 0..<UInt64(size))))
            #expect(CompactRange(size: range.size, peaks: range.peaks) == range)
            #expect(CompactRange(size: range.size, peaks: range.peaks + [.empty]) == nil)
        }
    }

    /// All pairs of small sizes, and many of larger ones.
    private static func pairs(upTo limit: UInt64) -> [(UInt64, UInt64)] {
        var random = SeededGenerator(seed: 6962)
        let small = (0...20).flatMap { newer in (0...newer).map { (UInt64($0), UInt64(newer)) } }
        return small
            + (0..<120).map { _ in
                let newer = UInt64.random(in: 1...limit, using: &random)
                return (.random(in: 0...newer, using: &random), newer)
            }
    }

    @Test("A leaf is shown at its place, and a proof with anything changed shows nothing")
    func inclusion() throws {
        let tree = NaiveTree(count: 300)
        let known = KnownHashes(tree)
        for (leaf, size) in Self.pairs(upTo: 300) {
            guard leaf < size else {
                #expect(InclusionProof.parts(of: leaf, in: size) == nil)
                #expect(!InclusionProof([]).shows(.empty, at: leaf, in: size, root: .empty))
                continue
            }
            let (hash, root) = (TreeHash.leaf(tree.leaves[Int(leaf)]), known.hash(of: 0..<size))
            let proof = InclusionProof(
                try #require(InclusionProof.parts(of: leaf, in: size)).map { known.hash(of: $0) })
            #expect(proof.shows(hash, at: leaf, in: size, root: root))
            for other in Mutation.all(of: proof.hashes) {
                #expect(!InclusionProof(other).shows(hash, at: leaf, in: size, root: root), "\(leaf) of \(size)")
            }
            #expect(!proof.shows(.empty, at: leaf, in: size, root: root))
            #expect(!proof.shows(hash, at: leaf, in: size, root: .empty))
            // Only with as many levels can another place have the same way; then its turns are others.
            #expect(size == 1 || !proof.shows(hash, at: leaf ^ 1, in: size, root: root))
            #expect(!proof.shows(hash, at: size, in: size, root: root))
        }
    }

    @Test("A newer tree is shown to begin with the older one, and a proof with anything changed shows nothing")
    func consistency() throws {
        let known = KnownHashes(NaiveTree(count: 300))
        for (older, newer) in Self.pairs(upTo: 300) {
            func root(_ size: UInt64) -> TreeHash { size == 0 ? .empty : known.hash(of: 0..<size) }
            let proof = ConsistencyProof(
                try #require(ConsistencyProof.parts(from: older, to: newer)).map { known.hash(of: $0) })
            #expect(proof.shows(from: older, root(older), to: newer, root(newer)), "\(older) to \(newer)")
            for other in Mutation.all(of: proof.hashes) {
                #expect(!ConsistencyProof(other).shows(from: older, root(older), to: newer, root(newer)))
            }
            let wrong = TreeHash.leaf([1, 2, 3])
            #expect(!proof.shows(from: older, wrong, to: newer, root(newer)))
            if older > 0 { #expect(!proof.shows(from: older, root(older), to: newer, wrong)) }
            if older < newer { #expect(!proof.shows(from: newer, root(newer), to: older, root(older))) }
            #expect(ConsistencyProof.parts(from: newer + 1, to: newer) == nil)
        }
    }
}

/// What is not the proof any more.
private enum Mutation {
    static func all(of hashes: [TreeHash]) -> [[TreeHash]] {
        var found = [hashes + [.empty], [.empty] + hashes]
        // Of a long way only some places: all of them are changed in the short ones.
        for place in hashes.indices where hashes.count < 6 || place.isMultiple(of: 3) {
            var (changed, shorter) = (hashes, hashes)
            var bytes = changed[place].bytes
            bytes[place % 32] ^= 1
            changed[place] = TreeHash(bytes) ?? .empty
            shorter.remove(at: place)
            found += [changed, shorter]
            guard place > 0 else { continue }
            var swapped = hashes
            swapped.swapAt(place - 1, place)
            found.append(swapped)
        }
        return found
    }
}
