public import Cryptography

/// What checks the signatures of a note by one name (C2SP signed-note): `example.org/log+c74f20a3+ARpc2Qc…`.
public struct NoteVerifier: Hashable, Sendable {
    /// Whose signatures; without spaces and plus signs.
    public let name: String
    /// The key, of 32 bytes.
    public let publicKey: [UInt8]
    /// Tells the key from others of the same name: 4 bytes.
    public let id: [UInt8]

    /// The Ed25519 key of that name; nil if no note can have such a name, or it is no key.
    public init?(name: String, publicKey: [UInt8]) {
        guard Self.isName(name), publicKey.count == Ed25519.publicKeySize else { return nil }
        (self.name, self.publicKey) = (name, publicKey)
        id = Array(SHA256.hash(Array(name.utf8) + [0x0a, NoteKeyText.ed25519] + publicKey).prefix(4))
    }

    /// The key that `text` spells; nil if it does not, or its digits are those of another.
    public init?(parsing text: some StringProtocol) {
        guard let (name, id, key) = NoteKeyText.parts(of: text) else { return nil }
        self.init(name: name, publicKey: key)
        guard self.id == id else { return nil }
    }

    /// As ``init(parsing:)`` reads it.
    public var text: String { NoteKeyText.text(name, id, publicKey) }

    /// Whether a signature of a note can be by that name.
    public static func isName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { scalar in
                !scalar.properties.isWhitespace && scalar != "+" && scalar.value >= 0x20 && scalar.value != 0x7f
            }
    }
}

/// What signs notes by one name: `PRIVATE+KEY+example.org/log+c74f20a3+AYEKFAL…`.
public struct NoteSigner: Sendable {
    private static let prefix = "PRIVATE+KEY+"

    private let key: Ed25519.PrivateKey
    /// What checks its signatures.
    public let verifier: NoteVerifier

    /// Signs with `key` by that name; nil if no note can have such a name.
    public init?(name: String, key: Ed25519.PrivateKey) {
        guard let verifier = NoteVerifier(name: name, publicKey: key.publicKey) else { return nil }
        (self.key, self.verifier) = (key, verifier)
    }

    /// The key that `text` spells; nil if it does not, or its digits are those of another.
    public init?(parsing text: some StringProtocol) {
        guard text.hasPrefix(Self.prefix),
            let (name, id, seed) = NoteKeyText.parts(of: text.dropFirst(Self.prefix.count)),
            let key = Ed25519.PrivateKey(seed: seed)
        else { return nil }
        self.init(name: name, key: key)
        guard verifier.id == id else { return nil }
    }

    /// As ``init(parsing:)`` reads it: a secret.
    public var secretText: String { Self.prefix + NoteKeyText.text(verifier.name, verifier.id, key.seed.bytes) }

    /// The signature of a note's text.
    func signature(of text: String) -> NoteSignature {
        NoteSignature(name: verifier.name, id: verifier.id, signature: key.signature(of: Array(text.utf8)))
    }
}

/// How keys are spelled: a name, 8 digits, and base 64 of the algorithm's number and the key.
private enum NoteKeyText {
    static let ed25519: UInt8 = 1

    static func parts(of text: some StringProtocol) -> (name: String, id: [UInt8], key: [UInt8])? {
        // Base 64 has plus signs, too.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].utf8.count == 8, let number = UInt32(parts[1], radix: 16),
            digits(number) == parts[1], let bytes = Base64.bytes(of: parts[2]), bytes.first == ed25519
        else { return nil }
        let id = stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
        return (String(parts[0]), id, Array(bytes.dropFirst()))
    }

    static func text(_ name: String, _ id: [UInt8], _ key: [UInt8]) -> String {
        "\(name)+\(digits(id.reduce(0) { $0 << 8 | UInt32($1) }))+\(Base64.text(of: [ed25519] + key))"
    }

    private static func digits(_ number: UInt32) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 8 - text.count) + text
    }
}
