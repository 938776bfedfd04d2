internal import Units

/// All that somebody follows of a contest at once, as clients get it.
struct LiveContest: Encodable, Sendable {
    var phase, start, end: String
    /// How long it goes on, when this was made; left out before the start and after the end.
    var secondsLeft: Int64?
    /// The first page of the board, and the reader's own row.
    var board: BoardAnswer
    /// What the reader may know of what was asked, answered and announced.
    var messages: MessageAnswers

    init(_ contest: Contest, _ board: BoardAnswer, _ messages: MessageAnswers, at now: Timestamp) {
        let timeline = contest.timeline
        (phase, start, end) = (contest.phase(at: now).rawValue, "\(timeline.start)", "\(timeline.end)")
        if now >= timeline.start, now < timeline.end { secondsLeft = (timeline.end - now).whole(1) }
        (self.board, self.messages) = (board, messages)
    }
}
