private import CCrypto

/// The code of a message that only who has the key can make (HMAC-SHA256, RFC 2104).
public enum MessageCode {
    /// The code of `message`: 32 bytes.
    public static func sha256(of message: [UInt8], key: SymmetricKey) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { code, count in
            let made = unsafe key.withBytes { key in
                unsafe HMAC(
                    Algorithms.sha256, key.baseAddress, Int32(key.count), message, message.count, code.baseAddress, nil)
            }
            require(unsafe made == nil ? 0 : 1)
            count = SHA256.byteCount
        }
    }

    /// Whether `code` is the code of `message`; takes as long whatever is wrong with it.
    public static func isSHA256(_ code: some Collection<UInt8>, of message: [UInt8], key: SymmetricKey) -> Bool {
        areEqual(Array(code), sha256(of: message, key: key))
    }
}

/// Whether two texts of bytes are the same, in a time that does not depend on where they differ.
public func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    unsafe left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}
