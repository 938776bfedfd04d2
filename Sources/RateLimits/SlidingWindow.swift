internal import Units

/// What comes of a try.
public enum RateAnswer: Hashable, Sendable {
    /// It may go on.
    /// - Parameters:
    ///   - remaining: how many more may at once.
    ///   - reset: after how long nothing is counted any more, if nothing more comes.
    case allowed(remaining: Int, reset: Duration)
    /// It may not; nothing was counted. After `retryAfter` one may, if nobody else comes before.
    case refused(retryAfter: Duration)

    /// Whether it may go on.
    public var isAllowed: Bool { if case .allowed = self { true } else { false } }
}

/// So many within so long, of any stretch of time of that length.
///
/// Time is cut into slots of a fifteenth of the window, and a slot's count is held until all of it is out of the window. So
/// never more than ``limit`` are allowed within ``window``, and one that an exact count would allow is refused for a
/// fifteenth of the window at most. It takes 80 bytes, however large the limit.
public struct SlidingWindow: Hashable, Sendable {
    /// How many.
    public let limit: Int
    /// Within how long.
    public let window: Duration
    /// A slot's length, in nanoseconds.
    let slot: Int64

    static let lanes: Int64 = 16

    /// At least 1 and at most 67 million, within at least a microsecond and at most ten years: anything else is taken for the
    /// nearest of these.
    public init(_ limit: Int, within window: Duration) {
        self.limit = min(max(limit, 1), 1 << 26)
        self.window = min(max(window, .microseconds(1)), .seconds(3650 * 86_400))
        slot = (self.window.nanoseconds + Self.lanes - 2) / (Self.lanes - 1)
    }

    /// Counts a try of somebody, if it is allowed.
    /// - Parameters:
    ///   - counts: what was counted of them.
    ///   - now: nanoseconds since any moment that stays the same. A clock that goes back stands still.
    func take(_ counts: inout WindowCounts, at now: Int64) -> RateAnswer {
        let answer = look(&counts, at: now)
        if answer.isAllowed { counts.add(slot: slot) }
        return answer
    }

    /// What ``take(_:at:)`` would answer, without counting.
    func look(_ counts: inout WindowCounts, at now: Int64) -> RateAnswer {
        counts.advance(to: now / slot)
        let used = counts.sum
        guard used < limit else {
            return .refused(retryAfter: .nanoseconds(counts.time(untilAtMost: limit - 1, slot: slot) - now))
        }
        return .allowed(
            remaining: limit - used - 1, reset: .nanoseconds((counts.newest + Self.lanes) * slot - now))
    }
}

/// How often somebody tried in each slot of a window.
struct WindowCounts: SubjectState {
    /// The counts, each where the remainder of its slot's number says.
    private var counts = SIMD16<UInt32>()
    /// The number of the newest slot that is counted, from the clock's beginning.
    private(set) var newest: Int64 = 0
    /// From when on, in nanoseconds, nothing is counted any more.
    private(set) var over: Int64 = 0

    var sum: Int { counts.indices.reduce(0) { $0 + Int(counts[$1]) } }

    private static func lane(_ number: Int64) -> Int { Int(number % SlidingWindow.lanes) }

    /// Begins the slot of that number: those that are out of the window then are empty.
    mutating func advance(to number: Int64) {
        guard number > newest else { return }
        for passed in max(newest + 1, number - SlidingWindow.lanes + 1)...number { counts[Self.lane(passed)] = 0 }
        newest = number
    }

    /// Counts one in the newest slot.
    mutating func add(slot: Int64) {
        counts[Self.lane(newest)] += 1
        over = (newest + SlidingWindow.lanes) * slot
    }

    /// When no more than `limit` are counted, if nothing comes.
    func time(untilAtMost limit: Int, slot: Int64) -> Int64 {
        var left = sum
        var oldest = newest - SlidingWindow.lanes + 1
        while left > limit, oldest <= newest {
            if oldest >= 0 { left -= Int(counts[Self.lane(oldest)]) }
            oldest += 1
        }
        // The slot before `oldest` has to be out of the window.
        return (oldest - 1 + SlidingWindow.lanes) * slot
    }

    func meet(_ other: WindowCounts) -> WindowCounts {
        combined(with: other, over: min(over, other.over)) { pointwiseMin($0, $1) }
    }

    func join(_ other: WindowCounts) -> WindowCounts {
        combined(with: other, over: max(over, other.over)) { pointwiseMax($0, $1) }
    }

    private func combined(
        with other: WindowCounts, over: Int64, _ combine: (SIMD16<UInt32>, SIMD16<UInt32>) -> SIMD16<UInt32>
    ) -> WindowCounts {
        var (left, right) = (self, other)
        left.advance(to: right.newest)
        right.advance(to: left.newest)
        left.counts = combine(left.counts, right.counts)
        left.over = over
        return left
    }
}
