import Storage

/// Where the streams end that were appended to last: whoever knows a stream up to there reads nothing to learn that there is
/// no more of it.
struct StreamEnds {
    private let half: Int
    /// The position of each stream's last entry: since the newer half was begun, and before. Where the newer one is full, the
    /// older one is dropped.
    private var (newer, older): ([StreamName: UInt64], [StreamName: UInt64]) = ([:], [:])
    /// Behind which positions all entries are in one of the halves; nil: nothing is known.
    private var (newerStart, start): (UInt64?, UInt64?)

    /// Keeps at most `capacity` streams.
    init(capacity: Int = 32_768) {
        half = max(1, capacity / 2)
    }

    /// An entry was appended; they come in the order of their positions.
    mutating func note(_ stream: StreamName, at position: LogPosition) {
        if start == nil { (newerStart, start) = (position.number - 1, position.number - 1) }
        newer[stream] = position.number
        guard newer.count >= half else { return }
        (older, start) = (newer, newerStart)
        (newer, newerStart) = ([:], position.number)
    }

    /// Whether it is certain that a stream has no entry behind `position`.
    func hasNothing(of stream: StreamName, after position: LogPosition) -> Bool {
        guard let start, position.number >= start else { return false }
        return (newer[stream] ?? older[stream] ?? 0) <= position.number
    }
}
