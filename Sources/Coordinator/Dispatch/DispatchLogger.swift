import Logging
import Storage
import Synchronization

/// What dispatch writes to the log. Lines that a caller causes are limited for each caller.
final class DispatchLogger: Sendable {
    /// Writes without a limit: for what no caller can cause.
    let unlimited: Logger
    private let metrics: CoordinatorMetrics
    private let clock: MonotonicClock
    private let rateLimiter = Mutex(LogRateLimiter())

    /// Writes to `logger`, and counts failures of stores in `metrics`.
    init(_ logger: Logger, metrics: CoordinatorMetrics, clock: MonotonicClock) {
        unlimited = logger
        self.metrics = metrics
        self.clock = clock
    }

    /// Writes a line that `caller` caused, unless it has caused too many.
    func log(
        _ level: Logger.Level, causedBy caller: String, _ message: @autoclosure () -> Logger.Message,
        _ metadata: Logger.Metadata = [:]
    ) {
        let now = clock.now()
        guard let omitted = rateLimiter.withLock({ $0.take(caller, at: now) }) else { return }
        var metadata = metadata
        if omitted > 0 { metadata["omitted lines"] = "\(omitted)" }
        unlimited.log(level: level, message(), metadata: metadata)
    }

    /// Counts a failure of a store, and writes it to the log.
    func report(_ error: StorageError, _ doing: String, _ metadata: Logger.Metadata = [:]) {
        metrics.storeFailed(error)
        unlimited.error("cannot \(doing): \(error)", metadata: metadata)
    }
}

/// How many lines of the log each caller may cause: a token bucket for each. A pure value.
struct LogRateLimiter: Sendable {
    /// How many lines one caller may cause in a minute, and at once.
    static let perMinute = 30
    /// How many callers are remembered.
    private static let most = 4096

    private struct Bucket: Sendable {
        var lines: Double
        var at: Duration
        var omitted = 0
    }

    private var buckets: [String: Bucket] = [:]

    /// Takes a line of `caller`.
    /// - Returns: how many of its lines were omitted since the last one; nil if this one is to be omitted, too.
    mutating func take(_ caller: String, at now: Duration) -> Int? {
        if buckets.count >= Self.most, buckets[caller] == nil { buckets = [:] }
        let full = Double(Self.perMinute)
        var bucket = buckets[caller] ?? Bucket(lines: full, at: now)
        bucket.lines = min(full, bucket.lines + (now - bucket.at) / .seconds(60) * full)
        bucket.at = now
        defer { buckets[caller] = bucket }
        guard bucket.lines >= 1 else {
            bucket.omitted += 1
            return nil
        }
        bucket.lines -= 1
        defer { bucket.omitted = 0 }
        return bucket.omitted
    }
}
