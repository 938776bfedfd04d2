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
