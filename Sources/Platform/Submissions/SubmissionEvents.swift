internal import Events

// The names never change, also where a message is called otherwise.
extension SubmissionReceived: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.SubmissionReceived"
}
extension JudgingBegan: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.JudgingBegan"
}
extension JudgementRecorded: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.JudgementRecorded"
}
extension JudgingFailed: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.JudgingFailed"
}
extension RejudgingWanted: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.RejudgingWanted"
}
extension SubmissionDeleted: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.SubmissionDeleted"
}
extension TrySpent: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.TrySpent"
}
