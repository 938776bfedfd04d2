import Units

// What comes over the wire may be any number; what is shown of it must not overflow where it is doubled or rounded.

extension Duration {
    /// So many nanoseconds, at most some 18 years.
    init(wireNanoseconds nanoseconds: UInt64) {
        self = .nanoseconds(Int64(min(nanoseconds, UInt64(Int64.max / 16))))
    }
}

extension ByteCount {
    /// So many bytes, at most half an EiB.
    init(wireBytes bytes: UInt64) {
        self.init(Int64(min(bytes, UInt64(Int64.max / 16))))
    }
}
