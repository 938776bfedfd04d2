package import Events

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
extension RejudgingOpened: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.RejudgingOpened"
}
extension JudgedAnew: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.JudgedAnew"
}
extension NotJudgedAnew: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.NotJudgedAnew"
}
extension RejudgingApplied: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.RejudgingApplied"
}
extension RejudgingFinished: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.RejudgingFinished"
}
extension RejudgingCancelled: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.RejudgingCancelled"
}
extension TrySpent: PersistedEvent {
    package static let persistedType = "verdict.submissions.v1.TrySpent"
}

/// What submissions keep in the log.
package enum SubmissionEvents {
    /// All types of events.
    package static let all: [any PersistedEvent.Type] = [
        SubmissionReceived.self, JudgingBegan.self, JudgementRecorded.self, JudgingFailed.self,
        RejudgingWanted.self, SubmissionDeleted.self, RejudgingOpened.self, JudgedAnew.self, NotJudgedAnew.self,
        RejudgingApplied.self, RejudgingFinished.self, RejudgingCancelled.self, TrySpent.self,
    ]
}
