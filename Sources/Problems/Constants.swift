/// A package's constants: what stands for `{{name}}` and `{{name.variant}}` in its programs, submissions and settings of groups.
public struct Constants: Hashable, Sendable {
    /// The most bytes of a value.
    public static let valueLimit = 1024
    /// The most bytes of a text after its constants were put in.
    public static let resultLimit = 64 << 20
    /// The most bytes between the braces: what is longer names nothing.
    private static let nameLimit = 256

    /// The values by what stands between the braces: `name`, `name.variant`.
    public var values: [String: String]

    /// These constants.
    public init(_ values: [String: String] = [:]) {
        self.values = values
    }

    /// `text` with all constants put in; what names none stays as it is. Nil if that is longer than ``resultLimit``.
    public func filled(into text: [UInt8]) -> [UInt8]? {
        guard !values.isEmpty else { return text }
        var result: [UInt8] = []
        var rest = text[...]
        while let open = Self.firstBraces(in: rest) {
            result += rest[..<open]
            rest = rest[open...]
            let name = rest.dropFirst(2).prefix(Self.nameLimit).prefix(while: Self.isNamePart)
            if let value = values[String(decoding: name, as: UTF8.self)],
                rest[name.endIndex...].prefix(2).elementsEqual("}}".utf8)
            {
                result += value.utf8
                rest = rest[(name.endIndex + 2)...]
            } else {
                result.append(UInt8(ascii: "{"))
                rest = rest.dropFirst()
            }
            guard result.count <= Self.resultLimit else { return nil }
        }
        result += rest
        return result
    }

    private static func firstBraces(in text: ArraySlice<UInt8>) -> Int? {
        var index = text.startIndex
        while index + 1 < text.endIndex {
            if text[index] == UInt8(ascii: "{"), text[index + 1] == UInt8(ascii: "{") { return index }
            index += 1
        }
        return nil
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}
