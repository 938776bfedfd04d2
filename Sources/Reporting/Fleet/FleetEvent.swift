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
