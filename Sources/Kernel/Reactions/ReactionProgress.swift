internal import Events
internal import Storage

/// Up to where a reaction was done, while entries on the way are tried again. A pure value.
struct ReactionProgress: Hashable, Sendable {
    /// The last entry that was begun with.
    private(set) var begun: LogPosition
    /// Those before it that are not done.
    private(set) var open: Set<LogPosition> = []

    /// Everything up to `position` is done.
    init(from position: LogPosition) { begun = position }

    /// What the log says of a reaction, of which `known` was said before.
    ///
    /// It never goes back. Versions before this one said only up to where all was done, and did again what stands behind that.
    init(_ said: ReactionAdvanced, after known: ReactionProgress?) {
        let position = LogPosition(said.position)
        guard said.begun > 0 else {
            begun = max(position, known?.begun ?? .start)
            open = known?.open.filter { $0 > position } ?? []
            return
        }
        let own = LogPosition(max(said.begun, said.position))
        if let known, known.begun > own {
            self = known
        } else {
            begun = own
            open = Set(said.open.map { LogPosition($0) }.filter { $0 > position && $0 <= own })
        }
    }

    /// How many are tried again.
    var openCount: Int { open.count }

    /// Everything up to there is done.
    var done: LogPosition { open.min().map { LogPosition($0.number - 1) } ?? begun }

    /// Everything up to `position` was begun with, and is done but for what `failed`.
    mutating func reach(_ position: LogPosition, failed: [LogPosition]) {
        begun = max(begun, position)
        open.formUnion(failed)
    }

    /// What was tried again is done, or given up.
    mutating func end(_ position: LogPosition) { open.remove(position) }

    /// As the log has it.
    func said(of reaction: String) throws(StorageError) -> Event {
        var advance = ReactionAdvanced()
        (advance.reaction, advance.position, advance.begun) = (reaction, done.number, begun.number)
        advance.open = open.map(\.number).sorted()
        return try Event(advance)
    }
}
