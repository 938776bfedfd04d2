internal import Units

/// Whose tries are counted, as 16 bytes, however long the name is that somebody gave. Two names get the same with a chance
/// that nobody can raise: the process's secret is in it.
public struct RateSubject: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    /// Somebody by a name: an account, a session, a token.
    /// - Parameters:
    ///   - kind: what the name is of; the same name of another kind is another subject.
    ///   - name: any text.
    public init(_ kind: String, _ name: String) {
        high = Self.hash(0, kind, name)
        low = Self.hash(1, kind, name)
    }

    /// Whoever comes from an address: of IPv6 its /64 network. A text that is no address stands for itself.
    public init(address: String) {
        self.init("address", AddressNetwork.name(of: address))
    }

    private static func hash(_ half: UInt8, _ kind: String, _ name: String) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(half)
        hasher.combine(kind)
        hasher.combine(name)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
