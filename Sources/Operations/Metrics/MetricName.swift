/// Names and labels as Prometheus' data model allows them.
enum MetricName {
    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`: anything else becomes `_`.
    static func metric(_ text: String) -> String { cleaned(text, also: ":") }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`, and none of those that Prometheus keeps for itself.
    static func label(_ text: String) -> String {
        let name = cleaned(text, also: "")
        return name.hasPrefix("__") || name == "le" || name == "quantile" ? "label_" + name : name
    }

    private static func cleaned(_ text: String, also allowed: String) -> String {
        let name = text.unicodeScalars.prefix(200).map { scalar -> Character in
            let isAllowed =
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                || allowed.unicodeScalars.contains(scalar)
            return isAllowed ? Character(scalar) : "_"
        }
        guard let first = name.first else { return "_" }
        return ("0"..."9").contains(first) ? "_" + String(name) : String(name)
    }
}
