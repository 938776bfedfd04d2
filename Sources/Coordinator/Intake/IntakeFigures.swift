public import Events

/// What happened to submissions in the last minute.
public struct IntakeFigures: Equatable, Sendable {
    /// Submissions that were taken.
    public var taken: Int
    /// Submissions that need no more work: judged, cancelled, given up.
    public var ended: Int
    /// Judgements by their verdict.
    public var verdicts: [LoggedVerdict: Int]
    /// Submissions that wait or are judged now.
    public var open: Int

    /// What the figures are counted with. Pure: time comes from outside.
    struct Counters: Sendable {
        private var taken = MinuteCount()
        private var ended = MinuteCount()
        private var verdicts: [UInt8: MinuteCount] = [:]

        /// Counts what the log says.
        mutating func count(_ change: SubmissionChange, at time: Duration) {
            switch change {
            case .opened: taken.add(at: time)
            case .resumed: break
            case .ended(_, let wasOpen, let verdict):
                if wasOpen { ended.add(at: time) }
                if let verdict { verdicts[verdict, default: MinuteCount()].add(at: time) }
            }
        }

        /// How many submissions came to need no more work since a minute before `time`.
        mutating func endedInMinute(at time: Duration) -> Int { ended.sum(at: time) }

        fileprivate mutating func takenInMinute(at time: Duration) -> Int { taken.sum(at: time) }

        fileprivate mutating func verdictsInMinute(at time: Duration) -> [LoggedVerdict: Int] {
            var found: [LoggedVerdict: Int] = [:]
            for key in verdicts.keys {
                guard let count = verdicts[key]?.sum(at: time), count > 0 else { continue }
                found[LoggedVerdict(rawValue: Int(key)) ?? .unspecified] = count
            }
            return found
        }
    }

    init(_ counters: inout Counters, at time: Duration, open: Int) {
        taken = counters.takenInMinute(at: time)
        ended = counters.endedInMinute(at: time)
        verdicts = counters.verdictsInMinute(at: time)
        self.open = open
    }
}
