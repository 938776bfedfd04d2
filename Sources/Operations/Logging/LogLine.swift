internal import Logging
internal import Units

/// One entry of a log, as the line that is written.
struct LogLine {
    var level: Logger.Level
    var label: String
    var message: String
    /// Sorted by key, values already text.
    var metadata: [(key: String, value: String)]
    /// Nil where whoever reads the lines notes the time itself.
    var time: Timestamp?
    /// Whether the line begins with the priority that the journal reads (`sd-daemon(3)`).
    var hasPriority: Bool

    /// The longest line, in bytes; what no longer fits is left out. The journal's `LineMax` is 48 KiB.
    static let longest = 32_768

    /// The line with its newline.
    func rendered(as format: LogFormat) -> String {
        let priority = hasPriority ? "<\(priority)>" : ""
        switch format {
        case .text: return priority + text + "\n"
        case .json: return priority + json + "\n"
        }
    }

    /// The priorities of `syslog(3)`.
    private var priority: Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    /// A message with quotes or `=` in it stands between quotes, so that it cannot pass for metadata.
    private var text: String {
        let shown = LogText.escaped(message)
        let isAmbiguous = shown.contains { $0 == "=" || $0 == "\"" }
        var line = time.map { "\($0) " } ?? ""
        line +=
            "\(level) \(LogText.key(label)): \(isAmbiguous ? "\"" + shown.replacing("\"", with: "\\\"") + "\"" : shown)"
        for (key, value) in metadata {
            let item = " \(LogText.key(key))=\(LogText.word(value))"
            guard line.utf8.count + item.utf8.count <= Self.longest else { return line + " …=cut" }
            line += item
        }
        return line
    }

    /// Metadata stands beside the rest; keys that would collide get a `_` in front.
    private var json: String {
        var line = "{"
        if let time { line += "\"time\":\"\(time)\"," }
        line += "\"level\":\"\(level)\",\"label\":\(JSONText.quoted(label, longest: LogText.longest))"
        line += ",\"message\":\(JSONText.quoted(message, longest: LogText.longest))"
        var used: Set = ["time", "level", "label", "message", "cut"]
        for (key, value) in metadata {
            var key = LogText.key(key)
            while !used.insert(key).inserted { key = "_" + key }
            let item = ",\(JSONText.quoted(key)):\(JSONText.quoted(value, longest: LogText.longest))"
            guard line.utf8.count + item.utf8.count <= Self.longest else { return line + ",\"cut\":\"true\"}" }
            line += item
        }
        return line + "}"
    }
}
