/// HKDF with SHA-256 (RFC 5869) for one output of 32 bytes. Each record of the log has a key of its own, and libcrypto's
/// own HKDF takes several times as long as the four short hashes that it is made of.
public enum KeyDerivation {
    private static let blockSize = 64

    /// The key that is derived from `key`, for `salt` of at most 64 bytes and `info`.
    public static func derive(from key: SymmetricKey, salt: [UInt8], info: [UInt8]) -> SymmetricKey {
        let extracted = code(of: key.bytes, key: salt)
        return SymmetricKey(code(of: info + [1], key: extracted))
    }

    /// HMAC (RFC 2104) of `message`; `key` has at most 64 bytes.
    private static func code(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        SHA256.hash(block(key, 0x5c, before: SHA256.hash(block(key, 0x36, before: message))))
    }

    /// A block of the key, each byte changed by `pad`, and `message`.
    private static func block(_ key: [UInt8], _ pad: UInt8, before message: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(blockSize + message.count)
        for byte in key { bytes.append(byte ^ pad) }
        bytes += repeatElement(pad, count: blockSize - key.count)
        bytes += message
        return bytes
    }
}
