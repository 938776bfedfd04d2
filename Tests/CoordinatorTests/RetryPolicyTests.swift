import Coordinator
import Testing

@Suite struct RetryPolicyTests {
    @Test func triesThreeTimesThenGivesUp() {
        var generator = SystemRandomNumberGenerator()
        let policy = RetryPolicy()
        for (delivery, delay) in [(1, 1.0), (2, 2.0)] {
            guard case .retry(let after) = policy.decision(after: delivery, using: &generator) else {
                Issue.record("given up after \(delivery)")
                continue
            }
            #expect((0.5 * delay...1.5 * delay).contains(after / .seconds(1)))
        }
        #expect(policy.decision(after: 3, using: &generator) == .bury)
        #expect(policy.decision(after: .max, using: &generator) == .bury)
    }

    @Test func delaysGrowToALimitAndDiffer() {
        var generator = SystemRandomNumberGenerator()
        let policy = RetryPolicy(mostDeliveries: 1000, firstDelay: .milliseconds(10), longestDelay: .seconds(5))
        var delays: Set<Duration> = []
        for _ in 0..<100 {
            guard case .retry(let after) = policy.decision(after: 999, using: &generator) else { continue }
            #expect(after <= .seconds(7.5))
            delays.insert(after)
        }
        #expect(delays.count > 90)
    }
}
