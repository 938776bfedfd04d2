internal import Units

/// A time that does not count: the contest's clock stands still.
struct RemovedInterval: Hashable, Sendable {
    /// When it begins.
    var from: Timestamp
    /// When it ends.
    var until: Timestamp
}

/// When a contest is: a pure value. Its own clock counts from the start, and stands still in removed intervals.
struct ContestTimeline: Hashable, Sendable {
    /// When it starts.
    var start: Timestamp
    /// How long it is, by its own clock.
    var length: Duration
    /// From when on the board is frozen, by its own clock; nil: never.
    var freezesAfter: Duration?
    /// How long each who takes part may work, from a start of their own; nil: all work at once.
    var window: Duration?
    /// In order, without those that overlap.
    private(set) var removed: [RemovedInterval] = []

    /// A timeline from its parts.
    init(
        start: Timestamp, length: Duration, freezesAfter: Duration? = nil, window: Duration? = nil,
        removed: [RemovedInterval] = []
    ) {
        (self.start, self.length, self.freezesAfter, self.window) = (start, length, freezesAfter, window)
        for interval in removed.filter({ $0.from < $0.until }).sorted(by: { $0.from < $1.from }) {
            if let last = self.removed.last, interval.from <= last.until {
                self.removed[self.removed.count - 1].until = max(last.until, interval.until)
            } else {
                self.removed.append(interval)
            }
        }
    }

    /// What the clock shows at that time; of somebody who started later, from then on.
    func elapsed(at time: Timestamp, from start: Timestamp? = nil) -> Duration {
        let start = start ?? self.start
        let lost = removed.reduce(Duration.zero) { lost, interval in
            lost + max(.zero, min(interval.until, time) - max(interval.from, start))
        }
        return time - start - lost
    }

    /// When the clock shows that for the first time.
    func moment(after elapsed: Duration, from start: Timestamp? = nil) -> Timestamp {
        let start = start ?? self.start
        var moment = start + elapsed
        for interval in removed where interval.until > start && interval.from < moment {
            moment = moment + (interval.until - max(interval.from, start))
        }
        return moment
    }

    /// When it ends.
    var end: Timestamp { moment(after: length) }

    /// When it ends for whoever may work so much longer than the others.
    func end(with extraTime: Duration) -> Timestamp { moment(after: length + extraTime) }

    /// When the board is frozen; nil: never.
    var freeze: Timestamp? { freezesAfter.map { moment(after: $0) } }

    /// Whether what was received then is hidden from the public until the board is thawed.
    func isFrozen(at received: Timestamp) -> Bool { freeze.map { received >= $0 } ?? false }
}
