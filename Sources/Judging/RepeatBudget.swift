import Synchronization
import Units

/// How much of the machine a submission's repeated runs may use; in a fleet, those of a batch of its tests.
///
/// A program can be near its time limit in every test, on purpose. So all repetitions of a submission together may cost what
/// its first runs cost, and once what the repetitions of a single test take. A doubtful run pays for one repetition of its
/// own, on its core; for more than one, and for keeping the other cores from everybody else, the runs pay that nobody doubts.
/// The unit is a core for some time.
///
/// In a fleet this holds for each batch, not for the submission: ``Judge/execute(_:on:_:tell:)`` begins with a new budget, and
/// nothing is passed on from batch to batch. So the allowance for the repetitions of a single test is there once for each
/// batch, up to once for each test where a test is a batch of its own. A batch that the coordinator gives to a second worker,
/// because the first doubts its result, has a budget of its own there, too.
struct RepeatBudget: Hashable, Sendable {
    /// How a run may be repeated.
    enum Permission: Hashable, Sendable {
        /// With nothing beside it.
        case alone
        /// On its core, beside others.
        case beside
        /// Not at all.
        case refused
    }

    private let cores: Int
    private var left: Duration

    /// The budget of a submission, or a batch of its tests, that has not run yet.
    /// - Parameter cores: how many runs go on at once.
    init(limits: TestLimits, cores: Int) {
        self.cores = max(1, cores)
        left = limits.cpuStop * VerdictPolicy.mostRepetitions
    }

    /// Takes account of a first run that nobody doubts.
    mutating func earn(_ time: Duration) { left += time }

    /// Asks for a repetition, and pays for it in advance.
    /// - Parameters:
    ///   - time: what it is expected to take by the clock.
    ///   - number: which repetition of the test case it is, from 1 on.
    ///   - isBusy: whether the program computes most of the time. One that sleeps is not measured better on a machine of its
    ///     own, and would keep it from others for nothing.
    mutating func ask(for time: Duration, number: Int, isBusy: Bool) -> Permission {
        let own = number == 1 ? time : .zero
        // Company for one measurement is better than no other measurement.
        let later = time * (VerdictPolicy.mostRepetitions - number)
        if isBusy, time * cores - own + later <= left {
            left -= time * cores - own
            return .alone
        }
        guard time - own <= left else { return .refused }
        left -= time - own
        return .beside
    }

    /// Corrects what was paid for a repetition that took another time than was expected.
    mutating func settle(_ permission: Permission, expected: Duration, actual: Duration) {
        left += (expected - actual) * (permission == .alone ? cores : 1)
    }
}

/// The budget that all test cases of one submission share, or, in a fleet, those of one batch.
final class RepeatAccount: Sendable {
    let budget: Mutex<RepeatBudget>

    /// As ``RepeatBudget/init(limits:cores:)``.
    init(limits: TestLimits, cores: Int) {
        budget = Mutex(RepeatBudget(limits: limits, cores: cores))
    }
}
