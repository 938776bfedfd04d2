import Testing

@testable import Sandbox

/// No two living cells have a user id in common.
@Suite struct HostIdTests {
    @Test("A pair of ids is lent to one cell at a time, and refused when all are lent")
    func lentOnce() {
        var pairs = IdPairs()
        var lent: [UInt32] = []
        while let pair = pairs.take() { lent.append(pair) }
        #expect(lent.count == Int(IdPairs.count))
        #expect(Set(lent).count == lent.count)
        pairs.give(77)
        let again = pairs.take()
        #expect(again == 77)
        let none = pairs.take()
        #expect(none == nil)
    }

    @Test("A cell that lives long keeps its ids while hundreds come and go")
    func longLife() throws {
        var pairs = IdPairs()
        let taken = pairs.take()
        let kept = try #require(taken)
        for _ in 0..<1000 {
            let next = pairs.take()
            let pair = try #require(next)
            #expect(pair != kept)
            pairs.give(pair)
        }
    }

    @Test("What was given back last is lent last")
    func rest() throws {
        var pairs = IdPairs()
        let taken = pairs.take()
        let first = try #require(taken)
        pairs.give(first)
        for _ in 1..<IdPairs.count {
            let other = pairs.take()
            #expect(other != first)
        }
        let last = pairs.take()
        #expect(last == first)
    }
}
