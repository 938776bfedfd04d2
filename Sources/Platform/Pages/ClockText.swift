/// Times of a contest's clock, as organisers write them: minutes, and seconds where there are some. Pure.
enum ClockText {
    private static let longest: Int64 = 366 * 86_400

    /// `300`, or `75:30`.
    static func text(_ seconds: Int64) -> String {
        let rest = seconds % 60
        return rest == 0 ? "\(seconds / 60)" : "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
    }

    /// The seconds that a text says; nil if it says none, or more than a year.
    static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let minutes = digits(parts[0], atMost: 7) else { return nil }
        var rest: Int64 = 0
        if parts.count == 2 {
            guard parts[1].utf8.count == 2, let seconds = digits(parts[1], atMost: 2), seconds < 60 else { return nil }
            rest = seconds
        }
        let seconds = minutes * 60 + rest
        return seconds <= longest ? seconds : nil
    }

    private static func digits(_ text: Substring, atMost most: Int) -> Int64? {
        guard (1...most).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }
}
