internal import FoundationEssentials

/// A text that Python has pickled, compressed and written in base64: nothing that a pickle can do but hold one text is done.
enum PickledText {
    /// The most that one unpacks to.
    private static let mostBytes = 1 << 30

    static func unpack(_ base64: String, called name: String) throws(RecordError) -> String {
        guard let compressed = Data(base64Encoded: base64) else { throw RecordError("\"\(name)\" is no base64") }
        let pickle: [UInt8]
        do {
            pickle = try Inflation.inflate(Array(compressed), limit: mostBytes)
        } catch {
            throw RecordError("\"\(name)\": \(error)")
        }
        guard let text = text(in: pickle) else {
            throw RecordError("\"\(name)\" is no pickle of a text and nothing else")
        }
        return text
    }

    /// The text of a pickle that holds one; nil for every other.
    static func text(in pickle: [UInt8]) -> String? {
        var rest = pickle[...]
        var text: String?
        func number(_ bytes: Int) -> Int? {
            guard rest.count >= bytes else { return nil }
            defer { rest = rest.dropFirst(bytes) }
            let value = rest.prefix(bytes).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return Int(exactly: value)
        }
        while let code = rest.popFirst() {
            switch code {
            // PROTO, FRAME, MEMOIZE, BINPUT, LONG_BINPUT: how it is written, not what it is.
            case 0x80, UInt8(ascii: "q"): guard number(1) != nil else { return nil }
            case 0x95: guard number(8) != nil else { return nil }
            case UInt8(ascii: "r"): guard number(4) != nil else { return nil }
            case 0x94: break
            // SHORT_BINUNICODE, BINUNICODE, BINUNICODE8.
            case 0x8C, UInt8(ascii: "X"), 0x8D:
                let length = number(code == 0x8C ? 1 : code == 0x8D ? 8 : 4)
                guard text == nil, let length, length <= rest.count else { return nil }
                guard let words = String(validating: rest.prefix(length), as: UTF8.self) else { return nil }
                text = words
                rest = rest.dropFirst(length)
            // STOP.
            case UInt8(ascii: "."): return rest.isEmpty ? text : nil
            default: return nil
            }
        }
        return nil
    }
}
