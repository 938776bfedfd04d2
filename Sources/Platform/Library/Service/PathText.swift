/// A name as a part of an address.
enum PathText {
    /// The name with all that means something in an address written out.
    static func encode(_ name: some StringProtocol) -> String {
        name.utf8.map { byte -> String in
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-_.:".utf8.contains(byte)
            if isPlain { return String(UnicodeScalar(byte)) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
