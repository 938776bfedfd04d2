public import Events
import Storage

/// What workers say while they work, for whoever follows: told at once, and not kept.
public final class ProgressBoard: Sendable {
    private let fanout: LogFanout

    /// Tells those who follow by `fanout`.
    public init(fanout: LogFanout) {
        self.fanout = fanout
    }

    /// Whether somebody follows the submission: otherwise its progress need not even be put together.
    public func isFollowed(_ id: SubmissionID) -> Bool {
        guard let stream = try? id.stream else { return false }
        return fanout.isFollowed(stream)
    }

    /// Tells those who follow the submission of a progress of its newest generation: that it is compiled, that a test case
    /// ended.
    public func tell(_ id: SubmissionID, _ progress: SubmissionProgress) {
        guard let stream = try? id.stream else { return }
        fanout.deliver(progress, to: stream)
    }
}
