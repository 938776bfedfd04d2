private import CCrypto

/// HKDF with SHA-256 (RFC 5869) for one output of 32 bytes. Each record of the log has a key of its own, and libcrypto's
/// own HKDF takes several times as long as the four short hashes that it is made of.
public enum KeyDerivation {
    /// The key that is derived from `key`, for `salt` and `info`.
    public static func derive(from key: SymmetricKey, salt: [UInt8], info: [UInt8]) -> SymmetricKey {
        let deriver = KeyDeriver()
        return unsafe deriver.derive(from: key, salt: salt[...], info: info) { unsafe SymmetricKey($0) }
    }
}

/// Derives one key after the other, with one hash that is begun again and again: to make one takes as long as to hash.
@safe struct KeyDeriver: ~Copyable {
    private static let (blockSize, codeSize) = (64, SHA256.byteCount)

    private let hash: OpaquePointer?
    /// A block of a key, a code, and the key that is derived: overwritten at the end.
    private let memory: UnsafeMutableRawBufferPointer

    init() {
        unsafe memory = .allocate(byteCount: Self.blockSize + 2 * Self.codeSize, alignment: 8)
        let made = unsafe EVP_MD_CTX_new()
        unsafe require(EVP_DigestInit_ex(made, Algorithms.sha256, nil))
        unsafe hash = made
    }

    deinit {
        unsafe EVP_MD_CTX_free(hash)
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
        unsafe memory.deallocate()
    }

    /// Lends `body` the key that is derived from `key`, for `salt` and `info`.
    func derive<Value, Failure: Error>(
        from key: SymmetricKey, salt: ArraySlice<UInt8>, info: [UInt8],
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let code = unsafe UnsafeMutableRawBufferPointer(
            rebasing: memory[Self.blockSize..<(Self.blockSize + Self.codeSize)])
        let derived = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[(Self.blockSize + Self.codeSize)...])
        let salt = salt.count > Self.blockSize ? SHA256.hash(salt)[...] : salt
        unsafe salt.withUnsafeBytes { salt in
            unsafe key.withBytes { unsafe message($0, [], key: salt, into: code) }
        }
        unsafe info.withUnsafeBytes { unsafe message($0, [1], key: UnsafeRawBufferPointer(code), into: derived) }
        return unsafe try body(UnsafeRawBufferPointer(derived))
    }

    /// Writes the code of a message and what stands behind it (HMAC, RFC 2104), whose key is no longer than a block.
    private func message(
        _ message: UnsafeRawBufferPointer, _ rest: [UInt8], key: UnsafeRawBufferPointer,
        into code: UnsafeMutableRawBufferPointer
    ) {
        unsafe begin(0x36, key)
        unsafe require(EVP_DigestUpdate(hash, message.baseAddress, message.count))
        unsafe require(EVP_DigestUpdate(hash, rest, rest.count))
        unsafe end(into: code)
        unsafe begin(0x5c, key)
        unsafe require(EVP_DigestUpdate(hash, code.baseAddress, Self.codeSize))
        unsafe end(into: code)
    }

    /// Begins a hash with a block of the key, each byte changed by `pad`.
    private func begin(_ pad: UInt8, _ key: UnsafeRawBufferPointer) {
        for place in 0..<Self.blockSize {
            unsafe memory[place] = pad ^ (place < key.count ? key[place] : 0)
        }
        unsafe require(EVP_DigestInit_ex(hash, nil, nil))
        unsafe require(EVP_DigestUpdate(hash, memory.baseAddress, Self.blockSize))
    }

    private func end(into code: UnsafeMutableRawBufferPointer) {
        unsafe require(EVP_DigestFinal_ex(hash, code.bindMemory(to: UInt8.self).baseAddress, nil))
    }
}
