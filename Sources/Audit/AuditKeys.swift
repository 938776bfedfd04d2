import Cryptography
public import Transparency

/// What signs the checkpoints of a log: lines of a file of secrets, as C2SP spells the keys of notes.
///
/// The first key's name is the log's origin. All keys of the file sign, so that whoever trusts an older one can go on while a new
/// one comes into use.
public struct AuditKeys: Sendable {
    /// The file is not one of keys.
    public struct Malformed: Error, Hashable, CustomStringConvertible {
        /// Which line, and what to do.
        public let description: String
    }

    private static let most = 16

    /// What signs.
    public let signers: [NoteSigner]
    /// Names the log.
    public let origin: String

    /// The keys of a file's text. Empty lines and those that begin with `#` say nothing.
    /// - Throws: ``Malformed`` without a key, or with a line that is none.
    public init(parsing text: String) throws(Malformed) {
        var found: [NoteSigner] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let signer = NoteSigner(parsing: line), found.count < Self.most else {
                // The line may be a secret.
                throw Malformed(
                    description:
                        "line \(number + 1) is no key that signs, or there are more than \(Self.most); a key is one line "
                        + "that begins with PRIVATE+KEY+")
            }
            found.append(signer)
        }
        guard let first = found.first else {
            throw Malformed(description: "there is no key in it; remove the file, and a new key is made")
        }
        (signers, origin) = (found, first.verifier.name)
    }

    /// What checks the signatures.
    public var verifiers: [NoteVerifier] { signers.map(\.verifier) }

    /// The text of a file with a new key.
    /// - Parameter origin: names the log; nil: a log that has no name yet.
    public static func newText(origin: String? = nil) -> String {
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
        let name = origin ?? "verdict-" + String(randomBytes(16).map { digits[Int($0 & 31)] })
        // No name of that form is refused, and none that another key has.
        return NoteSigner(name: name, key: Ed25519.PrivateKey()).map { $0.secretText + "\n" } ?? ""
    }

    /// What checks signatures, one key a line.
    /// - Throws: ``Malformed`` without a key, or with a line that is none.
    public static func verifiers(parsing text: String) throws(Malformed) -> [NoteVerifier] {
        var found: [NoteVerifier] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let verifier = NoteVerifier(parsing: line), found.count < most else {
                throw Malformed(
                    description:
                        "\(line.prefix(80).debugDescription) is no public key; a key is a name, 8 digits and base 64, with + between"
                )
            }
            found.append(verifier)
        }
        guard !found.isEmpty else { throw Malformed(description: "there is no key") }
        return found
    }
}
