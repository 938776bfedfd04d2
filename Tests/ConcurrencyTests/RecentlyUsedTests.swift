import Concurrency
import Testing

@Suite("Values in the order of their last use") struct RecentlyUsedTests {
    /// The same in a list that is searched from its beginning.
    private struct Plain {
        var entries: [(key: Int, size: Int64)] = []
        var size: Int64 { entries.reduce(0) { $0 + $1.size } }

        mutating func use(_ key: Int) -> Int? {
            guard let place = entries.firstIndex(where: { $0.key == key }) else { return nil }
            entries.append(entries.remove(at: place))
            return key
        }

        mutating func add(_ key: Int, _ size: Int64) {
            guard !entries.contains(where: { $0.key == key }) else { return }
            entries.append((key, size))
        }

        mutating func trim(to size: Int64, count: Int) -> [Int] {
            var removed: [Int] = []
            while self.size > size || entries.count > count { removed.append(entries.removeFirst().key) }
            return removed
        }
    }

    @Test("Of what may not go nothing goes, and no more goes than is wanted") func choosing() {
        var values = RecentlyUsed<Int, Int>()
        for key in 0..<10 { values.add(key, size: 10, for: key) }
        #expect(values.use(0) == 0)
        var asked: [Int] = []
        let removed = values.remove(while: { $0 < 25 }) { value in
            asked.append(value)
            return !value.isMultiple(of: 2)
        }
        #expect(removed == [1, 3, 5] && asked == [1, 2, 3, 4, 5])
        #expect(values.size == 70 && values.contains(2) && !values.contains(3))
        #expect(values.trim(to: 0, count: 0) == [2, 4, 6, 7, 8, 9, 0])
    }

    @Test("Whether only the list refers to an object is seen") func references() {
        final class Thing: Sendable {}
        var things = RecentlyUsed<Int, Thing>()
        let used = Thing()
        things.add(used, size: 1, for: 1)
        things.add(Thing(), size: 1, for: 2)
        let removed = things.remove(while: { _ in true }, where: { isKnownUniquelyReferenced(&$0) })
        #expect(removed.count == 1 && things.use(1) === used && things.count == 1)
    }

    @Test("It does what a plain list does", arguments: 0..<8 as Range<UInt64>) func sameAsPlain(seed: UInt64) {
        var random = SplitMix(state: seed)
        var values = RecentlyUsed<Int, Int>()
        var plain = Plain()
        for _ in 0..<4000 {
            let key = Int.random(in: 0..<40, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4: #expect(values.use(key) == plain.use(key))
            case 4..<9:
                let size = Int64.random(in: 0..<100, using: &random)
                values.add(key, size: size, for: key)
                plain.add(key, size)
            default:
                let (size, count) = (
                    Int64.random(in: 0..<1200, using: &random), Int.random(in: 0..<30, using: &random)
                )
                #expect(values.trim(to: size, count: count) == plain.trim(to: size, count: count))
            }
            #expect(values.size == plain.size && values.count == plain.entries.count)
        }
        #expect(values.trim(to: -1, count: 0) == plain.trim(to: 0, count: 0))
        #expect(values.size == 0 && values.count == 0)
    }
}

/// Random numbers that are the same each time (splitmix64).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
