/// Why a text is no JSON, or more than is read.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, in bytes from the beginning.
    public let offset: Int
    /// What is wrong there.
    public let reason: String

    /// The reason and the place.
    public var description: String { "\(reason) at byte \(offset + 1)" }
}

/// How much of a text is read.
public struct JSONLimits: Hashable, Sendable {
    /// How deep arrays and objects may nest.
    public var depth = 128
    /// How many values there may be: each takes memory, however short its text is.
    public var values = 16 << 20

    /// The usual ones.
    public init() {}

    /// At most so many values.
    public init(values: Int) {
        self.values = values
    }
}

extension JSONTree {
    /// Reads a text that is one JSON value (RFC 8259) and nothing else, or one of the three numbers that only Python writes.
    /// Half of a surrogate pair, which is no character, becomes U+FFFD.
    /// - Throws: ``JSONError`` with the place of what is wrong.
    public init(parsing bytes: some Collection<UInt8>, within limits: JSONLimits = JSONLimits()) throws(JSONError) {
        var reader = JSONReader(bytes: Array(bytes), limits: limits)
        self = try reader.document()
    }
}

/// Walks over the bytes of one text.
private struct JSONReader {
    let bytes: [UInt8]
    let limits: JSONLimits
    private var offset = 0
    private var count = 0

    init(bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSONTree {
        let value = try value(depth: 0)
        skipBlanks()
        guard offset == bytes.count else { throw error("something follows the value") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONTree {
        skipBlanks()
        guard offset < bytes.count else { throw error("the text ends where a value should be") }
        count += 1
        guard count <= limits.values else { throw error("there are more than \(limits.values) values") }
        switch bytes[offset] {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "N"): return try word("NaN", .number("NaN"))
        case UInt8(ascii: "I"): return try word("Infinity", .number("Infinity"))
        default: return try number()
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONTree {
        try enter(depth)
        var elements: [JSONTree] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat { elements.append(try value(depth: depth)) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw error("an array goes on without a comma, or does not end") }
        return .array(elements)
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONTree {
        try enter(depth)
        var members: [JSONTree.Member] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { throw error("a key is no text") }
            let key = try string()
            guard take(UInt8(ascii: ":")) else { throw error("there is no colon behind a key") }
            members.append(JSONTree.Member(key: key, value: try value(depth: depth)))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw error("an object goes on without a comma, or does not end") }
        return .object(members)
    }

    private mutating func enter(_ depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw error("it nests deeper than \(limits.depth)") }
        offset += 1
    }

    private mutating func string() throws(JSONError) -> String {
        offset += 1
        let start = offset
        while offset < bytes.count, bytes[offset] >= 0x20, bytes[offset] != 0x22, bytes[offset] != 0x5C { offset += 1 }
        var text = try decoded(start..<offset)
        while true {
            guard offset < bytes.count else { throw error("a text does not end") }
            switch bytes[offset] {
            case 0x22:
                offset += 1
                return text
            case 0x5C: text.unicodeScalars.append(try escaped())
            case ..<0x20: throw error("a text holds a control character")
            default:
                let start = offset
                while offset < bytes.count, bytes[offset] >= 0x20, bytes[offset] != 0x22, bytes[offset] != 0x5C {
                    offset += 1
                }
                text += try decoded(start..<offset)
            }
        }
    }

    private func decoded(_ range: Range<Int>) throws(JSONError) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw error("a text is no UTF-8") }
        return text
    }

    private mutating func escaped() throws(JSONError) -> Unicode.Scalar {
        guard offset + 1 < bytes.count else { throw error("a text does not end") }
        let sign = bytes[offset + 1]
        offset += 2
        switch sign {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(sign)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try character()
        default: throw error("a text has an unknown escape")
        }
    }

    /// The character of `\uXXXX`, or of two of them that are a pair.
    private mutating func character() throws(JSONError) -> Unicode.Scalar {
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(UInt32(unit)) { return scalar }
        let rest = bytes[offset...].prefix(2)
        guard unit < 0xDC00, rest.elementsEqual("\\u".utf8) else { return "\u{fffd}" }
        let before = offset
        offset += 2
        let low = try codeUnit()
        guard (0xDC00...0xDFFF).contains(low) else {
            offset = before
            return "\u{fffd}"
        }
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        return Unicode.Scalar(value) ?? "\u{fffd}"
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        let digits = bytes[offset...].prefix(4)
        let isHexadecimal = digits.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
            default: false
            }
        }
        guard digits.count == 4, isHexadecimal, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("a text has a broken \\u escape") }
        offset += 4
        return unit
    }

    private mutating func number() throws(JSONError) -> JSONTree {
        let start = offset
        if bytes[offset] == UInt8(ascii: "-") {
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "I") {
                return try word("Infinity", .number("-Infinity"))
            }
        }
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[offset - whole] != 0x30 else {
            offset = start
            throw error("there is no value")
        }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            guard digits() > 0 else { throw error("a number ends with its point") }
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") || bytes[offset] == UInt8(ascii: "+") {
                offset += 1
            }
            guard digits() > 0 else { throw error("a number ends with its e") }
        }
        return .number(String(decoding: bytes[start..<offset], as: UTF8.self))
    }

    private mutating func digits() -> Int {
        let start = offset
        while offset < bytes.count, bytes[offset] &- 0x30 < 10 { offset += 1 }
        return offset - start
    }

    private mutating func word(_ word: StaticString, _ value: JSONTree) throws(JSONError) -> JSONTree {
        let text = word.description
        guard bytes[offset...].starts(with: text.utf8) else { throw error("there is no value") }
        offset += text.utf8.count
        return value
    }

    private mutating func take(_ sign: UInt8) -> Bool {
        skipBlanks()
        guard offset < bytes.count, bytes[offset] == sign else { return false }
        offset += 1
        return true
    }

    private mutating func skipBlanks() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    private func error(_ reason: String) -> JSONError { JSONError(offset: offset, reason: reason) }
}
