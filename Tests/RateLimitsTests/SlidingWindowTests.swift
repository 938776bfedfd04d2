import TestSupport
import Testing
import Units

@testable import RateLimits

@Suite("A sliding window allows so many within so long, of any stretch of time")
struct SlidingWindowTests {
    /// Every try that was allowed, by its time.
    private struct NaiveLog {
        var times: [Int64] = []

        func count(after start: Int64, upTo end: Int64) -> Int { times.count { $0 > start && $0 <= end } }
    }

    @Test("Against a log of all times: never more than the limit, and no refusal a fifteenth of the window too late")
    func agreesWithALog() {
        for seed in 0..<100 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let window = SlidingWindow(1 + random.below(20), within: .nanoseconds(1000 + random.below(1_000_000)))
            let length = window.window.nanoseconds
            var counts = WindowCounts()
            var log = NaiveLog()
            var now = Int64(random.below(1_000_000))
            for _ in 0..<300 {
                // Bursts, evenly spread tries, and long silence.
                now += Int64(random.below([1, Int(length) / window.limit + 1, 3 * Int(length)][random.below(3)]))
                let exact = log.count(after: now - length, upTo: now)
                let wider = log.count(after: now - length * 16 / 15 - 16, upTo: now)
                switch window.take(&counts, at: now) {
                case .allowed(let remaining, let reset):
                    #expect(exact < window.limit, "seed \(seed)")
                    #expect(
                        remaining >= window.limit - wider - 1 && remaining <= window.limit - exact - 1, "seed \(seed)")
                    #expect(reset.nanoseconds >= length && reset.nanoseconds <= length * 16 / 15 + 16, "seed \(seed)")
                    log.times.append(now)
                case .refused(let wait):
                    #expect(wider >= window.limit, "seed \(seed)")
                    #expect(wait > .zero && wait.nanoseconds <= length * 16 / 15 + 16, "seed \(seed)")
                    var (before, after) = (counts, counts)
                    #expect(!window.look(&before, at: now + wait.nanoseconds - 1).isAllowed, "seed \(seed)")
                    #expect(window.look(&after, at: now + wait.nanoseconds).isAllowed, "seed \(seed)")
                }
            }
        }
    }

    @Test("Twice the limit does not pass where one window meets the next")
    func boundary() {
        let window = SlidingWindow(10, within: .seconds(15))
        var counts = WindowCounts()
        let allowed = (0..<40).count { window.take(&counts, at: 14_900_000_000 + $0 * 10_000_000).isAllowed }
        #expect(allowed == 10)
    }

    @Test("A clock that goes back stands still")
    func clockGoesBack() {
        let window = SlidingWindow(2, within: .seconds(1))
        var counts = WindowCounts()
        #expect(window.take(&counts, at: 50_000_000_000).isAllowed)
        #expect(window.take(&counts, at: 10_000_000_000).isAllowed)
        #expect(!window.take(&counts, at: 0).isAllowed)
        #expect(!window.take(&counts, at: 50_000_000_000).isAllowed)
        #expect(window.take(&counts, at: 52_000_000_000).isAllowed)
    }

    @Test(
        "A rule that makes no sense becomes the nearest that does",
        arguments: [(0, Duration.zero), (-5, .seconds(-1)), (.max, .seconds(Int64.max)), (.min, .seconds(Int64.min))])
    func extremes(_ limit: Int, _ length: Duration) {
        let window = SlidingWindow(limit, within: length)
        var counts = WindowCounts()
        for now in [0, 1 << 20, 1 << 40, Int64.max / 4] { #expect(window.take(&counts, at: now).isAllowed) }
    }
}
