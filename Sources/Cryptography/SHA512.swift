private import CCrypto

/// SHA-512 (FIPS 180-4).
public enum SHA512 {
    /// How many bytes a hash has.
    public static let byteCount = 64

    /// The hash of `bytes`: 64 bytes.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { hash, count in
                unsafe require(
                    EVP_Digest(bytes.baseAddress, bytes.count, hash.baseAddress, nil, Algorithms.sha512, nil))
                count = byteCount
            }
        }
    }
}
