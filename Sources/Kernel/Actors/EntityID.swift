internal import Cryptography
internal import Events
public import Storage

/// Names something that has a stream of its own, such as a person or a contest: 128 bits, written as 26 digits of base 32.
public struct EntityID: Hashable, Sendable {
    // Two halves: where a UInt128 is an argument of an asynchronous function that does not fit in registers, compilers up to
    // 6.3 break the stack.
    private let high: UInt64
    private let low: UInt64

    /// The bits.
    package var number: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// The one of that number.
    package init(number: UInt128) {
        (high, low) = (UInt64(truncatingIfNeeded: number >> 64), UInt64(truncatingIfNeeded: number))
    }

    /// One that nothing has yet.
    public static func random() -> EntityID { EntityID(number: .random(in: 0 ... .max)) }

    /// The one that a request with an idempotency key makes: the same again if the request comes again.
    /// - Parameters:
    ///   - kind: what is made: `contest`. Two kinds share no names.
    ///   - actor: who sends the request.
    ///   - key: the key that came with it.
    public init(_ kind: String, by actor: Actor, key: String) {
        self.init(number: StreamNumber.hash("verdict \(kind) v1", of: actor.identity.description, key: key))
    }

    /// The one that `text` names; nil if it names none.
    public init?(_ text: some StringProtocol) {
        guard let number = StreamNumber.number(text) else { return nil }
        self.init(number: number)
    }

    /// The stream of the module's thing of this name: `contests-3r8w…`.
    /// - Throws: `StorageError` (`badRequest`) if the prefix has characters that no stream's name has.
    public func stream(_ prefix: String) throws(StorageError) -> StreamName {
        try StreamName("\(prefix)-\(self)")
    }
}

extension EntityID: CustomStringConvertible {
    /// 26 digits: `3r8w…`.
    public var description: String { StreamNumber.text(number) }
}
