/// A setting's value as somebody writes it.
public enum SettingText: Hashable, Sendable {
    /// One text.
    case text(String)
    /// A list of them.
    case list([String])
}

extension SettingText: CustomStringConvertible {
    /// The text, or the elements of the list between commas, as a variable or a flag gives them.
    public var description: String {
        switch self {
        case .text(let text): text
        case .list(let texts): texts.joined(separator: ",")
        }
    }

    /// As it stands in a YAML file.
    var yaml: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .list(let texts): "[" + texts.map(Self.quoted).joined(separator: ", ") + "]"
        }
    }

    /// Plain where YAML cannot take it for anything else, or between double quotes.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                    || "_./+:-".unicodeScalars.contains(scalar)
            } && text.first.map { $0.isLetter || $0.isNumber || $0 == "/" } == true && !text.hasSuffix(":")
        guard !isPlain || ["null", "Null", "NULL"].contains(text) else { return text }
        return JSONText.quoted(text)
    }
}
