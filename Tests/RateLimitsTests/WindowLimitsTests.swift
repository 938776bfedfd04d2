import TestSupport
import Testing
import Units

@testable import RateLimits

@Suite("Limits of very many subjects in little memory")
struct WindowLimitsTests {
    @Test("With room for eight of hundreds, nobody is ever allowed more than alone", arguments: 0..<6 as Range<UInt64>)
    func nothingIsForgotten(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let clock = ManualClock()
        let window = SlidingWindow(3, within: .seconds(10))
        let limits = WindowLimits(["rule": window], subjects: 8) { clock.now.offset.nanoseconds }
        var alone: [Int: WindowCounts] = [:]
        var refusedTooEarly = 0
        for _ in 0..<3000 {
            let number = random.chance(1, in: 4) ? random.below(3) : random.below(400)
            clock.advance(by: .nanoseconds(random.below(200_000_000)))
            let time = clock.now.offset.nanoseconds
            let answer = limits.take("rule", RateSubject("account", "\(number)"))
            var counts = alone[number] ?? WindowCounts()
            let exact = window.look(&counts, at: time)
            if answer.isAllowed {
                #expect(exact.isAllowed, "subject \(number) was forgotten")
                _ = window.take(&counts, at: time)
            } else if exact.isAllowed {
                refusedTooEarly += 1
            }
            alone[number] = counts
        }
        #expect(refusedTooEarly > 0, "the memory was never short")
    }

    @Test("Who sends from very many addresses does not make somebody's count be forgotten")
    func flood() {
        let clock = ManualClock()
        let limits = WindowLimits(["login": SlidingWindow(5, within: .seconds(60))], subjects: 100) {
            clock.now.offset.nanoseconds
        }
        let victim = RateSubject("account", "victim")
        var guesses = 0
        for round in 0..<50 {
            for address in 0..<300 { _ = limits.take("login", RateSubject("account", "\(round)-\(address)")) }
            if limits.take("login", victim).isAllowed { guesses += 1 }
        }
        #expect(guesses <= 5)
        clock.advance(by: .seconds(120))
        #expect(limits.take("login", victim).isAllowed)
    }

    @Test("With room for all, a table is the same as a count for each")
    func roomForAll() {
        var random = SeededGenerator(seed: 7)
        var table = SubjectTable<WindowCounts>(limit: 40)
        let window = SlidingWindow(3, within: .seconds(10))
        var alone = [WindowCounts](repeating: WindowCounts(), count: 40)
        var now: Int64 = 0
        for _ in 0..<5000 {
            now += Int64(random.below(100_000_000))
            let number = random.below(40)
            let answer = table.withState(of: RateSubject("a", "\(number)"), at: now) { window.take(&$0, at: now) }
            #expect(answer == window.take(&alone[number], at: now))
        }
        #expect(table.count == 40)
    }

    @Test("Of several rules each must allow it, and one that refuses counts nothing for the others")
    func severalRules() {
        let limits = WindowLimits(
            ["account": SlidingWindow(1, within: .seconds(60)), "address": SlidingWindow(3, within: .seconds(6))]
        ) { 1 }
        let address = RateSubject(address: "192.0.2.1")
        func take(_ account: String) -> RateAnswer {
            limits.take([("account", RateSubject("account", account)), ("address", address)])
        }
        #expect(take("a") == .allowed(remaining: 0, reset: .nanoseconds(64_000_000_000 - 1)))
        for _ in 0..<9 { #expect(!take("a").isAllowed) }
        #expect(take("b").isAllowed)
        #expect(take("c").isAllowed)
        #expect(take("d") == .refused(retryAfter: .nanoseconds(6_400_000_000 - 1)))
        #expect(limits.take("no such rule", address).isAllowed)
    }
}

@Suite("Who is counted as one")
struct RateSubjectTests {
    @Test(
        "Addresses of one network are one",
        arguments: [
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
            ("2001:db8::1", "2001:db8:0:0:ffff::2", true), ("2001:db8::1", "2001:db8:0:1::1", false),
            ("::ffff:192.0.2.1", "192.0.2.1", true), ("64:ff9b::192.0.2.1", "192.0.2.1", true),
            ("64:ff9b::192.0.2.1", "64:ff9b::192.0.2.2", false), ("fe80::1%eth0", "fe80::2%eth1", true),
            ("unix", "unix", true), ("", "unix", false), ("%", "unix", false),
        ])
    func networks(_ left: String, _ right: String, areOne: Bool) {
        #expect((RateSubject(address: left) == RateSubject(address: right)) == areOne)
    }

    @Test("The same name of another kind is another subject")
    func kinds() {
        #expect(RateSubject("account", "x") != RateSubject("token", "x"))
        #expect(RateSubject("account", "x") == RateSubject("account", "x"))
        #expect(RateSubject("ab", "c") != RateSubject("a", "bc"))
    }
}
