import Grading
import GradingWire
import Testing
import Wire

/// How a submission's test cases are timed.
struct TimePolicyTests {
    private static let estimate = TimeLimitEstimate(
        slowest: .milliseconds(300), submission: "accepted/a.py", limit: .seconds(2), margin: .seconds(4))

    @Test("A limit that somebody gives is the same under every allowance", arguments: TimeAllowance.allCases)
    func given(allowance: TimeAllowance) {
        #expect(TimePolicy(limit: .seconds(3)).time(allowance) == AllowedTime(limit: .seconds(3)))
    }

    @Test(
        "A limit that was found leaves time up to its safety margin, as far as that is allowed",
        arguments: [
            (.limit, nil, AllowedTime(limit: .seconds(2))),
            (.measured, nil, AllowedTime(limit: .seconds(2), stop: .seconds(4))),
            (.margin, nil, AllowedTime(limit: .seconds(4))),
            (.measured, .seconds(3), AllowedTime(limit: .seconds(2), stop: .seconds(3))),
            (.margin, .seconds(3), AllowedTime(limit: .seconds(3))),
            (.margin, .seconds(1), AllowedTime(limit: .seconds(2))),
        ] as [(TimeAllowance, Duration?, AllowedTime)])
    func found(allowance: TimeAllowance, most: Duration?, time: AllowedTime) {
        let policy = TimePolicy(Self.estimate)
        #expect(policy.time(allowance, atMost: most) == time)
        // The coordinator says the same.
        var limits = Verdict_V1_TestLimits()
        limits.cpuTimeNs = 2_000_000_000
        limits.memoryBytes = 64 << 20
        limits.estimate = Self.estimate.message
        let told = limits.timed(by: allowance.message, atMost: most)
        #expect(AllowedTime(told) == time)
        #expect(told.memoryBytes == limits.memoryBytes && TimeLimitEstimate(told) == Self.estimate)
    }

    @Test("Only what is to be too slow goes on after the limit at once")
    func first() {
        #expect(TimeAllowance(firstFor: ExpectedResult([.timeLimit])) == .measured)
        #expect(TimeAllowance(firstFor: ExpectedResult([.wrongAnswer, .timeLimit])) == .measured)
        #expect(TimeAllowance(firstFor: ExpectedResult([.wrongAnswer])) == .limit)
        #expect(TimeAllowance(firstFor: ExpectedResult()) == .limit)
    }

    @Test("What messages do not say, or this version does not know, is the limit's")
    func unknown() {
        for allowance in TimeAllowance.allCases { #expect(TimeAllowance(allowance.message) == allowance) }
        #expect(TimeAllowance(.UNRECOGNIZED(9)) == nil)
        var limits = Verdict_V1_TestLimits()
        limits.cpuTimeNs = 2_000_000_000
        // A worker of an old version found it: there is no estimate.
        #expect(limits.timed(by: .margin) == limits)
        #expect(TimeLimitEstimate(limits) == nil)
        limits.estimate = Self.estimate.message
        #expect(AllowedTime(limits.timed(by: .UNRECOGNIZED(9))) == AllowedTime(limit: .seconds(2)))
    }

    @Test("Of test cases near the limit the nearest is named; without one there is nothing to say")
    func border() {
        func near(_ name: String, _ times: [Int]) -> BorderWarning.Near {
            BorderWarning.Near(
                name: name, cpuTime: .milliseconds(times.min() ?? 0), measurements: times.map { .milliseconds($0) })
        }
        #expect(BorderWarning([], limit: .seconds(1)) == nil)
        #expect(BorderWarning([near("1", [1010, 1005])], limit: .seconds(1)) == nil)
        #expect(
            BorderWarning([near("1", [960, 955]), near("2", [1010, 980]), near("3", [1010])], limit: .seconds(1))?.text
                == "near the time limit of 1.000 s on 2 test cases, measured again alone; nearest: 2 with 1.010 s, 0.980 s"
        )
    }
}
