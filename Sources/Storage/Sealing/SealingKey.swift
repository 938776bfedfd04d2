import Cryptography
import Units

/// A 256-bit key that contents are sealed with, and its name.
struct SealingKey: Sendable {
    /// How many bytes a key's name has.
    static let nameSize = 8

    /// What what was sealed says about its key: the start of a hash of the key, so that no name can be given to two.
    let name: [UInt8]
    private let key: SymmetricKey

    /// The key of these 32 bytes; nil if they are not 32.
    init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        name = Self.name(of: bytes)
        key = SymmetricKey(bytes)
    }

    /// A new random key.
    init() {
        key = SymmetricKey()
        name = Self.name(of: key.bytes)
    }

    private static func name(of bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(Array("verdict key name v1".utf8) + bytes).prefix(nameSize))
    }

    /// The key in 64 hexadecimal digits.
    var text: String { key.bytes.hexadecimal }

    /// The key for one use and no other (HKDF, RFC 5869): what is sealed with it says `salt`, and stands for `info`.
    func derive(salt: [UInt8], info: [UInt8]) -> SymmetricKey {
        KeyDerivation.derive(from: key, salt: salt, info: info)
    }

    /// Opens what was sealed with the key that ``derive(salt:info:)`` gives.
    func open(
        _ sealed: ArraySlice<UInt8>, salt: ArraySlice<UInt8>, info: [UInt8], nonce: [UInt8], context: [UInt8],
        with opener: borrowing SingleUseOpener
    ) throws(AES256GCM.Forged) -> [UInt8] {
        try opener.open(sealed, from: key, salt: salt, info: info, nonce: nonce, context: context)
    }
}
