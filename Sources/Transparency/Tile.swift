/// A piece of a tree as files and servers have it (C2SP tlog-tiles): up to 256 hashes of one height, side by side.
public struct Tile: Hashable, Sendable {
    /// How many hashes a full one has.
    public static let width: UInt64 = 256
    /// How many levels of the tree lie between those that have tiles.
    public static let height = 8

    /// Which of the levels that have tiles; 0: leaves.
    public var level: Int
    /// How many of that level stand to its left.
    public var index: UInt64
    /// How many hashes it has.
    public var count: UInt64

    /// The tile with `count` hashes at that place.
    public init(level: Int, index: UInt64, count: UInt64 = width) {
        (self.level, self.index, self.count) = (level, index, count)
    }

    /// All tiles of a tree of that size, leaves first; of each level only the last one may be partial.
    public static func all(of size: UInt64) -> [Tile] {
        var (tiles, level, count) = ([Tile](), 0, size)
        while count > 0 {
            tiles += (0..<count / width).map { Tile(level: level, index: $0) }
            if count % width > 0 { tiles.append(Tile(level: level, index: count / width, count: count % width)) }
            (level, count) = (level + 1, count / width)
        }
        return tiles
    }

    /// The subtrees whose hashes it has.
    public var subtrees: [Subtree] {
        (0..<count).map { Subtree(level: level * Self.height, index: index * Self.width + $0) }
    }

    /// Where it is found: `tile/0/x001/234`, `tile/0/x001/234.p/17`.
    public var path: String { "tile/\(level)/" + place }

    /// Where the data of its leaves is found: `tile/entries/x001/234`.
    public var entriesPath: String { "tile/entries/" + place }

    private var place: String {
        var (rest, groups) = (index / 1000, [Self.digits(index % 1000)])
        while rest > 0 {
            groups.insert("x" + Self.digits(rest % 1000), at: 0)
            rest /= 1000
        }
        return groups.joined(separator: "/") + (count < Self.width ? ".p/\(count)" : "")
    }

    private static func digits(_ number: UInt64) -> String {
        let text = String(number)
        return String(repeating: "0", count: 3 - text.count) + text
    }
}
