internal import Kernel
internal import Units

/// A submission in a contest.
struct Attempt: Hashable, Sendable {
    var submission: EntityID
    var received: Timestamp
    /// What came of it; nil: it waits.
    var judgement: Judgement?
    /// Whether judges have said that it does not count.
    var isIgnored = false
    /// Whether the fleet did not take it for what it is: there is nothing that could be judged.
    var isRefused = false
    /// Whether a token was spent on it.
    var hasToken = false
    /// When that was received by which somebody has shown that it fails; nil: nobody has.
    var hacked: Timestamp?

    /// What counts of it, as an eye sees it; nil: it waits, or may not be seen.
    func standing(_ eye: BoardEye, _ game: ContestGame) -> Judgement? {
        guard eye == .judges || !game.isHidden(received), let judgement else { return nil }
        guard let hacked, eye == .judges || !game.isHidden(hacked) else { return judgement }
        return .hacked
    }
}

extension Attempt {
    /// Whether it was received first.
    func isBefore(_ other: Attempt) -> Bool {
        (received, submission.number) < (other.received, other.submission.number)
    }
}
