internal import Cryptography
internal import Units

/// What a request is called, in logs and in answers.
enum RequestIdentifier {
    /// The one that the client gave, if it is sane; else a new one.
    static func choose(_ given: String?) -> String {
        if let given, isSane(given) { return given }
        return randomBytes(12).hexadecimal
    }

    /// Up to 128 letters, digits and `-._~+/=:`: nothing that a log or a header could take for something else.
    private static func isSane(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "-._~+/=:".utf8.contains(byte)
            }
    }
}
