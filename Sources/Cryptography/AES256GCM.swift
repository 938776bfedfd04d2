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
        let cipher = Cipher(isSealing: true)
        unsafe key.withBytes { unsafe cipher.begin($0, nonce) }
        cipher.take(context: context)
        return unsafe [UInt8](unsafeUninitializedCapacity: bytes.count + tagSize) { sealed, count in
            unsafe bytes.withUnsafeBufferPointer { unsafe cipher.take($0, into: sealed) }
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
        let cipher = Cipher(isSealing: false)
        return unsafe try key.withBytes { key throws(Forged) in
            unsafe try cipher.open(ArraySlice(sealed), key: key, nonce: nonce, context: context)
        }
    }
}

/// Opens what was sealed with keys that are each used once, one after the other. What libcrypto needs for that is made once:
/// to make it takes as long as to open something short.
public struct SingleUseOpener: ~Copyable {
    private let deriver = KeyDeriver()
    private let cipher = Cipher(isSealing: false)

    /// One that has opened nothing yet.
    public init() {}

    /// Opens what ``AES256GCM/seal(_:key:nonce:context:)`` made with a key that was derived.
    /// - Parameters:
    ///   - sealed: what was sealed.
    ///   - key: what the key was derived from, as ``KeyDerivation/derive(from:salt:info:)`` does.
    ///   - salt: for what.
    ///   - info: for what, too.
    ///   - nonce: of ``AES256GCM/nonceSize`` bytes.
    ///   - context: what was sealed with it.
    /// - Throws: ``AES256GCM/Forged`` if anything of these is another than when it was sealed.
    public func open(
        _ sealed: ArraySlice<UInt8>, from key: SymmetricKey, salt: ArraySlice<UInt8>, info: [UInt8], nonce: [UInt8],
        context: [UInt8]
    ) throws(AES256GCM.Forged) -> [UInt8] {
        unsafe try deriver.derive(from: key, salt: salt, info: info) { key throws(AES256GCM.Forged) in
            unsafe try cipher.open(sealed, key: key, nonce: nonce, context: context)
        }
    }
}

/// The cipher, used again and again.
@safe private struct Cipher: ~Copyable {
    private let context: OpaquePointer?
    private let isSealing: Bool

    init(isSealing: Bool) {
        let made = unsafe EVP_CIPHER_CTX_new()
        unsafe require(EVP_CipherInit_ex2(made, Algorithms.aes256GCM, nil, nil, isSealing ? 1 : 0, nil))
        unsafe context = made
        self.isSealing = isSealing
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    func open(
        _ sealed: ArraySlice<UInt8>, key: UnsafeRawBufferPointer, nonce: [UInt8], context: [UInt8]
    ) throws(AES256GCM.Forged) -> [UInt8] {
        let size = sealed.count - AES256GCM.tagSize
        guard size >= 0, nonce.count == AES256GCM.nonceSize else { throw AES256GCM.Forged() }
        unsafe begin(key, nonce)
        take(context: context)
        expect(tag: Array(sealed.suffix(AES256GCM.tagSize)))
        var isWhole = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(1, size)) { bytes, count in
            unsafe sealed.withUnsafeBufferPointer { sealed in
                unsafe take(UnsafeBufferPointer(rebasing: sealed[..<size]), into: bytes)
            }
            isWhole = finish() == 1
            count = size
        }
        guard isWhole else { throw AES256GCM.Forged() }
        return bytes
    }

    /// Begins one use, whatever came of the one before.
    func begin(_ key: UnsafeRawBufferPointer, _ nonce: [UInt8]) {
        precondition(
            key.count == 32 && nonce.count == AES256GCM.nonceSize, "a key or a nonce of another length")
        unsafe require(
            EVP_CipherInit_ex2(
                context, nil, key.bindMemory(to: UInt8.self).baseAddress, nonce, isSealing ? 1 : 0, nil))
    }

    func take(context bytes: [UInt8]) {
        var count: Int32 = 0
        unsafe require(EVP_CipherUpdate(context, nil, &count, bytes, Int32(bytes.count)))
    }

    func take(_ bytes: UnsafeBufferPointer<UInt8>, into result: UnsafeMutableBufferPointer<UInt8>) {
        var count: Int32 = 0
        unsafe require(
            EVP_CipherUpdate(context, result.baseAddress, &count, bytes.baseAddress, Int32(bytes.count)))
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
