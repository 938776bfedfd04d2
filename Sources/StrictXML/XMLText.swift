/// An element to be written as XML.
public struct XMLText: Hashable, Sendable {
    /// An attribute.
    public struct Attribute: Hashable, Sendable {
        var name: String
        var value: String
    }

    /// The element's name.
    public let name: String
    private let attributes: [Attribute]
    private let content: Content

    private indirect enum Content: Hashable {
        case text(String)
        case elements([XMLText])
    }

    /// An element with other elements in it.
    /// - Parameter attributes: in that order; those whose value is nil are left out.
    public init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ elements: [XMLText] = []) {
        self.name = name
        self.attributes = Self.given(attributes)
        content = .elements(elements)
    }

    /// An element with a text in it.
    public init(_ name: String, text: String) {
        self.name = name
        attributes = []
        content = .text(text)
    }

    /// A document with this element, one line for each element that has no others in it.
    public var document: String {
        "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"no\"?>\n" + lines(indent: "").joined()
    }

    private static func given(_ attributes: KeyValuePairs<String, String?>) -> [Attribute] {
        attributes.compactMap { name, value in value.map { Attribute(name: name, value: $0) } }
    }

    private func lines(indent: String) -> [String] {
        let head = name + attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
        switch content {
        case .text(let text): return ["\(indent)<\(head)>\(Self.escaped(text))</\(name)>\n"]
        case .elements(let elements) where elements.isEmpty: return ["\(indent)<\(head)/>\n"]
        case .elements(let elements):
            let inner = elements.flatMap { $0.lines(indent: indent + "    ") }
            return ["\(indent)<\(head)>\n"] + inner + ["\(indent)</\(name)>\n"]
        }
    }

    /// The text with what has a meaning in XML, or would not stay as it is in an attribute, written otherwise. What no document may
    /// have is a question mark.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\t", "\r": result += "&#\(scalar.value);"
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "?"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
