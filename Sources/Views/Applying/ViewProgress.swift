/// How far views are made of the log that lies behind.
public struct ViewProgress: Hashable, Sendable {
    /// Which views are made.
    public var views: [String]
    /// How many entries were applied since that was begun.
    public var applied: UInt64
    /// How many there are, about.
    public var total: UInt64
    /// How long it took.
    public var taken: Duration

    /// Entries a second; 0 at the start.
    public var rate: Double { taken > .zero ? Double(applied) / (taken / .seconds(1)) : 0 }

    /// How long it still takes, if it goes on like that; nil at the start.
    public var timeLeft: Duration? {
        guard rate > 0 else { return nil }
        return .seconds(Double(total - min(applied, total)) / rate)
    }
}

/// Tells progress, twice a second at most, and at the end.
struct ProgressTelling {
    private static let interval = Duration.milliseconds(500)

    private let tell: @Sendable (ViewProgress) -> Void
    private let begun = ContinuousClock.now
    private var told = ContinuousClock.now
    private(set) var progress: ViewProgress

    init(of views: [String], total: UInt64, _ tell: @escaping @Sendable (ViewProgress) -> Void) {
        progress = ViewProgress(views: views, applied: 0, total: total, taken: .zero)
        self.tell = tell
    }

    /// So many more were applied.
    mutating func add(_ entries: Int) {
        progress.applied += UInt64(entries)
        // More may have come meanwhile.
        progress.total = max(progress.total, progress.applied)
        let now = ContinuousClock.now
        guard now - told >= Self.interval else { return }
        told = now
        say(now)
    }

    /// All was applied.
    mutating func end() {
        progress.total = progress.applied
        say(.now)
    }

    private mutating func say(_ now: ContinuousClock.Instant) {
        progress.taken = now - begun
        tell(progress)
    }
}
