private import CCrypto

/// A secret of some bytes, which are overwritten when nobody has it any more.
@safe public final class SymmetricKey: Sendable {
    private nonisolated(unsafe) let memory: UnsafeMutableRawBufferPointer

    /// The secret of these bytes.
    public init(_ bytes: some Collection<UInt8>) {
        unsafe memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        unsafe memory.copyBytes(from: bytes)
    }

    /// A new one of 32 random bytes.
    public convenience init() {
        self.init(randomBytes(32))
    }

    deinit {
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
        unsafe memory.deallocate()
    }

    /// Its bytes.
    public var bytes: [UInt8] { unsafe Array(memory) }

    /// How many bytes it has.
    public var count: Int { unsafe memory.count }

    /// Lends its bytes to `body`, without a copy.
    func withBytes<Value, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        unsafe try body(UnsafeRawBufferPointer(memory))
    }
}

/// So many random bytes that nobody can guess.
public func randomBytes(_ count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { bytes, made in
        unsafe require(RAND_bytes(bytes.baseAddress, Int32(count)))
        made = count
    }
}
