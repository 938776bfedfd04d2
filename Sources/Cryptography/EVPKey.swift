internal import CCrypto

/// A key as libcrypto's signing takes it.
@safe struct EVPKey: ~Copyable {
    private let key: OpaquePointer?

    /// The key that ``make(_:_:of:)`` made, which is freed with this.
    init(taking key: OpaquePointer?) { unsafe self.key = key }

    deinit { unsafe EVP_PKEY_free(key) }

    /// A text that stays where it is.
    static func text(_ text: StaticString) -> UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    /// A key of an algorithm from the parts that were given to `builder`; nil if they make none.
    static func make(_ algorithm: StaticString, _ parts: Int32, of builder: OpaquePointer?) -> OpaquePointer? {
        let parameters = unsafe OSSL_PARAM_BLD_to_param(builder)
        let context = unsafe EVP_PKEY_CTX_new_from_name(nil, text(algorithm), nil)
        defer {
            unsafe EVP_PKEY_CTX_free(context)
            unsafe OSSL_PARAM_free(parameters)
        }
        var made: OpaquePointer?
        unsafe require(EVP_PKEY_fromdata_init(context))
        return unsafe EVP_PKEY_fromdata(context, &made, parts, parameters) == 1 ? made : nil
    }

    func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        let context = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(context) }
        unsafe require(EVP_DigestVerifyInit(context, nil, Algorithms.sha256, nil, key))
        return unsafe EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    func sign(_ message: [UInt8]) -> [UInt8] {
        let context = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(context) }
        unsafe require(EVP_DigestSignInit(context, nil, Algorithms.sha256, nil, key))
        var size = 0
        unsafe require(EVP_DigestSign(context, nil, &size, message, message.count))
        return unsafe [UInt8](unsafeUninitializedCapacity: size) { signature, count in
            unsafe require(EVP_DigestSign(context, signature.baseAddress, &size, message, message.count))
            count = size
        }
    }
}
