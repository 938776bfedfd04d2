/// A moment of UTC.
public struct Timestamp: Hashable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted (`time(7)`).
    public var nanoseconds: Int64

    /// So many nanoseconds after 1970-01-01T00:00:00Z.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// So many milliseconds after 1970-01-01T00:00:00Z; the last or first moment that there is, in 2262 and 1677, where that is
    /// beyond.
    public init(milliseconds: Int64) {
        let (product, isBeyond) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        nanoseconds = isBeyond ? (milliseconds < 0 ? .min : .max) : product
    }

    /// Now, by the machine's clock.
    public static var now: Timestamp { Timestamp(nanoseconds: SystemTime.now) }
}

extension Timestamp: Comparable {
    /// Whether `left` was first.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The moment that comes so much later; the last or first one that there is, where it is beyond.
    public static func + (time: Timestamp, duration: Duration) -> Timestamp {
        let (sum, isBeyond) = time.nanoseconds.addingReportingOverflow(duration.nanoseconds)
        return Timestamp(nanoseconds: isBeyond ? (duration < .zero ? .min : .max) : sum)
    }

    /// The time from `right` to `left`.
    public static func - (left: Timestamp, right: Timestamp) -> Duration {
        .nanoseconds(left.nanoseconds) - .nanoseconds(right.nanoseconds)
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339, to the millisecond: `2026-03-01T12:00:00.250Z`.
    public var description: String {
        let (days, ofDay) = Self.divide(Self.divide(nanoseconds, by: 1_000_000).0, by: 86_400_000)
        let (year, month, day) = Self.date(daysSince1970: days)
        let seconds = ofDay / 1000
        return Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2)
            + "T" + Self.padded(seconds / 3600, 2) + ":" + Self.padded(seconds / 60 % 60, 2)
            + ":" + Self.padded(seconds % 60, 2) + "." + Self.padded(ofDay % 1000, 3) + "Z"
    }

    /// The proleptic Gregorian date. Years begin in March here, so that the leap day is the last of its year, and 400 of
    /// them have 146097 days.
    private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, ofEra) = divide(days + 719_468, by: 146_097)
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }

    /// Quotient and remainder, the remainder never negative.
    private static func divide(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
