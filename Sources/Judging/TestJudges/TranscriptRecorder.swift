import Sandbox
import Synchronization
import Units

/// Writes down a conversation that goes through a relay.
final class TranscriptRecorder: InteractionListener {
    /// What was written down.
    struct Record: Sendable {
        /// The transcript as text.
        var text: String
        /// Why the two came no further; nil if the program did not wait until its time by the clock was over.
        var standstill: String?
    }

    private struct State {
        var transcript = Transcript()
        /// What each has said in this pass; the program is the first.
        var submission = Standstill.Words()
        var interactor = Standstill.Words()
        var passes = 0
        var start = ContinuousClock.now
        var passStart = ContinuousClock.now
        /// What was known of this pass when the program's time by the clock was over.
        var atLimit: Standstill?
        /// How the two went in this pass.
        var ends: (submission: RunResult?, interactor: RunResult?)
    }

    private let wallLimit: Duration
    private let state = Mutex(State())

    /// Writes down conversations in which the program has `limits`.
    init(within limits: TestLimits) {
        wallLimit = limits.wallTime
    }

    func hear(_ bytes: [UInt8], from side: Interaction.Side) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.transcript.add(bytes, from: side, at: now - state.start)
            switch side {
            case .first: state.submission.add(bytes)
            case .second: state.interactor.add(bytes)
            }
        }
    }

    func hearSilence(of side: Interaction.Side, _ backlog: InteractionBacklog) {
        let now = ContinuousClock.now
        state.withLock { state in
            // Who is stopped at its wall limit is silent then, and not before.
            guard side == .first, now - state.passStart >= wallLimit else { return }
            state.atLimit = Standstill(
                submission: Standstill.Speaker(said: state.submission, unread: backlog.forFirst),
                interactor: Standstill.Speaker(said: state.interactor, unread: backlog.forSecond))
        }
    }

    func hearEnd(of side: Interaction.Side, _ result: RunResult) {
        let now = ContinuousClock.now
        state.withLock { state in
            let name = side == .first ? "the submission" : "the interactor"
            state.transcript.add(remark: "\(name) \(Self.words(for: result))", at: now - state.start)
            switch side {
            case .first: state.ends.submission = result
            case .second: state.ends.interactor = result
            }
        }
    }

    /// Notes what happened otherwise.
    func note(_ remark: String) {
        let now = ContinuousClock.now
        state.withLock { $0.transcript.add(remark: remark, at: now - $0.start) }
    }

    /// Says that the two begin to talk, or do so again in another pass.
    func begin() {
        let now = ContinuousClock.now
        state.withLock { state in
            state.passes += 1
            if state.passes == 1 { state.start = now }
            if state.passes > 1 { state.transcript.add(remark: "--- pass \(state.passes)", at: now - state.start) }
            (state.passStart, state.atLimit, state.ends) = (now, nil, (nil, nil))
            (state.submission, state.interactor) = (Standstill.Words(), Standstill.Words())
        }
    }

    /// All of it, when both have ended; nil if there is nothing.
    var record: Record? {
        state.withLock { state in
            guard !state.transcript.isEmpty else { return nil }
            return Record(text: state.transcript.text, standstill: standstill(in: state)?.text)
        }
    }

    private func standstill(in state: State) -> Standstill? {
        guard var standstill = state.atLimit, let submission = state.ends.submission,
            submission.limitsStruck == [.wallTime]
        else { return nil }
        standstill.submission.computes = submission.wasComputing(until: wallLimit)
        // It had as much time as the program.
        standstill.interactor.computes = (state.ends.interactor?.cpuTime ?? .zero) * 2 >= wallLimit
        return standstill
    }

    private static func words(for result: RunResult) -> String {
        switch result.outcome {
        case .exited(let status): "ended with exit status \(status)"
        case .signaled(let signal): "was ended by \(signal)"
        case .cpuLimit: "was stopped at its CPU time limit"
        case .wallLimit: "was stopped at its wall time limit"
        case .memoryLimit: "was stopped at its memory limit"
        case .outputLimit: "was stopped at its output limit"
        case .securityViolation: "was stopped for a forbidden system call"
        case .cancelled: "was stopped, because the other had ended"
        }
    }
}
