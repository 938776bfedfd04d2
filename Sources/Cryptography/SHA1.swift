private import CCrypto

/// SHA-1 (FIPS 180-4), which protects nothing any more: only for protocols that name it.
public enum SHA1 {
    /// How many bytes a hash has.
    public static let byteCount = 20

    /// The hash of `bytes`: 20 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { hash, count in
                unsafe require(EVP_Digest(bytes.baseAddress, bytes.count, hash.baseAddress, nil, Algorithms.sha1, nil))
                count = byteCount
            }
        }
    }
}
