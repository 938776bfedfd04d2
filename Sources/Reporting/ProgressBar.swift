public import Units

/// How far something is, as a line.
public enum ProgressBar {
    /// `[#####-----] 12 MiB of 24 MiB, 50 %  package`; at most `width` wide.
    public static func line(_ what: String, done: ByteCount, of total: ByteCount, width: Int) -> String {
        let percent = total.bytes > 0 ? min(100, Int(Double(done.bytes) / Double(total.bytes) * 100)) : 100
        let bar = bar(done: percent, of: 100, width: min(30, max(5, width - 50)))
        return String("\(bar) \(done) of \(total), \(percent) %  \(PrintableText.line(what))".prefix(max(0, width)))
    }

    /// `[#####-----] 3 of 24  making tests`; at most `width` wide.
    public static func line(_ what: String, done: Int, of total: Int, width: Int) -> String {
        let bar = bar(done: done, of: total, width: min(30, max(5, width - 50)))
        return String("\(bar) \(done) of \(total)  \(PrintableText.line(what))".prefix(max(0, width)))
    }

    /// `[###---]`, `width` signs between the brackets.
    static func bar(done: Int, of total: Int, width: Int) -> String {
        let filled = total <= 0 ? width : width * min(max(done, 0), total) / total
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled) + "]"
    }
}
