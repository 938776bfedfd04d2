import Grading
import Problems
import Units

/// The measurements of one test case, and what they say together.
struct Repetitions {
    private var outcomes: [TestRun.Outcome]
    private var wereAlone = true

    init(first: TestRun.Outcome) {
        outcomes = [first]
    }

    var last: TestRun.Outcome { outcomes[outcomes.count - 1] }

    /// How many there are besides the first measurement.
    var count: Int { outcomes.count - 1 }

    mutating func add(_ next: (outcome: TestRun.Outcome, wasAlone: Bool)) {
        outcomes.append(next.outcome)
        wereAlone = wereAlone && next.wasAlone
    }

    /// The one that counts.
    var decisive: TestRun.Outcome {
        outcomes[VerdictPolicy.decisive(of: outcomes.map { ($0.result.verdict, $0.result.cpuTime) })]
    }

    /// What counts, with all that was measured.
    func outcome(because doubt: Doubt) -> TestRun.Outcome {
        var outcome = decisive
        outcome.result.doubt = doubt
        outcome.result.measurements = outcomes.map(\.result.cpuTime)
        outcome.coreTime = outcomes.reduce(.zero) { $0 + $1.coreTime }
        let isLate = VerdictPolicy.isLate(outcome.result.verdict)
        outcome.result.isDoubtful = isLate && last.doubt == .disturbed
        guard !outcome.result.message.isEmpty else { return outcome }
        if outcomes.count > 1 { outcome.result.message += " (\(account))" }
        if outcome.result.isDoubtful {
            outcome.result.message += "; doubtful: the host was busy with other things"
        }
        return outcome
    }

    /// What each measurement came to, and which of them counts.
    private var account: String {
        let times = outcomes.map(Self.text)
        let met = outcomes.count { $0.result.verdict == .idleLimit }
        let rule =
            met > 0 && met < outcomes.count ? "the fastest within the wall-time limit counts" : "the fastest counts"
        return "measured again\(wereAlone ? " alone" : ""), \(rule): first \(times[0]), then "
            + times.dropFirst().joined(separator: ", ")
    }

    private static func text(_ outcome: TestRun.Outcome) -> String {
        let time = outcome.result.cpuTime.secondsText
        guard outcome.result.verdict == .idleLimit else { return time }
        return "\(time) when its \(outcome.result.wallTime.secondsText) by the clock were over"
    }
}

/// Waits for the host to be quiet, for so long in all.
struct Quiet {
    private(set) var patience: Duration

    init(patience: Duration) {
        self.patience = patience
    }

    /// - Parameter wait: waits for at most so long.
    mutating func wait(_ wait: (Duration) async throws -> Bool) async throws {
        guard patience > .zero else { return }
        let start = ContinuousClock.now
        _ = try await wait(patience)
        patience -= ContinuousClock.now - start
    }
}
