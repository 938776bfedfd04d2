internal import FoundationEssentials

/// Texts that Python has pickled, compressed and written in base64: nothing that a pickle can do but hold one text, or a dictionary
/// of texts, is done.
enum PickledText {
    /// The most that one unpacks to.
    private static let mostBytes = 1 << 30

    /// The one text that `base64` holds.
    static func unpack(_ base64: String, called name: String) throws(RecordError) -> String {
        let pickle = try inflate(base64, called: name)
        guard let text = text(in: pickle) else {
            throw RecordError("\"\(name)\" is no pickle of a text and nothing else")
        }
        return text
    }

    /// The texts by their names that `base64` holds.
    static func unpackDictionary(_ base64: String, called name: String) throws(RecordError) -> [String: String] {
        let pickle = try inflate(base64, called: name)
        guard let texts = dictionary(in: pickle) else {
            throw RecordError("\"\(name)\" is no pickle of a dictionary of texts")
        }
        return texts
    }

    /// The texts by their names of a pickle that holds such a dictionary; nil for every other.
    static func dictionary(in pickle: [UInt8]) -> [String: String]? {
        if case .dictionary(let texts)? = content(of: pickle) { texts } else { nil }
    }

    /// The text of a pickle that holds one; nil for every other.
    static func text(in pickle: [UInt8]) -> String? {
        if case .text(let text)? = content(of: pickle) { text } else { nil }
    }

    /// What `text` says in base 64; nil if it is none.
    static func bytes(ofBase64 text: String) -> [UInt8]? { Data(base64Encoded: text).map { Array($0) } }

    private static func inflate(_ base64: String, called name: String) throws(RecordError) -> [UInt8] {
        guard let compressed = bytes(ofBase64: base64) else { throw RecordError("\"\(name)\" is no base64") }
        do {
            return try Inflation.inflate(compressed, limit: mostBytes)
        } catch {
            throw RecordError("\"\(name)\": \(error)")
        }
    }

    private enum Content {
        case text(String)
        case dictionary([String: String])
    }

    private static func content(of pickle: [UInt8]) -> Content? {
        var reader = PickleReader(rest: pickle[...])
        while let code = reader.rest.popFirst() {
            guard code != UInt8(ascii: ".") else { return reader.rest.isEmpty ? content(of: reader) : nil }
            guard reader.take(code) else { return nil }
        }
        return nil
    }

    private static func content(of reader: PickleReader) -> Content? {
        guard reader.isDictionary else { return reader.texts.count == 1 ? .text(reader.texts[0]) : nil }
        guard reader.isFilled || reader.texts.isEmpty else { return nil }
        let pairs = stride(from: 0, to: reader.texts.count, by: 2).map { (reader.texts[$0], reader.texts[$0 + 1]) }
        return .dictionary(Dictionary(pairs) { _, last in last })
    }
}

/// Reads a pickle's instructions, those of texts and of one dictionary.
private struct PickleReader {
    var rest: ArraySlice<UInt8>
    private(set) var texts: [String] = []
    private(set) var isDictionary = false
    /// Whether the texts became keys and values.
    private(set) var isFilled = false
    private var isMarked = false

    init(rest: ArraySlice<UInt8>) {
        self.rest = rest
    }

    /// Follows an instruction.
    /// - Returns: false if it is another one, or has no place here.
    mutating func take(_ code: UInt8) -> Bool {
        switch code {
        // PROTO, FRAME, MEMOIZE, BINPUT, LONG_BINPUT: how it is written, not what it is.
        case 0x80, UInt8(ascii: "q"): return number(1) != nil
        case 0x95: return number(8) != nil
        case UInt8(ascii: "r"): return number(4) != nil
        case 0x94: return true
        // SHORT_BINUNICODE, BINUNICODE, BINUNICODE8.
        case 0x8C, UInt8(ascii: "X"), 0x8D: return takeText(code == 0x8C ? 1 : code == 0x8D ? 8 : 4)
        // EMPTY_DICT, MARK, SETITEM, SETITEMS.
        case UInt8(ascii: "}"):
            guard !isDictionary, texts.isEmpty else { return false }
            isDictionary = true
        case UInt8(ascii: "("):
            guard isDictionary, !isMarked, texts.isEmpty else { return false }
            isMarked = true
        case UInt8(ascii: "s"):
            guard isDictionary, !isMarked, !isFilled, texts.count == 2 else { return false }
            isFilled = true
        case UInt8(ascii: "u"):
            guard isMarked, !isFilled, texts.count.isMultiple(of: 2) else { return false }
            isFilled = true
        default: return false
        }
        return true
    }

    private mutating func takeText(_ sizeBytes: Int) -> Bool {
        guard !isFilled, isDictionary || texts.isEmpty, let length = number(sizeBytes), length <= rest.count,
            let text = String(validating: rest.prefix(length), as: UTF8.self)
        else { return false }
        texts.append(text)
        rest = rest.dropFirst(length)
        return true
    }

    private mutating func number(_ bytes: Int) -> Int? {
        guard rest.count >= bytes else { return nil }
        defer { rest = rest.dropFirst(bytes) }
        let value = rest.prefix(bytes).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(exactly: value)
    }
}
