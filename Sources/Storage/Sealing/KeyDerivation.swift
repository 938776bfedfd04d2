import Crypto

/// HKDF with SHA-256 (RFC 5869) for one output of 32 bytes, the same as Crypto's. Each record of the log has a key of its
/// own, and for inputs this short Crypto's generic code takes several times as long as the hashing does.
enum KeyDerivation {
    private static let blockSize = 64

    /// The key that is derived from `key`, for `salt` of at most 64 bytes and `info`.
    static func derive(from key: SymmetricKey, salt: [UInt8], info: [UInt8]) -> SymmetricKey {
        let extracted = code(of: unsafe key.withUnsafeBytes { unsafe Array($0) }, key: salt)
        return SymmetricKey(data: code(of: info + [1], key: extracted))
    }

    /// HMAC (RFC 2104) of `message`; `key` has at most 64 bytes.
    private static func code(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        hash(block(key, 0x5c, before: hash(block(key, 0x36, before: message))))
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

    private static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        unsafe bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
        return unsafe hash.finalize().withUnsafeBytes { unsafe Array($0) }
    }
}
