import Units

/// The bytes of a document, taken from front to back.
struct XMLScanner {
    /// The most bytes of a name.
    private static let nameLimit = 256

    private let file: String
    private let bytes: [UInt8]
    private var position = 0
    /// The line of the next byte, from 1.
    private(set) var line = 1

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next byte; nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// An error at the next byte.
    func error(_ message: String) -> Diagnostic { Diagnostic(file: file, line: line, message: message) }

    /// Takes `text` if it comes next.
    mutating func take(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        advance(to: position + text.utf8.count)
        return true
    }

    mutating func skipSpace() {
        let end = bytes[position...].firstIndex { !Self.isSpace($0) } ?? bytes.count
        advance(to: end)
    }

    /// Takes all up to the first `byte`, which is left, or up to the end.
    mutating func take(before byte: UInt8) -> ArraySlice<UInt8> {
        let start = position
        advance(to: bytes[start...].firstIndex(of: byte) ?? bytes.count)
        return bytes[start..<position]
    }

    /// Takes all up to `mark`, and the mark.
    /// - Parameter what: what ends with the mark, for the error where it does not.
    mutating func take(upTo mark: String, of what: String) throws(Diagnostic) -> ArraySlice<UInt8> {
        let wanted = Array(mark.utf8)
        let start = position
        var index = start
        while index + wanted.count <= bytes.count {
            if bytes[index] == wanted[0], bytes[index..<index + wanted.count].elementsEqual(wanted) {
                let content = bytes[start..<index]
                advance(to: index + wanted.count)
                return content
            }
            index += 1
        }
        throw error("the \(what) has no end; close it with \(mark)")
    }

    /// Takes a name.
    mutating func name() throws(Diagnostic) -> String {
        let name = bytes[position...].prefix(Self.nameLimit + 1).prefix(while: Self.isNamePart)
        guard let first = name.first, !Self.isNoNameStart(first) else { throw error("not XML: a name is missing here") }
        guard name.count <= Self.nameLimit else { throw error("a name is longer than \(Self.nameLimit) bytes") }
        advance(to: name.endIndex)
        return String(decoding: name, as: UTF8.self)
    }

    private mutating func advance(to end: Int) {
        for byte in bytes[position..<end] where byte == UInt8(ascii: "\n") { line += 1 }
        position = end
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
        default: false
        }
    }

    /// Whether a name may have the byte; which characters beyond ASCII are letters is not looked at.
    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        case UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...: true
        default: false
        }
    }

    private static func isNoNameStart(_ byte: UInt8) -> Bool {
        byte < UInt8(ascii: ":") || !isNamePart(byte)
    }
}
