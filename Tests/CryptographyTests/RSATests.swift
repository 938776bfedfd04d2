import Cryptography
import Testing

@Suite("A key of RSA") struct RSATests {
    private static func number(_ size: Int, first: UInt8 = 0x80, last: UInt8 = 1) -> [UInt8] {
        [first] + [UInt8](repeating: 0x5A, count: size - 2) + [last]
    }

    @Test("has 2048 to 8192 bits, and an exponent that hides something")
    func sizes() {
        let table: [(modulus: [UInt8], exponent: [UInt8], isKey: Bool)] = [
            (Self.number(256), [1, 0, 1], true), (Self.number(256), [3], true), (Self.number(1024), [1, 0, 1], true),
            ([0, 0] + Self.number(256), [0, 1, 0, 1], true), (Self.number(257, first: 1), [3], true),
            (Self.number(256, first: 0x7F), [3], false), (Self.number(128), [3], false),
            ([0] + Self.number(255), [3], false), (Self.number(1025), [3], false),
            (Self.number(256, last: 2), [3], false),
            ([], [3], false), ([UInt8](repeating: 0, count: 256), [3], false), (Self.number(256), [], false),
            (Self.number(256), [0], false), (Self.number(256), [1], false), (Self.number(256), [4], false),
            (Self.number(256), [1, 0, 0, 0, 1], false),
        ]
        for (modulus, exponent, isKey) in table {
            #expect(
                (RSA.PublicKey(modulus: modulus, exponent: exponent) != nil) == isKey, "\(modulus.count) \(exponent)")
        }
    }

    @Test("believes no signature of a modulus that nobody made")
    func nonsense() throws {
        let key = try #require(RSA.PublicKey(modulus: Self.number(256), exponent: [1, 0, 1]))
        for size in [0, 1, 255, 256, 257, 512] {
            for byte in [0, 1, 255] as [UInt8] {
                #expect(!key.isSignature([UInt8](repeating: byte, count: size), of: [1, 2, 3]))
            }
        }
        #expect(!key.isSignature(Self.number(256), of: []), "the modulus itself")
    }
}
