/// HKDF with SHA-256 (RFC 5869) for one output of 32 bytes. Each record of the log has a key of its own, and libcrypto's
/// own HKDF takes several times as long as the four short hashes that it is made of.
public enum KeyDerivation {
    /// The key that is derived from `key`, for `salt` and `info`.
    public static func derive(from key: SymmetricKey, salt: [UInt8], info: [UInt8]) -> SymmetricKey {
        let extracted = MessageCode.sha256(of: key.bytes, key: salt)
        return SymmetricKey(MessageCode.sha256(of: info + [1], key: extracted))
    }
}
