private import CCrypto

/// The code of a message that only who has the key can make (HMAC, RFC 2104), mostly with SHA-256. libcrypto's own takes three times as
/// long for short messages as the two hashes that it is made of.
public enum MessageCode {
    private static let blockSize = 64

    /// The code of `message`: 32 bytes.
    public static func sha256(of message: [UInt8], key: SymmetricKey) -> [UInt8] {
        sha256(of: message, key: key.bytes)
    }

    /// Whether `code` is the code of `message`; takes as long whatever is wrong with it.
    public static func isSHA256(_ code: some Collection<UInt8>, of message: [UInt8], key: SymmetricKey) -> Bool {
        areEqual(Array(code), sha256(of: message, key: key))
    }

    /// The code with SHA-1, only for protocols that name it: 20 bytes.
    public static func sha1(of message: [UInt8], key: SymmetricKey) -> [UInt8] {
        let key = key.count > blockSize ? SHA1.hash(key.bytes) : key.bytes
        return SHA1.hash(block(key, 0x5c, before: SHA1.hash(block(key, 0x36, before: message))))
    }

    static func sha256(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        let key = key.count > blockSize ? SHA256.hash(key) : key
        return SHA256.hash(block(key, 0x5c, before: SHA256.hash(block(key, 0x36, before: message))))
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

/// Whether two texts of bytes are the same, in a time that does not depend on where they differ.
public func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    unsafe left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
