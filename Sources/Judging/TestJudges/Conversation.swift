import Sandbox
import Toolchains

/// A program and one of the package's own that read what the other writes.
struct Conversation {
    let program: TestedProgram
    /// How the package's program is run.
    let other: Placement
    let executor: any Executor
    /// Whether a run of the package's program accepts the program.
    let accepts: @Sendable (RunResult) -> Bool
    /// The exit status with which the package's program rejects.
    let rejection: Int32
    /// Writes down what is said, which then passes through a relay; nil: the two are wired to each other.
    let recorder: TranscriptRecorder?

    /// `other`, as it is run beside a program with `limits`: it may wait for the program as long as that runs, and then has its
    /// own time; where nothing but what is said is asked for, no more than the program.
    static func patient(_ other: Placement, within limits: TestLimits, isRecorded: Bool) -> Placement {
        var other = other
        other.request.limits.wallTime = other.request.limits.wallTime.map {
            limits.wallTime + (isRecorded ? min($0, limits.wallTime) : $0)
        }
        return other
    }

    /// Runs both, the first as `request` says, until both have ended.
    /// - Throws: `SandboxError` if they could not be run.
    func hold(_ request: RunRequest) async throws -> Interaction {
        let own = Placement(request, in: program.plan.cell)
        do {
            if let recorder {
                recorder.begin()
                return try await executor.relay(own, other, to: recorder) { [accepts] in accepts($0) ? .goOn : .stop }
            }
            return try await executor.interact(own, other) { [accepts] in
                // Who was rejected first has nothing more to say.
                !accepts($0) && $1 == .second ? .stop : .goOn
            }
        } catch {
            guard let run = try await program.refusal(to: request, after: error, on: executor) else { throw error }
            return Interaction(first: run, second: RunResult(exit: .exited(rejection)), leftFirst: .first)
        }
    }
}
