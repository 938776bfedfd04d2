private import CCrypto

/// The hash of some bytes, computed as they come (SHA-256, FIPS 180-4). A copy goes on by itself.
public struct SHA256: Sendable {
    /// How many bytes a hash has.
    public static let byteCount = 32

    private var state = HashState()

    /// Of nothing yet.
    public init() {}

    /// Takes the next bytes.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        if !isKnownUniquelyReferenced(&state) { state = HashState(copying: state) }
        let isTaken: Void? = bytes.withContiguousStorageIfAvailable { unsafe state.update($0) }
        if isTaken == nil { unsafe Array(bytes).withUnsafeBufferPointer { unsafe state.update($0) } }
    }

    /// The hash of all that was taken: 32 bytes.
    public func finalize() -> [UInt8] { HashState(copying: state).end() }

    /// The hash of `bytes`: 32 bytes.
    public static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let made: [UInt8]? = bytes.withContiguousStorageIfAvailable { unsafe hash($0) }
        return unsafe made ?? Array(bytes).withUnsafeBufferPointer { unsafe hash($0) }
    }

    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { hash, count in
            unsafe require(EVP_Digest(bytes.baseAddress, bytes.count, hash.baseAddress, nil, Algorithms.sha256, nil))
            count = byteCount
        }
    }
}

/// How far a hash has come. Changed only by the one value that has it.
@safe private final class HashState: @unchecked Sendable {
    private let context: OpaquePointer?

    init() {
        unsafe context = EVP_MD_CTX_new()
        unsafe require(EVP_DigestInit_ex(context, Algorithms.sha256, nil))
    }

    init(copying other: HashState) {
        unsafe context = EVP_MD_CTX_new()
        unsafe require(EVP_MD_CTX_copy_ex(context, other.context))
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeBufferPointer<UInt8>) {
        unsafe require(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    /// The hash; nothing may be taken after that.
    func end() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { hash, count in
            unsafe require(EVP_DigestFinal_ex(context, hash.baseAddress, nil))
            count = SHA256.byteCount
        }
    }
}
