/// Values in order, without equal ones: each is found, put in and taken out quickly, and so is the one of a place.
///
/// They stand in blocks of limited size: of 100 000 values a change moves a few hundred.
struct RankedList<Value: Comparable & Sendable>: Sendable {
    private static var mostInBlock: Int { 512 }

    /// None is empty.
    private var blocks: [[Value]] = []
    /// How many there are.
    private(set) var count = 0

    /// The first one.
    var first: Value? { blocks.first?.first }

    /// How many come before `value`, whether it is there or not.
    func rank(of value: Value) -> Int {
        let block = block(of: value)
        let before = blocks.prefix(block).reduce(0) { $0 + $1.count }
        guard block < blocks.count else { return before }
        return before + Self.place(of: value, in: blocks[block])
    }

    /// The values from a place on, at most so many.
    func values(from place: Int, limit: Int) -> [Value] {
        var (skipped, found) = (max(0, place), [Value]())
        for block in blocks {
            guard found.count < limit else { break }
            if skipped >= block.count {
                skipped -= block.count
            } else {
                found += block.dropFirst(skipped).prefix(limit - found.count)
                skipped = 0
            }
        }
        return found
    }

    /// Puts a value in, if it is not there.
    mutating func insert(_ value: Value) {
        let block = min(block(of: value), blocks.count - 1)
        guard block >= 0 else {
            (blocks, count) = ([[value]], 1)
            return
        }
        let place = Self.place(of: value, in: blocks[block])
        if place < blocks[block].count, blocks[block][place] == value { return }
        blocks[block].insert(value, at: place)
        count += 1
        guard blocks[block].count > Self.mostInBlock else { return }
        let half = blocks[block].count / 2
        blocks.insert(Array(blocks[block][half...]), at: block + 1)
        blocks[block].removeSubrange(half...)
    }

    /// Takes a value out, if it is there.
    mutating func remove(_ value: Value) {
        let block = block(of: value)
        guard block < blocks.count else { return }
        let place = Self.place(of: value, in: blocks[block])
        guard place < blocks[block].count, blocks[block][place] == value else { return }
        blocks[block].remove(at: place)
        count -= 1
        if blocks[block].isEmpty { blocks.remove(at: block) }
    }

    /// The first block whose last value is not before `value`.
    private func block(of value: Value) -> Int {
        Self.first(below: blocks.count) { index in blocks[index].last.map { $0 >= value } ?? true }
    }

    private static func place(of value: Value, in block: [Value]) -> Int {
        first(below: block.count) { block[$0] >= value }
    }

    /// The first number for which it is so, as it is for all after it.
    private static func first(below end: Int, where isSo: (Int) -> Bool) -> Int {
        var (low, high) = (0, end)
        while low < high {
            let middle = (low + high) / 2
            if isSo(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
