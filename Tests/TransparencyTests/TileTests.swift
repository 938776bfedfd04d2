import Testing
import Transparency

@Suite("A tree is cut into tiles of 256 hashes")
struct TileTests {
    @Test(
        "A tile's path has groups of three digits, all but the last with an x in front",
        arguments: [
            (Tile(level: 0, index: 0), "tile/0/000"), (Tile(level: 3, index: 7), "tile/3/007"),
            (Tile(level: 0, index: 1_234_067), "tile/0/x001/x234/067"),
            (Tile(level: 0, index: 1000, count: 17), "tile/0/x001/000.p/17"),
        ])
    func paths(_ tile: Tile, _ path: String) {
        #expect(tile.path == path)
        #expect(tile.entriesPath == "tile/entries/" + path.split(separator: "/").dropFirst(2).joined(separator: "/"))
    }

    @Test(
        "All tiles of a tree: full ones, and at most one partial one of each level",
        arguments: [0, 1, 255, 256, 257, 70_000])
    func allTiles(_ size: UInt64) {
        let tiles = Tile.all(of: size)
        for level in 0...3 {
            let count = tiles.filter { $0.level == level }.map(\.count).reduce(0, +)
            #expect(count == size >> UInt64(8 * level), "\(size) \(level)")
        }
        #expect(tiles.count { $0.count < Tile.width } <= 3)
        #expect(tiles.allSatisfy { $0.count > 0 })
        let subtrees = tiles.flatMap(\.subtrees)
        #expect(Set(subtrees).count == subtrees.count)
        #expect(subtrees.allSatisfy { $0.leaves.upperBound <= size })
    }
}
