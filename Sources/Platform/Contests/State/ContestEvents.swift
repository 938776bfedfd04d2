package import Events

// The names never change, also where a message is called otherwise.
extension ContestCreated: PersistedEvent {
    static let persistedType = "verdict.contests.v1.ContestCreated"
}
extension ContestEdited: PersistedEvent {
    static let persistedType = "verdict.contests.v1.ContestEdited"
}
extension ContestStarted: PersistedEvent {
    static let persistedType = "verdict.contests.v1.ContestStarted"
}
extension ContestFrozen: PersistedEvent {
    static let persistedType = "verdict.contests.v1.ContestFrozen"
}
extension ContestEnded: PersistedEvent {
    static let persistedType = "verdict.contests.v1.ContestEnded"
}
extension ContestThawed: PersistedEvent {
    static let persistedType = "verdict.contests.v1.ContestThawed"
}
extension ContestFinalized: PersistedEvent {
    static let persistedType = "verdict.contests.v1.ContestFinalized"
}
extension IntervalRemoved: PersistedEvent {
    static let persistedType = "verdict.contests.v1.IntervalRemoved"
}
extension IntervalRestored: PersistedEvent {
    static let persistedType = "verdict.contests.v1.IntervalRestored"
}
extension SubmissionIgnored: PersistedEvent {
    static let persistedType = "verdict.contests.v1.SubmissionIgnored"
}
extension SubmissionCounted: PersistedEvent {
    static let persistedType = "verdict.contests.v1.SubmissionCounted"
}
extension ExtraTimeGiven: PersistedEvent {
    static let persistedType = "verdict.contests.v1.ExtraTimeGiven"
}
extension PenaltyGiven: PersistedEvent {
    static let persistedType = "verdict.contests.v1.PenaltyGiven"
}
extension ParticipantDisqualified: PersistedEvent {
    static let persistedType = "verdict.contests.v1.ParticipantDisqualified"
}
extension ParticipantReinstated: PersistedEvent {
    static let persistedType = "verdict.contests.v1.ParticipantReinstated"
}
extension PersonJoined: PersistedEvent {
    static let persistedType = "verdict.contests.v1.PersonJoined"
}
extension TeamFormed: PersistedEvent {
    static let persistedType = "verdict.contests.v1.TeamFormed"
}
extension TeamInvited: PersistedEvent {
    static let persistedType = "verdict.contests.v1.TeamInvited"
}
extension TeamUninvited: PersistedEvent {
    static let persistedType = "verdict.contests.v1.TeamUninvited"
}
extension TeamJoined: PersistedEvent {
    static let persistedType = "verdict.contests.v1.TeamJoined"
}
extension PersonLeft: PersistedEvent {
    static let persistedType = "verdict.contests.v1.PersonLeft"
}
extension WindowBegun: PersistedEvent {
    static let persistedType = "verdict.contests.v1.WindowBegun"
}
extension VirtualBegun: PersistedEvent {
    static let persistedType = "verdict.contests.v1.VirtualBegun"
}
extension QuestionAsked: PersistedEvent {
    static let persistedType = "verdict.contests.v1.QuestionAsked"
}
extension QuestionClaimed: PersistedEvent {
    static let persistedType = "verdict.contests.v1.QuestionClaimed"
}
extension QuestionQueued: PersistedEvent {
    static let persistedType = "verdict.contests.v1.QuestionQueued"
}
extension QuestionAnswered: PersistedEvent {
    static let persistedType = "verdict.contests.v1.QuestionAnswered"
}
extension AnnouncementMade: PersistedEvent {
    static let persistedType = "verdict.contests.v1.AnnouncementMade"
}
extension BalloonDelivered: PersistedEvent {
    static let persistedType = "verdict.contests.v1.BalloonDelivered"
}
extension TokenSpent: PersistedEvent {
    static let persistedType = "verdict.contests.v1.TokenSpent"
}
extension BalloonReturned: PersistedEvent {
    static let persistedType = "verdict.contests.v1.BalloonReturned"
}

/// What contests keep in the log.
package enum ContestEvents {
    /// All types of events.
    package static let all: [any PersistedEvent.Type] = [
        ContestCreated.self, ContestEdited.self, ContestStarted.self, ContestFrozen.self, ContestEnded.self,
        ContestThawed.self, ContestFinalized.self, IntervalRemoved.self, IntervalRestored.self,
        SubmissionIgnored.self, SubmissionCounted.self, ExtraTimeGiven.self, PenaltyGiven.self,
        ParticipantDisqualified.self, ParticipantReinstated.self, PersonJoined.self, TeamFormed.self,
        TeamInvited.self, TeamUninvited.self, TeamJoined.self, PersonLeft.self, VirtualBegun.self,
        QuestionAsked.self, QuestionClaimed.self, QuestionQueued.self, QuestionAnswered.self,
        AnnouncementMade.self, WindowBegun.self, BalloonDelivered.self, BalloonReturned.self,
        TokenSpent.self,
    ]
}
