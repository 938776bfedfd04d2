internal import Logging
internal import Units

/// Writes each log entry as one line.
struct LineLogHandler: LogHandler {
    let label: String
    let format: LogFormat
    let toJournal: Bool
    let sink: LogSink
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error, all["error"] == nil { all["error"] = .string("\(error)") }
        var flat: [(key: String, value: String)] = []
        for (key, value) in all { Self.flatten(value, key: key, into: &flat) }
        let line = LogLine(
            level: event.level, label: label, message: event.message.description,
            metadata: flat.sorted { $0.key < $1.key }, time: toJournal ? nil : .now, hasPriority: toJournal)
        sink.write(line.rendered(as: format))
    }

    /// Members of lists and dictionaries become entries of their own: `peer.name`, `jobs.0`.
    private static func flatten(
        _ value: Logger.MetadataValue, key: String, into flat: inout [(key: String, value: String)]
    ) {
        switch value {
        case .string(let text): flat.append((key, text))
        case .stringConvertible(let value): flat.append((key, value.description))
        case .array(let values):
            for (index, value) in values.enumerated() { flatten(value, key: "\(key).\(index)", into: &flat) }
        case .dictionary(let values):
            for (member, value) in values { flatten(value, key: "\(key).\(member)", into: &flat) }
        }
    }
}
