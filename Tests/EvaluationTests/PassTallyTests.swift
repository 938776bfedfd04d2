import Testing

@testable import Evaluation

@Suite struct PassTallyTests {
    /// 1 − C(n−c, k) / C(n, k), by counting.
    private static func counted(_ k: Int, _ n: Int, _ c: Int) -> Double {
        func choose(_ n: Int, _ k: Int) -> Double {
            guard k <= n else { return 0 }
            return (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
        }
        return 1 - choose(n - c, k) / choose(n, k)
    }

    @Test("pass@k is what drawing k of the samples gives")
    func estimate() {
        for n in 1...12 {
            for c in 0...n {
                for k in 1...n {
                    let estimate = PassTally.pass(at: k, samples: n, passed: c)
                    #expect(abs(estimate - Self.counted(k, n, c)) < 1e-12, "\(n) \(c) \(k)")
                }
            }
        }
        #expect(PassTally.pass(at: 100, samples: 200, passed: 0) == 0)
        #expect(PassTally.pass(at: 100, samples: 200, passed: 101) == 1)
    }

    @Test("pass@k is the mean over tasks, and is not told where a task has too few samples")
    func mean() {
        var tally = PassTally()
        #expect(tally.pass(at: 1) == nil)
        for passed in [true, false] { tally.count("a", isPassed: passed, accepted: passed ? 2 : 1, tests: 2) }
        tally.count("b", isPassed: true, accepted: 1, tests: 1)
        #expect(tally.pass(at: 1) == 0.75)
        #expect(tally.pass(at: 2) == nil)
        #expect((tally.tasks, tally.samples, tally.passed) == (2, 3, 2))
        #expect(tally.passRate == 0.8)
    }
}
