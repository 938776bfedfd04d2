/// The servers' times: RFC 3339, UTC, up to nine digits of fraction.
enum ServerTime {
    /// Nanoseconds since 1970 of `2026-11-21T17:04:40.387013932Z`; nil for anything else.
    static func nanoseconds(_ text: String) -> Int64? {
        let digits = text.utf8.map { Int64($0) - 48 }
        func number(_ range: Range<Int>) -> Int64? {
            guard digits.count >= range.upperBound, digits[range].allSatisfy({ (0...9).contains($0) }) else {
                return nil
            }
            return digits[range].reduce(0) { $0 * 10 + $1 }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), text.utf8.last == UInt8(ascii: "Z")
        else { return nil }
        var fraction: Int64 = 0
        if digits.count > 20 {
            let length = digits.count - 21
            guard length <= 9, let value = number(20..<(20 + length)) else { return nil }
            fraction = (length..<9).reduce(value) { value, _ in value * 10 }
        }
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
        return seconds * 1_000_000_000 + fraction
    }

    /// Days since 1970-01-01 of a date in the Gregorian calendar, counted in years that begin in March.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + ofYear - 719_468
    }
}
