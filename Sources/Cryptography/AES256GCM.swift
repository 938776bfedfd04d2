private import CCrypto

/// AES-256-GCM (NIST SP 800-38D): what is sealed is secret, and whatever changes it, or what was sealed with it, is found.
public enum AES256GCM {
    /// How many bytes a nonce has. With one key, each is used once.
    public static let nonceSize = 12
    /// How many bytes longer it is when it is sealed.
    public static let tagSize = 16

    /// What was given is not what was sealed.
    public struct Forged: Error {
        /// An error that says no more.
        public init() {}
    }

    /// Seals `bytes`, and `context` with it, which is not in the result.
    /// - Parameters:
    ///   - bytes: what is to be secret.
    ///   - key: of 32 bytes.
    ///   - nonce: of ``nonceSize`` bytes.
    ///   - context: what must be the same when it is opened.
    /// - Returns: as many bytes, and the tag.
    public static func seal(
        _ bytes: [UInt8], key: SymmetricKey, nonce: [UInt8], context: [UInt8]
    ) -> [UInt8] {
        let cipher = Cipher(key, nonce, isSealing: true)
        cipher.take(context: context)
        return unsafe [UInt8](unsafeUninitializedCapacity: bytes.count + tagSize) { sealed, count in
            unsafe cipher.take(bytes, into: sealed)
            require(cipher.finish())
            unsafe cipher.tag(into: UnsafeMutableBufferPointer(rebasing: sealed[bytes.count...]))
            count = bytes.count + tagSize
        }
    }

    /// Opens what ``seal(_:key:nonce:context:)`` made.
    /// - Throws: ``Forged`` if anything of it, or the key, the nonce or the context, is another than when it was sealed.
    public static func open(
        _ sealed: some Collection<UInt8>, key: SymmetricKey, nonce: [UInt8], context: [UInt8]
    ) throws(Forged) -> [UInt8] {
        guard sealed.count >= tagSize, nonce.count == nonceSize else { throw Forged() }
        let cipher = Cipher(key, nonce, isSealing: false)
        cipher.take(context: context)
        cipher.expect(tag: Array(sealed.suffix(tagSize)))
        var isWhole = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(1, sealed.count - tagSize)) { bytes, count in
            unsafe cipher.take(Array(sealed.dropLast(tagSize)), into: bytes)
            isWhole = cipher.finish() == 1
            count = sealed.count - tagSize
        }
        guard isWhole else { throw Forged() }
        return bytes
    }
}

/// One use of the cipher.
@safe private struct Cipher: ~Copyable {
    private let context: OpaquePointer?

    init(_ key: SymmetricKey, _ nonce: [UInt8], isSealing: Bool) {
        precondition(key.count == 32 && nonce.count == AES256GCM.nonceSize, "a key or a nonce of another length")
        let made = unsafe EVP_CIPHER_CTX_new()
        unsafe context = made
        unsafe key.withBytes { key in
            unsafe require(
                EVP_CipherInit_ex2(
                    made, Algorithms.aes256GCM, key.bindMemory(to: UInt8.self).baseAddress, nonce, isSealing ? 1 : 0,
                    nil))
        }
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    func take(context bytes: [UInt8]) {
        var count: Int32 = 0
        unsafe require(EVP_CipherUpdate(context, nil, &count, bytes, Int32(bytes.count)))
    }

    func take(_ bytes: [UInt8], into result: UnsafeMutableBufferPointer<UInt8>) {
        var count: Int32 = 0
        unsafe require(EVP_CipherUpdate(context, result.baseAddress, &count, bytes, Int32(bytes.count)))
    }

    /// Ends it.
    /// - Returns: 1; when opening, anything else if the tag is not that of what was taken.
    func finish() -> Int32 {
        var (nothing, count) = (UInt8(0), Int32(0))
        return unsafe EVP_CipherFinal_ex(context, &nothing, &count)
    }

    func tag(into result: UnsafeMutableBufferPointer<UInt8>) {
        unsafe require(
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(AES256GCM.tagSize), result.baseAddress))
    }

    func expect(tag: [UInt8]) {
        var tag = tag
        unsafe require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(AES256GCM.tagSize), &tag))
    }
}
