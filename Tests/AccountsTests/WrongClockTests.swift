import Kernel
import RateLimits
import Synchronization
import Testing
import Units

@testable import Accounts

/// A clock that somebody sets, beside one that nobody does.
private final class SetClock: PlatformClock {
    private let time = Mutex((now: Timestamp(milliseconds: 1_800_000_000_000), steady: Duration.seconds(100)))

    var now: Timestamp { time.withLock { $0.now } }
    var steady: Duration { time.withLock { $0.steady } }

    func set(ahead duration: Duration) { time.withLock { $0.now = $0.now + duration } }
    func pass(_ duration: Duration) {
        time.withLock { ($0.now, $0.steady) = ($0.now + duration, $0.steady + duration) }
    }
    func sleep(until time: Timestamp) async throws { try await Task.sleep(for: .seconds(3600)) }
}

@Suite("Wrong tries while the clock is wrong") struct WrongClockTests {
    @Test("Who failed while the clock was a year ahead waits no longer than anybody else")
    func ahead() {
        let clock = SetClock()
        let limits = Accounts.limits(by: clock)
        let account = RateSubject("account", "alice")
        func mayTry() -> Bool {
            if case .allowed = limits.attempt(account: account, address: nil) { true } else { false }
        }
        clock.set(ahead: .seconds(365 * 86_400))
        while mayTry() {}
        clock.set(ahead: .seconds(-365 * 86_400))
        #expect(!mayTry())
        clock.pass(.seconds(60))
        #expect(mayTry())
    }
}
