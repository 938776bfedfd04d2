internal import Units

/// How many tokens somebody has who takes part: each shows all that came of one submission, and has it count. A pure value.
struct TokenRules: Hashable, Sendable {
    /// Whether there are any.
    enum Mode: String, Hashable, Sendable, CaseIterable {
        case none
        /// So many as the rest says.
        case finite
        /// As many as one likes.
        case infinite
    }

    var mode = Mode.none
    /// How many there are at the beginning.
    var initial = 0
    /// How many there are more after each ``interval``.
    var generated = 0
    /// By the participant's clock; 0: there never are more.
    var interval = Duration.zero
    /// How many one has at once at most; 0: any number.
    var mostAtOnce = 0
    /// How many one may spend in all; 0: any number.
    var most = 0
    /// How long one waits before the next.
    var pause = Duration.zero

    /// How many one has; nil: any number.
    /// - Parameters:
    ///   - elapsed: what the participant's clock shows.
    ///   - spent: what it showed when each was spent, in order.
    func left(at elapsed: Duration, spent: [Duration]) -> Int? {
        switch mode {
        case .none: return 0
        case .infinite: return nil
        case .finite: break
        }
        let room = mostAtOnce > 0 ? mostAtOnce : Int.max
        var (count, ticks) = (min(initial, room), Int64(0))
        for (number, time) in (spent + [elapsed]).enumerated() {
            let now = interval > .zero ? max(0, time.nanoseconds / interval.nanoseconds) : 0
            let more = Int(clamping: max(0, now - ticks)).multipliedReportingOverflow(by: generated)
            let sum = count.addingReportingOverflow(more.overflow ? Int.max : more.partialValue)
            count = min(room, sum.overflow ? Int.max : sum.partialValue)
            ticks = max(ticks, now)
            if number < spent.count { count = max(0, count - 1) }
        }
        return most > 0 ? min(count, max(0, most - spent.count)) : count
    }

    /// How long one has to wait after the last one.
    func wait(at elapsed: Duration, spent: [Duration]) -> Duration {
        guard pause > .zero, let last = spent.last else { return .zero }
        return max(.zero, last + pause - elapsed)
    }
}
