/// What is said of several measurements of one thing.
enum Statistics {
    /// The middle value, or the mean of the two in the middle; NaN of nothing.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard let last = sorted.last else { return .nan }
        let middle = sorted.count / 2
        guard sorted.count > 1 else { return last }
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The value that this part of all values does not exceed; NaN of nothing.
    static func quantile(_ part: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return sorted[min(sorted.count - 1, max(0, Int((Double(sorted.count) * part).rounded(.up)) - 1))]
    }

    /// The distance from the least to the greatest value, as a part of the median.
    static func spread(_ values: [Double]) -> Double {
        guard let least = values.min(), let greatest = values.max() else { return .nan }
        return (greatest - least) / median(values)
    }
}

extension Double {
    /// With as many digits after the point as asked for.
    func text(_ digits: Int) -> String {
        guard isFinite else { return "-" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (magnitude * scale).rounded()
        guard scaled < 1e15 else { return "\(self)" }
        let whole = Int64(scaled)
        let sign = self < 0 && whole != 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(whole)" }
        let unit = Int64(scale)
        let fraction = String(whole % unit)
        return "\(sign)\(whole / unit)." + String(repeating: "0", count: digits - fraction.count) + fraction
    }

    /// As a part of a hundred: `0.7 %`.
    var percentText: String { (self * 100).text(1) + " %" }
}

extension Duration {
    /// In seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
    /// In microseconds, as this program's lines show them.
    var microsecondsText: String { (seconds * 1e6).text(0) + " us" }
}
