import Cryptography
import FoundationEssentials
import Storage

/// Where a page of a list ends, as a text that means nothing to who has it: the order's values of its last row, with a code
/// that only who has the keys can make, and only for the same list, filter and order.
struct ListCursor {
    /// No cursor is longer: a value that long is none to order by.
    private static let longest = 8192

    private let list: ViewList
    private let codes: MessageCodes

    init(_ list: ViewList, _ codes: MessageCodes) {
        (self.list, self.codes) = (list, codes)
    }

    /// What the list is, and what is in it.
    private var binding: [UInt8] {
        let query = list.query(after: nil, atMost: 0)
        return SHA256.hash(Array(query.text.utf8) + [0] + Self.encode(query.values))
    }

    /// The cursor of those values.
    func text(of values: [SQLValue]) -> String {
        let bytes = Self.encode(values)
        let code = codes.code(of: binding + bytes)
        return Data(code + bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The values that a cursor has.
    /// - Throws: ``ViewError`` (`badCursor`).
    func values(of text: String) throws(ViewError) -> [SQLValue] {
        let padded =
            text.replacing("-", with: "+").replacing("_", with: "/")
            + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard text.utf8.count <= Self.longest, let data = Data(base64Encoded: padded) else { throw Self.wrong }
        let (code, bytes) = (data.prefix(MessageCodes.size), Array(data.dropFirst(MessageCodes.size)))
        guard codes.isCode(code, of: binding + bytes), let values = Self.decode(bytes), values.count == list.order.count
        else { throw Self.wrong }
        return values
    }

    private static var wrong: ViewError {
        ViewError(
            .badCursor, stage: "read a page", reason: "the cursor is not one of this list",
            advice: "begin with the first page")
    }

    /// Of each value its kind, its length in 4 bytes, and itself.
    private static func encode(_ values: [SQLValue]) -> [UInt8] {
        values.flatMap { value -> [UInt8] in
            let (kind, bytes): (UInt8, [UInt8]) =
                switch value {
                case .null: (0, [])
                case .integer(let number): (1, bigEndian(UInt64(bitPattern: number)))
                case .real(let number): (2, bigEndian(number.bitPattern))
                case .text(let text): (3, Array(text.utf8))
                case .blob(let bytes): (4, bytes)
                }
            return [kind] + bigEndian(UInt32(truncatingIfNeeded: bytes.count)) + bytes
        }
    }

    private static func decode(_ bytes: [UInt8]) -> [SQLValue]? {
        var values: [SQLValue] = []
        var rest = bytes[...]
        while let kind = rest.popFirst() {
            let length = Int(number(rest.prefix(4)))
            rest = rest.dropFirst(4)
            guard rest.count >= length else { return nil }
            let content = rest.prefix(length)
            rest = rest.dropFirst(length)
            switch kind {
            case 0: values.append(.null)
            case 1: values.append(.integer(Int64(bitPattern: number(content))))
            case 2: values.append(.real(Double(bitPattern: number(content))))
            case 3: values.append(.text(String(decoding: content, as: UTF8.self)))
            case 4: values.append(.blob(Array(content)))
            default: return nil
            }
        }
        return values
    }

    private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
        stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
