import TestSupport
import Testing
import Units

@testable import RateLimits

@Suite("Waits after failures")
struct FailureLimitsTests {
    private struct Login {
        private let clock = ManualClock()
        let limits: FailureLimits

        init(
            account: FailureDelay = FailureDelay(), address: FailureDelay = FailureDelay(free: 10), subjects: Int = 100
        ) {
            limits = FailureLimits(account: account, address: address, subjects: subjects) { [clock] in
                clock.now.offset.nanoseconds
            }
        }

        func pass(_ duration: Duration) { clock.advance(by: duration) }

        /// Nil if the try was refused.
        func attempt(_ account: String = "alice", from address: String = "192.0.2.1") -> FailureLimits.Attempt? {
            switch limits.attempt(account: RateSubject("account", account), address: RateSubject(address: address)) {
            case .allowed(let attempt): attempt
            case .refused: nil
            }
        }

        func wait(_ account: String = "alice", from address: String = "192.0.2.1") -> Duration {
            switch limits.attempt(account: RateSubject("account", account), address: RateSubject(address: address)) {
            case .allowed: .zero
            case .refused(let wait): wait
            }
        }
    }

    @Test("Each failure doubles the wait, up to its end")
    func doubling() {
        let login = Login()
        var waits: [Duration] = []
        for _ in 0..<13 {
            #expect(login.attempt() != nil)
            let wait = login.wait()
            waits.append(wait)
            login.pass(wait - .nanoseconds(1))
            #expect(login.attempt() == nil)
            login.pass(.nanoseconds(1))
        }
        let seconds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
        #expect(waits == seconds.map { .seconds($0) })
    }

    @Test("A success forgets, and so does a day")
    func forgetting() throws {
        let login = Login()
        for _ in 0..<5 {
            #expect(login.attempt() != nil)
            login.pass(.seconds(900))
        }
        login.limits.succeeded(try #require(login.attempt()))
        #expect(login.attempt() != nil)
        #expect(login.wait() == .seconds(1))
        login.pass(.seconds(86_400))
        #expect(login.attempt() != nil)
        #expect(login.wait() == .seconds(1))
    }

    @Test("Of many tries at once one is let in")
    func atOnce() {
        let login = Login()
        #expect((0..<1000).count { _ in login.attempt() != nil } == 1)
    }

    @Test("A try that the store could not decide does not count")
    func undecided() throws {
        let login = Login()
        for _ in 0..<50 { login.limits.undecided(try #require(login.attempt())) }
        #expect(login.attempt() != nil)
        #expect(login.wait() == .seconds(1))
    }

    @Test("An address that guesses at many accounts waits, whichever it guesses at, and others do not")
    func address() {
        let login = Login()
        for number in 0..<11 { #expect(login.attempt("account \(number)") != nil) }
        #expect(login.wait("another") == .seconds(1))
        #expect(login.wait("another", from: "192.0.2.2") == .zero)
    }

    @Test("A guesser's success with an account of their own forgets nothing of the guesses")
    func ownAccount() throws {
        let login = Login()
        for number in 0..<10 { #expect(login.attempt("account \(number)") != nil) }
        login.limits.succeeded(try #require(login.attempt("own")))
        #expect(login.attempt("next") != nil)
        #expect(login.attempt("after that") == nil)
    }

    @Test("Very many accounts do not make the failures at one be forgotten")
    func flood() {
        let login = Login(address: FailureDelay(free: .max), subjects: 16)
        for _ in 0..<8 {
            #expect(login.attempt() != nil)
            login.pass(.seconds(900))
        }
        #expect(login.attempt() != nil)
        for number in 0..<500 { _ = login.attempt("account \(number)") }
        #expect(login.wait() == .seconds(256))
    }

    @Test(
        "Against a log of failures, with little memory: never sooner than the log says",
        arguments: 0..<6 as Range<UInt64>)
    func agreesWithALog(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let rule = FailureDelay(first: .seconds(1), longest: .seconds(60), free: 1, memory: .seconds(600))
        let login = Login(account: rule, address: FailureDelay(free: .max), subjects: 4)
        var log: [Int: [Int64]] = [:]
        var now: Int64 = 0
        for _ in 0..<2000 {
            let step = Int64(random.below(5_000_000_000))
            now += step
            login.pass(.nanoseconds(step))
            let number = random.below(12)
            let failures = log[number] ?? []
            let last = failures.last ?? .min / 2
            let recent = now - last >= 600_000_000_000 ? [] : failures
            let counted = recent.count - 1
            let wait: Int64 = counted < 1 ? 0 : min(1 << Int64(min(counted - 1, 30)), 60) * 1_000_000_000
            guard let attempt = login.attempt("\(number)") else { continue }
            #expect(now >= last + wait, "seed \(seed)")
            if random.chance(1, in: 6) {
                login.limits.succeeded(attempt)
                log[number] = []
            } else {
                log[number] = recent + [now]
            }
        }
    }

    @Test(
        "A rule that makes no sense waits no longer than it says, and ends nothing",
        arguments: [
            FailureDelay(first: .zero, longest: .zero),
            FailureDelay(first: .seconds(-1), longest: .seconds(-9), free: -1),
            FailureDelay(first: .seconds(Int64.max), longest: .seconds(Int64.max), memory: .seconds(Int64.max)),
            FailureDelay(first: .nanoseconds(1), longest: .seconds(Int64.max)),
        ])
    func extremes(_ rule: FailureDelay) {
        let login = Login(account: rule)
        for _ in 0..<100 {
            _ = login.attempt()
            login.pass(.seconds(1_000_000))
        }
    }

    @Test("An account may have waits of its own")
    func ownRule() {
        let limits = FailureLimits(account: FailureDelay(), address: FailureDelay(free: .max)) { 0 }
        let own = FailureDelay(first: .seconds(5), longest: .seconds(9), free: 2)
        func waits(_ account: String, by rule: FailureDelay?) -> [Duration] {
            (0..<5).map { _ -> Duration in
                switch limits.attempt(account: RateSubject("account", account), address: nil, by: rule) {
                case .allowed: .zero
                case .refused(let wait): wait
                }
            }
        }
        #expect(waits("one", by: own) == [.zero, .zero, .zero, .seconds(5), .seconds(5)])
        #expect(waits("other", by: nil) == [.zero, .seconds(1), .seconds(1), .seconds(1), .seconds(1)])
    }
}
