public import Units

/// An element of a document, with all that is in it.
public struct XMLElement: Hashable, Sendable {
    /// Its name as written, a prefix included.
    public let name: String
    /// The file that it stands in, for messages.
    public let file: String
    /// The line where it begins, from 1.
    public let line: Int
    /// Its attributes by their names.
    public let attributes: [String: String]
    /// The elements in it, in order.
    public internal(set) var children: [XMLElement] = []
    /// The text directly in it, all pieces joined.
    public internal(set) var text = ""

    /// The value of the attribute called `name`; nil if there is none.
    public subscript(name: String) -> String? { attributes[name] }

    /// The first element in it called `name`; nil if there is none.
    public func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The elements in it called `name`, in order.
    public func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The text without white space around it.
    public var trimmedText: String {
        let text = text.utf8
        let start = text.firstIndex { !XMLScanner.isSpace($0) } ?? text.endIndex
        let end = text.lastIndex { !XMLScanner.isSpace($0) }.map(text.index(after:)) ?? start
        return String(self.text[start..<end])
    }

    /// An error about the element.
    public func error(_ message: String) -> Diagnostic { Diagnostic(file: file, line: line, message: message) }
}
