import Cryptography
import TestSupport
import Testing
import Transparency

@Suite("Notes are signed and read as C2SP says")
struct SignedNoteTests {
    /// The example of the Go project, which has both halves of its key.
    private static let goText =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    private static let goKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    private static let goSecret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    private static let goNote =
        goText
        + "\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

    private static func signer(_ name: String) throws -> NoteSigner {
        try #require(NoteSigner(name: name, key: Ed25519.PrivateKey()))
    }

    @Test("What another program signed is read, and signed again with its key is the same")
    func interoperability() throws {
        let verifier = try #require(NoteVerifier(parsing: Self.goKey))
        #expect(verifier.text == Self.goKey)
        let note = try SignedNote(parsing: Self.goNote)
        #expect(note.body == Self.goText)
        #expect(try note.signers(among: [verifier]) == [verifier])
        let signer = try #require(NoteSigner(parsing: Self.goSecret))
        #expect(signer.secretText == Self.goSecret && signer.verifier == verifier)
        #expect(try SignedNote(signing: Self.goText, with: [signer]).text == Self.goNote)
    }

    @Test("A signature by another key says nothing, and a forged one is refused")
    func otherKeys() throws {
        let (one, two) = (try Self.signer("log.example"), try Self.signer("log.example"))
        let note = try Checkpoint(origin: "log.example", size: 1, root: .leaf([1])).signed(by: [one])
        #expect(try note.signers(among: [two.verifier]) == [])
        let both = try SignedNote(signing: note.body, with: [one, two])
        #expect(try both.signers(among: [two.verifier]) == [two.verifier])
        #expect(try both.signers(among: [one.verifier, two.verifier]).count == 2)
        let forged = try SignedNote(parsing: note.text.replacingFirst("log.example\n1\n", "log.example\n2\n"))
        #expect(throws: NoteError.self) { try forged.signers(among: [one.verifier]) }
    }

    @Test(
        "What is no key is refused",
        arguments: [
            "", "PeterNeumann", "PeterNeumann+c74f20a3", "PeterNeumann+c74f20a3+", "+c74f20a3+ARpc",
            "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
            "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        ])
    func badKeys(_ text: String) {
        #expect(NoteVerifier(parsing: text) == nil)
        #expect(NoteSigner(parsing: text) == nil)
        #expect(NoteSigner(parsing: "PRIVATE+KEY+" + text) == nil)
    }

    @Test(
        "What is no checkpoint is refused",
        arguments: [
            "", "a\n", "a\n1\n", "\n1\nAAAA\n", "a\n01\n\(Self.hash)\n", "a\n-1\n\(Self.hash)\n", "a\n1\n\(Self.hash)",
            "a\n1\nAAAA\n", "a\n1\n\(Self.hash)\n\n", "a\n1\n\n\(Self.hash)\n",
            "a\n18446744073709551616\n\(Self.hash)\n",
            "a\n0\n\(Self.hash)\n", "a\n+1\n\(Self.hash)\n", "a\n1 \n\(Self.hash)\n",
        ])
    func badCheckpoints(_ body: String) {
        #expect(throws: NoteError.self) { try Checkpoint(parsing: body) }
    }

    private static let hash = "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0="

    @Test("A checkpoint is what was signed, and lines below the third change nothing of it")
    func checkpoints() throws {
        let checkpoint = Checkpoint(origin: "log.example/a b", size: 1, root: .leaf([]))
        #expect(checkpoint.body == "log.example/a b\n1\n\(Self.hash)\n")
        #expect(try Checkpoint(parsing: checkpoint.body) == checkpoint)
        #expect(try Checkpoint(parsing: checkpoint.body + "more\n") == checkpoint)
        let signer = try Self.signer("log.example")
        for origin in ["", "a\nb", "a\u{0}b"] {
            let bad = Checkpoint(origin: origin, size: 1, root: .empty)
            #expect(throws: NoteError.self) { try bad.signed(by: [signer]) }
        }
        #expect(throws: NoteError.self) { try checkpoint.signed(by: []) }
    }

    @Test("A note with any one byte changed, left out or added is refused, or it is not signed")
    func mutations() throws {
        let signer = try Self.signer("log.example")
        let note = try Checkpoint(origin: "log.example", size: 4711, root: .leaf([7])).signed(by: [signer])
        let bytes = Array(note.text.utf8)
        #expect(try SignedNote(parsing: note.text) == note)
        var random = SeededGenerator(seed: 8032)
        for place in bytes.indices {
            var (changed, shorter, longer) = (bytes, bytes, bytes)
            changed[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            shorter.remove(at: place)
            longer.insert(UInt8.random(in: 0...255, using: &random), at: place)
            for other in [changed, shorter, longer, Array(bytes[..<place])] where other != bytes {
                #expect(
                    !Self.isSigned(String(decoding: other, as: UTF8.self), by: signer.verifier, as: note), "\(place)")
            }
        }
    }

    /// Whether that says something else in the key's name.
    private static func isSigned(_ text: String, by key: NoteVerifier, as original: SignedNote) -> Bool {
        guard let note = try? SignedNote(parsing: text), let signers = try? note.signers(among: [key]) else {
            return false
        }
        return !signers.isEmpty && Array(note.text.utf8) != Array(original.text.utf8)
    }

    @Test("Bytes of any kind are read or refused, and what is read is written the same")
    func fuzz() {
        var random = SeededGenerator(seed: 1)
        let pieces = [
            "\n", "\n\n", "\u{2014} ", "log.example", " ", "x08go/ZJkuBS9UG/SffcvIAQ", "AAAA", "+", "1", "\u{301}",
            "\r",
            "é", "\u{0}", "e",
        ]
        var read = 0
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0...14, using: &random)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }.joined()
            _ = try? Checkpoint(parsing: text)
            _ = NoteVerifier(parsing: text)
            guard let note = try? SignedNote(parsing: "x\n" + text + "\n\n\u{2014} a AAAAAAA=\n") else { continue }
            read += 1
            let (again, whole) = (Array(note.text.utf8), Array(("x\n" + text + "\n\n\u{2014} a AAAAAAA=\n").utf8))
            #expect(again == whole)
        }
        #expect(read > 100)
    }
}

extension String {
    fileprivate func replacingFirst(_ old: String, _ new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}
