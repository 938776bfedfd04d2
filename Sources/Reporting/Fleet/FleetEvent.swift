public import Judging

/// Something that happened while a fleet judged submissions.
public enum FleetEvent: Sendable {
    /// As one machine's judge tells it, but for the end of a submission.
    case judging(JudgementEvent)
    /// The submission with this index is judged.
    case judged(submission: Int, FleetJudgement)
    /// Something that a person should know meanwhile: `coordinator gone, waiting`.
    case notice(String)
}

/// A judgement that a fleet came to, or why it came to none.
public struct FleetJudgement: Sendable {
    /// The submission's id.
    public var id: String
    /// What was found.
    public var judgement: Judgement
    /// The names of the workers that found it.
    public var workers: [String]

    /// A judgement from its parts.
    public init(id: String, judgement: Judgement, workers: [String] = []) {
        self.id = id
        self.judgement = judgement
        self.workers = workers
    }

    /// What a record of it has besides ``JudgementRecord``'s: the submission's id and its workers.
    public var members: [JSONValue.Member] {
        [
            JSONValue.Member(key: "id", value: .string(id)),
            JSONValue.Member(key: "workers", value: .array(workers.map { .string($0) })),
        ]
    }
}
