/// The labels of one series, sorted by name, each name once.
struct LabelSet: Hashable, Sendable {
    let labels: [Label]

    struct Label: Hashable, Sendable {
        var name: String
        var value: String
    }

    /// The longest value that is kept, in characters.
    static let longestValue = 256

    /// Of labels that have the same name the last one counts.
    init(_ dimensions: [(String, String)]) {
        var values: [String: String] = [:]
        for (name, value) in dimensions { values[MetricName.label(name)] = String(value.prefix(Self.longestValue)) }
        labels = values.map { Label(name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
    }

    /// `{priority="1",reason="a \"b\""}`; nothing without labels.
    func rendered(adding extra: Label? = nil) -> String {
        let all = labels + (extra.map { [$0] } ?? [])
        guard !all.isEmpty else { return "" }
        return "{" + all.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",") + "}"
    }

    /// Backslash, quote and newline are escaped, and nothing else is.
    private static func escaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
