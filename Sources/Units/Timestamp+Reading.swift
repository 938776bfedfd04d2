extension Timestamp {
    /// Reads a time as RFC 3339 writes it: `2026-03-01T12:00:00Z`, `2026-03-01T13:00:00.250+01:00`; nil if `text` is none, or is
    /// beyond what a timestamp can say. Digits behind the ninth are left out, and leap seconds are not times here.
    public init?(reading text: some StringProtocol) {
        var rest = Array(text.utf8)[...]
        guard let year = rest.number(of: 4), rest.take("-"), let month = rest.number(of: 2), rest.take("-"),
            let day = rest.number(of: 2), rest.take("T") || rest.take("t"), let hour = rest.number(of: 2),
            rest.take(":"), let minute = rest.number(of: 2), rest.take(":"), let second = rest.number(of: 2),
            let fraction = rest.fraction(), let offset = rest.offset(), rest.isEmpty,
            (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day), hour < 24, minute < 60,
            second < 60
        else { return nil }
        let days = Self.days(year, month, day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        let (whole, isBeyond) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isFurther) = whole.addingReportingOverflow(fraction)
        guard !isBeyond, !isFurther else { return nil }
        self.init(nanoseconds: sum)
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return switch month {
        case 2: isLeap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01; years begin in March here, so that the leap day is the last of its year.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month > 2 ? year : year - 1
        let era = (year >= 0 ? year : year - 399) / 400
        let ofEra = year - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}

extension ArraySlice<UInt8> {
    /// Takes so many digits.
    fileprivate mutating func number(of digits: Int) -> Int64? {
        let taken = prefix(digits)
        guard taken.count == digits, taken.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self = dropFirst(digits)
        return taken.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    fileprivate mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard first == UInt8(ascii: character) else { return false }
        self = dropFirst()
        return true
    }

    /// Takes a point and digits, if there are any: nanoseconds; nil if there is a point without digits.
    fileprivate mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        let digits = prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { return nil }
        self = dropFirst(digits.count)
        let padded = digits.prefix(9) + [UInt8](repeating: 0x30, count: Swift.max(0, 9 - digits.count))
        return padded.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// Takes the distance from UTC, in seconds.
    fileprivate mutating func offset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let sign: Int64 = first == UInt8(ascii: "-") ? -1 : 1
        guard take("+") || take("-"), let hours = number(of: 2), take(":"), let minutes = number(of: 2), hours < 24,
            minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
