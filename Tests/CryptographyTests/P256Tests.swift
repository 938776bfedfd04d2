import Cryptography
import Testing

@Suite("Signatures on P-256") struct P256Tests {
    /// RFC 6979, A.2.5.
    private static let secret = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"
    private static let x = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    private static let y = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"

    @Test("have the public key that the standard computes for a private one")
    func publicKey() throws {
        let key = try #require(P256.PrivateKey(SymmetricKey(bytes(Self.secret))))
        #expect(key.publicKey.x == bytes(Self.x))
        #expect(key.publicKey.y == bytes(Self.y))
        #expect(P256.PublicKey(x: bytes(Self.x), y: bytes(Self.y)) == key.publicKey)
    }

    @Test(
        "of the standard are right, and of nothing else",
        arguments: [
            (
                "sample", "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
                "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
            ),
            (
                "test", "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
                "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
            ),
        ])
    func knownSignatures(_ message: String, _ r: String, _ s: String) throws {
        let key = try #require(P256.PublicKey(x: bytes(Self.x), y: bytes(Self.y)))
        let (signature, message) = (bytes(r) + bytes(s), Array(message.utf8))
        #expect(key.isSignature(signature, of: message))
        #expect(!key.isSignature(signature, of: message + [0]))
        #expect(!key.isSignature(signature + [0], of: message))
        #expect(!key.isSignature(Array(signature.dropLast()), of: message))
        #expect(!key.isSignature([], of: message))
        for index in signature.indices {
            var other = signature
            other[index] ^= 1
            #expect(!key.isSignature(other, of: message))
        }
    }

    @Test("are made, and another one each time")
    func made() throws {
        let key = P256.PrivateKey()
        let other = P256.PrivateKey()
        #expect(key.publicKey != other.publicKey)
        var signatures: Set<[UInt8]> = []
        // Enough that numbers with zeros in front are among them.
        for number in 0..<600 {
            let message = Array("message \(number)".utf8)
            let signature = key.signature(of: message)
            #expect(signature.count == 64)
            #expect(key.publicKey.isSignature(signature, of: message))
            signatures.insert(key.signature(of: []))
        }
        #expect(signatures.count == 600)
        #expect(!other.publicKey.isSignature(key.signature(of: []), of: []))
    }

    @Test("of zeros, and of numbers that are none of the curve, are wrong")
    func noNumbers() throws {
        let key = P256.PrivateKey().publicKey
        let order = bytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
        let (zero, one, all) = ([UInt8](repeating: 0, count: 32), bytes(String(repeating: "0", count: 63) + "1"), order)
        for (r, s) in [(zero, zero), (zero, one), (one, zero), (all, one), (one, all), (all, all)] {
            #expect(!key.isSignature(r + s, of: []))
        }
        #expect(P256.PrivateKey(SymmetricKey(zero)) == nil)
        #expect(P256.PrivateKey(SymmetricKey(order)) == nil)
        #expect(P256.PrivateKey(SymmetricKey(one.dropFirst())) == nil)
        #expect(P256.PrivateKey(SymmetricKey(one)) != nil)
    }

    @Test("are not checked with points that are not on the curve")
    func noPoints() {
        let (x, y) = (bytes(Self.x), bytes(Self.y))
        var off = y
        off[31] ^= 1
        let (zero, all) = ([UInt8](repeating: 0, count: 32), [UInt8](repeating: 255, count: 32))
        for (x, y) in [(x, off), (zero, zero), (all, all), (y, x), ([], []), (x + y, []), (x, y + [0])] {
            #expect(P256.PublicKey(x: x, y: y) == nil)
        }
    }
}
