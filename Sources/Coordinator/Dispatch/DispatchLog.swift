import Logging
import Storage
import Synchronization

/// Where dispatch says what an operator should know. What callers cause, each may cause so much of.
final class DispatchLog: Sendable {
    /// For what nobody causes by calling.
    let logger: Logger
    private let figures: Figures
    private let clock: MonotonicClock
    private let allowance = Mutex(LogAllowance())

    /// Writes to `logger`, and counts failures of stores in `figures`.
    init(_ logger: Logger, figures: Figures, clock: MonotonicClock) {
        self.logger = logger
        self.figures = figures
        self.clock = clock
    }

    /// Says something that `caller` caused, unless it causes too much of it.
    func say(
        _ level: Logger.Level, of caller: String, _ words: @autoclosure () -> Logger.Message,
        _ metadata: Logger.Metadata = [:]
    ) {
        let now = clock.now()
        guard let leftOut = allowance.withLock({ $0.take(caller, at: now) }) else { return }
        var metadata = metadata
        if leftOut > 0 { metadata["lines left out"] = "\(leftOut)" }
        logger.log(level: level, words(), metadata: metadata)
    }

    /// A store failed: counts it and says so.
    func report(_ error: StorageError, _ doing: String, _ metadata: Logger.Metadata = [:]) {
        figures.failed(error)
        logger.error("cannot \(doing): \(error)", metadata: metadata)
    }
}

/// How many lines of the log callers may cause: each so many at once, and then so many a minute. A pure value.
struct LogAllowance: Sendable {
    /// Lines in a minute of one caller.
    static let perMinute = 30
    /// How many callers are remembered.
    private static let most = 4096

    private struct Bucket: Sendable {
        var lines: Double
        var at: Duration
        var leftOut = 0
    }

    private var buckets: [String: Bucket] = [:]

    /// Takes a line of `caller`.
    /// - Returns: how many were left out since the last one; nil: this one is, too.
    mutating func take(_ caller: String, at now: Duration) -> Int? {
        if buckets.count >= Self.most, buckets[caller] == nil { buckets = [:] }
        let full = Double(Self.perMinute)
        var bucket = buckets[caller] ?? Bucket(lines: full, at: now)
        bucket.lines = min(full, bucket.lines + (now - bucket.at) / .seconds(60) * full)
        bucket.at = now
        defer { buckets[caller] = bucket }
        guard bucket.lines >= 1 else {
            bucket.leftOut += 1
            return nil
        }
        bucket.lines -= 1
        defer { bucket.leftOut = 0 }
        return bucket.leftOut
    }
}
