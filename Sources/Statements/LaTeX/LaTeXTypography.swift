extension Statement {
    /// Quotes and dashes as they are printed.
    static func typography(_ text: String) -> String {
        guard text.utf8.contains(where: { "`'-<>".utf8.contains($0) }) else { return text }
        var (result, rest) = ("", Substring(text))
        let signs = [
            ("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("<<", "«"), (">>", "»"), ("`", "‘"), ("'", "’"),
        ]
        while let first = rest.first {
            if let sign = signs.first(where: { rest.hasPrefix($0.0) }) {
                result += sign.1
                rest = rest.dropFirst(sign.0.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
