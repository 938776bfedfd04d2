internal import Storage

/// Up to where a reaction was done, while entries on the way are tried again. A pure value.
struct ReactionProgress: Sendable {
    /// The last entry that was begun with.
    private(set) var begun: LogPosition
    /// Those before it that are not done.
    private var open: Set<LogPosition> = []

    /// Everything up to `position` is done.
    init(from position: LogPosition) { begun = position }

    /// How many are tried again.
    var openCount: Int { open.count }

    /// Everything up to there is done: where the next start goes on.
    var done: LogPosition { open.min().map { LogPosition($0.number - 1) } ?? begun }

    /// Everything up to `position` was begun with, and is done but for what `failed`.
    mutating func reach(_ position: LogPosition, failed: [LogPosition]) {
        begun = max(begun, position)
        open.formUnion(failed)
    }

    /// What was tried again is done, or given up.
    mutating func end(_ position: LogPosition) { open.remove(position) }
}
