internal import Units

/// Somebody who takes part: a person or a team.
struct Entrant: Hashable, Sendable {
    /// The division; empty: none.
    var division = ""
    /// When they start, if that is not with the others: then they are on no board.
    var start: Timestamp?
    /// When their own time began, in a contest where each has such; nil: not yet.
    var begun: Timestamp?
    /// How much longer they may work than others.
    var extraTime = Duration.zero
    /// Minutes that judges have added.
    var penalty: Int64 = 0
    /// Whether they are off the board.
    var isDisqualified = false

    /// Whether they are on the board.
    var isRanked: Bool { start == nil && !isDisqualified }

    /// When they begin; nil: that is not known yet.
    func beginning(in timeline: ContestTimeline) -> Timestamp? {
        start ?? (timeline.window == nil ? timeline.start : begun)
    }

    /// How long they work, but for extra time.
    func length(in timeline: ContestTimeline) -> Duration { timeline.window ?? timeline.length }

    /// When they end: with the others at the latest, and at the start if they have not begun. The clock stands still in removed
    /// intervals for whoever still works, also where the others have ended.
    func end(in timeline: ContestTimeline) -> Timestamp {
        guard let beginning = beginning(in: timeline) else { return timeline.start }
        let own = timeline.moment(after: length(in: timeline) + extraTime, from: beginning)
        return start == nil ? min(own, timeline.end(with: extraTime)) : own
    }
}
