import Cryptography
import FoundationEssentials

/// Codes of messages that only who has the ring can make (HMAC-SHA256, RFC 2104), each purpose with a key of its own: what
/// is given away with its code is known for the ring's own work when it comes back.
///
/// A code is the name of the ring's key and 32 bytes; those that an older key of the ring made are still right.
public struct MessageCodes: Sendable {
    /// How many bytes a code has.
    public static let size = SealingKey.nameSize + SHA256.byteCount

    private let keys: [[UInt8]: SymmetricKey]
    private let current: (name: [UInt8], key: SymmetricKey)

    init(_ ring: KeyRing, purpose: String) {
        let info = Array("verdict message code v1\0\(purpose)".utf8)
        keys = Dictionary(ring.all.map { ($0.name, $0.derive(salt: [], info: info)) }) { first, _ in first }
        current = (ring.current.name, ring.current.derive(salt: [], info: info))
    }

    /// The code of `message`.
    public func code(of message: [UInt8]) -> [UInt8] {
        current.name + MessageCode.sha256(of: message, key: current.key)
    }

    /// Whether `code` is one of `message`; takes as long whatever is wrong with it.
    public func isCode(_ code: some Collection<UInt8>, of message: [UInt8]) -> Bool {
        guard code.count == Self.size, let key = keys[Array(code.prefix(SealingKey.nameSize))] else { return false }
        return MessageCode.isSHA256(code.dropFirst(SealingKey.nameSize), of: message, key: key)
    }
}

extension KeyRing {
    /// Codes for `purpose`, which are wrong for any other: `lease`.
    public func codes(for purpose: String) -> MessageCodes {
        MessageCodes(self, purpose: purpose)
    }
}
