/// Colours and emphasis of text for a terminal, or none (ECMA-48 SGR).
public struct TextStyle: Hashable, Sendable {
    /// What text is marked as.
    public enum Role: Hashable, Sendable {
        case good, bad, doubtful, faint, strong
    }

    /// Whether anything is marked at all.
    public var isColored: Bool

    /// A style with or without colours.
    public init(isColored: Bool) {
        self.isColored = isColored
    }

    /// `text` marked as `role`.
    public func mark(_ text: String, _ role: Role) -> String {
        guard isColored else { return text }
        let code =
            switch role {
            case .good: "32"
            case .bad: "31"
            case .doubtful: "33"
            case .faint: "2"
            case .strong: "1"
            }
        return "\u{1b}[\(code)m\(text)\u{1b}[0m"
    }
}

extension String {
    /// The text followed by spaces up to `width` characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    /// The text behind spaces up to `width` characters.
    func aligned(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
