private import CCrypto

/// Signatures that everybody can check and only who has the key can make (Ed25519, RFC 8032).
public enum Ed25519 {
    /// How many bytes a private key's seed has.
    public static let seedSize = 32
    /// How many bytes a public key has.
    public static let publicKeySize = 32
    /// How many bytes a signature has.
    public static let signatureSize = 64

    /// What makes signatures.
    public struct PrivateKey: Sendable {
        /// The secret that it is made of, of ``seedSize`` bytes.
        public let seed: SymmetricKey
        /// What checks its signatures, of ``publicKeySize`` bytes.
        public let publicKey: [UInt8]

        /// A new one that nobody can guess.
        public init() {
            let seed = SymmetricKey(randomBytes(seedSize))
            self.init(whole: seed)
        }

        /// The one of that seed; nil if it has another length.
        public init?(seed: [UInt8]) {
            guard seed.count == seedSize else { return nil }
            self.init(whole: SymmetricKey(seed))
        }

        private init(whole seed: SymmetricKey) {
            self.seed = seed
            publicKey = KeyHandle(privateOf: seed).publicBytes()
        }

        /// The signature of `message`: ``signatureSize`` bytes, the same each time.
        public func signature(of message: [UInt8]) -> [UInt8] { KeyHandle(privateOf: seed).sign(message) }
    }

    /// Whether `signature` is that of `message`, made by whoever has the private key of `publicKey`.
    public static func isSignature(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard publicKey.count == publicKeySize, signature.count == signatureSize else { return false }
        return KeyHandle(public: publicKey).verifies(signature, of: message)
    }
}

/// A key as libcrypto has it; nil where libcrypto takes none of these bytes.
@safe private struct KeyHandle: ~Copyable {
    private let key: OpaquePointer?

    init(privateOf seed: SymmetricKey) {
        let made = unsafe seed.withBytes { bytes in
            unsafe EVP_PKEY_new_raw_private_key(
                EVP_PKEY_ED25519, nil, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        }
        unsafe require(made == nil ? 0 : 1)
        unsafe key = made
    }

    init(public bytes: [UInt8]) {
        unsafe key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
    }

    deinit { unsafe EVP_PKEY_free(key) }

    func publicBytes() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: Ed25519.publicKeySize) { bytes, count in
            var size = Ed25519.publicKeySize
            unsafe require(EVP_PKEY_get_raw_public_key(key, bytes.baseAddress, &size))
            count = size
        }
    }

    func sign(_ message: [UInt8]) -> [UInt8] {
        let context = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(context) }
        unsafe require(EVP_DigestSignInit(context, nil, nil, nil, key))
        return unsafe [UInt8](unsafeUninitializedCapacity: Ed25519.signatureSize) { bytes, count in
            var size = Ed25519.signatureSize
            unsafe require(EVP_DigestSign(context, bytes.baseAddress, &size, message, message.count))
            count = size
        }
    }

    func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard unsafe key != nil else { return false }
        let context = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
        return unsafe EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
