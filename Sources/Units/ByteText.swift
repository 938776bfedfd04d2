/// Bytes of unknown origin as text: what is UTF-8 stays as it is, and nothing is cut inside a character.
public enum ByteText {
    /// The bytes as text; one that is no part of a character in UTF-8 becomes `\xNN`.
    public static func decode(_ bytes: some Collection<UInt8>) -> String {
        String(validating: bytes, as: UTF8.self) ?? decode(bytes) { String($0) }
    }

    /// The bytes as text, each character as `showing` has it; a byte that is no part of one becomes `\xNN`.
    public static func decode(_ bytes: some Collection<UInt8>, showing: (Unicode.Scalar) -> String) -> String {
        var text = ""
        var parser = Unicode.UTF8.ForwardParser()
        var (source, rest) = (bytes.makeIterator(), bytes[...])
        while true {
            switch parser.parseScalar(from: &source) {
            case .valid(let encoded):
                text += showing(Unicode.UTF8.decode(encoded))
                rest = rest.dropFirst(encoded.count)
            case .error(let length):
                for byte in rest.prefix(length) { text += escape(byte) }
                rest = rest.dropFirst(length)
            case .emptyInput: return text
            }
        }
    }

    /// The first bytes, at most `limit`, without a character at their end that is not whole.
    public static func prefix(_ bytes: ArraySlice<UInt8>, _ limit: Int) -> ArraySlice<UInt8> {
        bytes.count > limit ? withoutBrokenEnd(bytes.prefix(limit)) : bytes
    }

    /// The last bytes, at most `limit`, without a character at their beginning that is not whole.
    public static func suffix(_ bytes: ArraySlice<UInt8>, _ limit: Int) -> ArraySlice<UInt8> {
        bytes.count > limit ? withoutBrokenBeginning(bytes.suffix(limit)) : bytes
    }

    /// The bytes without the first ones of a character whose others were cut off.
    public static func withoutBrokenEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        // A character has at most three bytes after its first.
        let others = bytes.suffix(3).reversed().prefix { isContinuation($0) }.count
        guard let first = bytes.dropLast(others).last, first >= 0xC0 else { return bytes }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        return others + 1 < length ? bytes.dropLast(others + 1) : bytes
    }

    /// The bytes without the last ones of a character whose first one was cut off.
    public static func withoutBrokenBeginning(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.dropFirst(bytes.prefix(3).prefix { isContinuation($0) }.count)
    }

    /// The beginning and the end of `bytes` as text, in all at most `limit` bytes of them, with a line between that says how many
    /// are left out.
    public static func ends(of bytes: [UInt8], _ limit: Int) -> String {
        guard bytes.count > limit else { return decode(bytes) }
        let (head, tail) = (prefix(bytes[...], limit / 2), suffix(bytes[...], limit / 2))
        return decode(head) + "\n[… \(bytes.count - head.count - tail.count) bytes left out …]\n" + decode(tail)
    }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// `\xNN`.
    public static func escape(_ byte: UInt8) -> String {
        "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
