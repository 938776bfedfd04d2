public import Events

/// What a worker says of a submission while it works. It is told at once and not kept.
public enum SubmissionProgress: Hashable, Sendable {
    /// It compiles the submission.
    case compiling(worker: String, language: String)
    /// A test case, by its index, ended.
    case testFinished(UInt32, LoggedTestResult)
}

extension LogFanout {
    /// Whether somebody follows the submission: otherwise its progress need not even be put together.
    public func isFollowed(_ id: SubmissionID) -> Bool {
        guard let stream = try? id.stream else { return false }
        return isFollowed(stream)
    }

    /// Tells those who follow the submission how far its newest generation is.
    public func publish(_ progress: SubmissionProgress, of id: SubmissionID) {
        guard let stream = try? id.stream else { return }
        deliver(progress, to: stream)
    }
}
