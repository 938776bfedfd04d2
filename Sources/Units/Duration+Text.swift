extension Duration {
    /// The whole duration in nanoseconds, rounded towards zero; durations beyond 292 years are clamped.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, isBeyond) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return isBeyond ? (seconds < 0 ? .min : .max) : sum
    }

    /// The duration in whole milliseconds, rounded to nearest.
    public var wholeMilliseconds: Int64 {
        let (sum, isBeyond) = nanoseconds.addingReportingOverflow(500_000)
        return (isBeyond ? .max : sum) / 1_000_000
    }

    /// Seconds as a floating-point number, for printing and arithmetic that need not be exact.
    public var inSeconds: Double {
        Double(nanoseconds) / 1e9
    }

    /// A duration of a decimal number of seconds, exact to the nanosecond.
    public static func decimalSeconds(_ seconds: Double) -> Duration {
        .nanoseconds(Int64((seconds * 1e9).rounded()))
    }

    /// Reads `1s`, `1.5s`, `250ms`, `20us`, `100ns`, `2m`, `12h`, `90d` or a plain decimal number of seconds; nil if `text` is
    /// none.
    public init?(parsing text: String) {
        let units: [(name: String, seconds: Double)] = [
            ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9), ("s", 1), ("m", 60), ("h", 3600),
            ("d", 86_400),
        ]
        let unit = units.first { text.hasSuffix($0.name) }
        let digits = text.dropLast(unit?.name.count ?? 0)
        guard digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let number = Double(digits),
            number * (unit?.seconds ?? 1) < 1e9
        else { return nil }
        self = .decimalSeconds(number * (unit?.seconds ?? 1))
    }

    /// `1.234 s` with milliseconds, as reasons and tables show it.
    public var secondsText: String {
        let milliseconds = wholeMilliseconds
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction + " s"
    }

    /// The duration and `limit` as texts, with as many decimals as tell that it is above the limit if it is.
    public func texts(over limit: Duration) -> (value: String, limit: String) {
        guard self > limit else { return (secondsText, limit.secondsText) }
        let digits = [3, 6].first { text(decimals: $0) != limit.text(decimals: $0) } ?? 9
        return (text(decimals: digits), limit.text(decimals: digits))
    }

    /// Seconds with 3, 6 or 9 decimals; those of 3 are rounded, others cut off.
    private func text(decimals: Int) -> String {
        guard decimals > 3 else { return secondsText }
        let fraction = String(nanoseconds % 1_000_000_000)
        let digits = String(repeating: "0", count: 9 - fraction.count) + fraction
        return "\(nanoseconds / 1_000_000_000).\(digits.prefix(decimals)) s"
    }
}

extension Duration {
    /// So many nanoseconds, at most some 18 years: a number that somebody sent may be any, and is doubled.
    package init(bounded nanoseconds: UInt64) {
        self = .nanoseconds(Int64(min(nanoseconds, UInt64(Int64.max / 16))))
    }
}
