import TestSupport
import Testing

@testable import Wire

@Suite("Shares") struct SharesTests {
    @Test("One alone gets half, of two each gets a third", arguments: [(1, 50), (2, 33), (4, 20), (9, 10)])
    func division(holders: Int, each: Int) {
        var shares = Shares<Int>(total: 100)
        var isGiven = true
        while isGiven {
            isGiven = false
            for holder in 0..<holders where shares.take(for: holder) { isGiven = true }
        }
        for holder in 0..<holders { #expect(abs(shares[holder] - each) <= 1) }
    }

    @Test("Who holds nothing gets a first piece as long as there is one, even of one place")
    func newcomers() {
        var shares = Shares<String>(total: 1)
        let first = (shares.take(for: "a"), shares.take(for: "b"))
        #expect(first == (true, false))
        shares.giveBack(of: "a")
        let second = shares.take(for: "b")
        #expect(second)
        var none = Shares<String>(total: 0)
        let nothing = none.take(for: "a")
        #expect(!nothing)
    }

    @Test("Whatever is taken and given back: the sum is right, and who holds most leaves room for a newcomer")
    func randomHistory() {
        var random = SeededGenerator(seed: 11)
        for total in [4, 17, 100] {
            var shares = Shares<Int>(total: total)
            var model: [Int: Int] = [:]
            for _ in 0..<5000 {
                let (key, amount) = (random.below(4), random.below(5) + 1)
                if random.chance(1, in: 3) {
                    let back = min(amount, model[key] ?? 0)
                    shares.giveBack(amount, of: key)
                    model[key, default: 0] -= back
                } else if shares.take(amount, for: key) {
                    model[key, default: 0] += amount
                }
                #expect(shares.used == model.values.reduce(0, +) && shares.used <= total)
                for key in 0..<4 { #expect(shares[key] == model[key] ?? 0) }
                #expect(shares.holders == model.values.count { $0 > 0 })
            }
        }
        var shares = Shares<String>(total: 512)
        while shares.take(for: "hostile") {}
        #expect(shares["hostile"] == 256)
        for newcomer in 0..<200 {
            let isTaken = shares.take(for: "honest \(newcomer)")
            #expect(isTaken)
        }
    }
}
