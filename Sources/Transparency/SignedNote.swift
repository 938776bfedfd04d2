import Cryptography

/// A text does not say what it should; the description says why.
public struct NoteError: Error, Hashable, CustomStringConvertible {
    /// Why.
    public let description: String

    init(_ reason: String) { description = reason }
}

/// A line below a note: whose signature, by which of their keys.
struct NoteSignature: Hashable, Sendable {
    var name: String
    /// The key's number, 4 bytes.
    var id: [UInt8]
    var signature: [UInt8]
}

/// A text and signatures of it (C2SP signed-note).
public struct SignedNote: Hashable, Sendable {
    private static let dash = "\u{2014} "
    private static let largest = 1 << 20
    private static let mostSignatures = 100

    /// What is signed, with the line feed at its end.
    public let body: String
    let signatures: [NoteSignature]

    /// `body`, signed by each of `signers`.
    /// - Throws: ``NoteError`` if it does not end with a line feed, has control characters, or there is nobody to sign it.
    public init(signing body: String, with signers: [NoteSigner]) throws(NoteError) {
        guard body.hasSuffix("\n"), body.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" }) else {
            throw NoteError("a note has whole lines, without control characters")
        }
        guard !signers.isEmpty else { throw NoteError("there is no key to sign with") }
        self.body = body
        signatures = signers.map { $0.signature(of: body) }
    }

    /// Reads a note.
    /// - Throws: ``NoteError`` if it is none.
    public init(parsing text: String) throws(NoteError) {
        guard text.utf8.count <= Self.largest else { throw NoteError("it is larger than 1 MiB") }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" }) else {
            throw NoteError("it has control characters")
        }
        // By scalars: as characters, a line feed and a combining mark after it are one.
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        guard lines.last == "", let blank = lines.dropLast().lastIndex(of: ""), blank > 0 else {
            throw NoteError("there is no empty line between its text and its signatures, or no line feed at its end")
        }
        let signed = lines[(blank + 1)...].dropLast()
        guard (1...Self.mostSignatures).contains(signed.count) else {
            throw NoteError("it has no signatures, or more than \(Self.mostSignatures)")
        }
        body = lines[..<blank].map { $0 + "\n" }.joined()
        var found: [NoteSignature] = []
        for line in signed { found.append(try Self.signature(line)) }
        signatures = found
    }

    private static func signature(_ line: String) throws(NoteError) -> NoteSignature {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "\u{2014}", NoteVerifier.isName(parts[1]),
            let bytes = Base64.bytes(of: parts[2]), bytes.count > 4
        else { throw NoteError("a line below it is no signature") }
        return NoteSignature(name: String(parts[1]), id: Array(bytes.prefix(4)), signature: Array(bytes.dropFirst(4)))
    }

    /// As ``init(parsing:)`` reads it.
    public var text: String {
        body + "\n"
            + signatures.map { "\(Self.dash)\($0.name) \(Base64.text(of: $0.id + $0.signature))\n" }.joined()
    }

    /// Which of `keys` have signed it. Signatures by others say nothing.
    /// - Throws: ``NoteError`` if a signature says that it is by one of them, and is not.
    public func signers(among keys: [NoteVerifier]) throws(NoteError) -> [NoteVerifier] {
        var found: [NoteVerifier] = []
        for signature in signatures {
            guard let key = keys.first(where: { $0.name == signature.name && $0.id == signature.id }) else { continue }
            guard Ed25519.isSignature(signature.signature, of: Array(body.utf8), by: key.publicKey) else {
                throw NoteError("the signature by \(key.name) is not of this text")
            }
            found.append(key)
        }
        return found
    }
}
