internal import Credentials
package import Cryptography
internal import Events
internal import Kernel

/// What the module makes names and codes with; none of it is in the log.
package struct AccountSecrets: Sendable {
    private let names: SymmetricKey
    private let codes: SymmetricKey
    /// What tickets of logins at providers are sealed with.
    let tickets: SymmetricKey

    /// What follows from one secret of 32 bytes.
    package init(_ secret: SymmetricKey) {
        names = KeyDerivation.derive(from: secret, salt: [], info: Array("names of accounts".utf8))
        codes = KeyDerivation.derive(from: secret, salt: [], info: Array("codes of accounts".utf8))
        tickets = KeyDerivation.derive(from: secret, salt: [], info: Array("tickets of logins".utf8))
    }

    /// What the stream of a name or address is called: nobody who reads the log learns the name from it. It stays in the log
    /// when the person is erased; who has the log and the secret can then still tell whether a guess at the address is right.
    /// - Parameters:
    ///   - kind: `name` or `address`.
    ///   - text: the name or address, however it is spelt.
    func id(of kind: String, _ text: String) -> EntityID {
        Self.id(of: MessageCode.sha256(of: Array("\(kind)\0\(text.lowercased())".utf8), key: names))
    }

    /// What the stream of somebody's identity at a provider is called.
    /// - Parameters:
    ///   - issuer: who the provider is.
    ///   - subject: whom it means; capital and small letters differ.
    func identity(_ issuer: String, _ subject: String) -> EntityID {
        let code = MessageCode.sha256(of: Array("identity\0\(issuer)\0\(subject)".utf8), key: names)
        return Self.id(of: code)
    }

    private static func id(of code: [UInt8]) -> EntityID {
        EntityID(number: code.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
    }

    /// Tells one client from another, without saying which it is.
    func client(_ text: String) -> [UInt8] { MessageCode.sha256(of: Array("client\0\(text)".utf8), key: names) }

    /// The code that goes to an account's address.
    func code(_ nonce: [UInt8], for purpose: CodePurpose, of account: EntityID) -> OpaqueToken {
        let context = Array("code \(purpose.rawValue) \(account) ".utf8) + nonce
        return OpaqueToken(.mail, derivedFrom: context, key: codes)
    }

    /// The refresh token that is given for another one: the same again if the answer got lost.
    func next(after token: OpaqueToken, of session: EntityID) -> OpaqueToken {
        let context = Array("refresh \(session) ".utf8) + token.hash
        return OpaqueToken(.refresh, derivedFrom: context, key: codes)
    }
}
