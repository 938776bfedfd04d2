/// A moment as text.
public enum UTCTime {
    /// `2026-11-21T20:24:36Z` (RFC 3339), for nanoseconds since 1970.
    public static func text(nanoseconds: Int64) -> String {
        let seconds = floorDivide(nanoseconds, 1_000_000_000)
        let days = floorDivide(seconds, 86_400)
        let (year, month, day) = date(ofDay: days)
        let time = Int(seconds - days * 86_400)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
            + [time / 3600, time / 60 % 60, time % 60].map { padded($0, 2) }.joined(separator: ":") + "Z"
    }

    /// The Gregorian date of a day counted from 1970-01-01: years begin in March here, so that the leap day is their last,
    /// and come in eras of 400 years, which all have as many days.
    private static func date(ofDay day: Int64) -> (year: Int, month: Int, day: Int) {
        let sinceMarch = day + 719_468
        let era = floorDivide(sinceMarch, 146_097)
        let dayOfEra = Int(sinceMarch - era * 146_097)
        let leaps = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let isNextYear = month >= 10
        return (
            Int(era) * 400 + yearOfEra + (isNextYear ? 1 : 0), isNextYear ? month - 9 : month + 3,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        number / divisor - (number % divisor < 0 ? 1 : 0)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
