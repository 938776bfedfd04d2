import Cryptography
import Testing

/// Answers that the standards and the reference programs give.
struct CryptographyTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func hashesAreThoseOfTheStandard(_ text: String, _ hash: String) {
        #expect(SHA256.hash(Array(text.utf8)) == bytes(hash))
        #expect(SHA256.hash(text.utf8.lazy.map { $0 }) == bytes(hash), "also of what does not lie in one piece")
        var piecewise = SHA256()
        for byte in text.utf8 { piecewise.update([byte]) }
        #expect(piecewise.finalize() == bytes(hash))
    }

    @Test func theOldHashIsThatOfTheStandard() {
        #expect(SHA1.hash(Array("abc".utf8)) == bytes("a9993e364706816aba3e25717850c26c9cd0d89d"))
        #expect(SHA1.hash([]) == bytes("da39a3ee5e6b4b0d3255bfef95601890afd80709"))
    }

    @Test func sha512HashesAsItsStandardSays() {
        let abc =
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        let empty =
            "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
            + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
        #expect(SHA512.hash(Array("abc".utf8)) == bytes(abc))
        #expect(SHA512.hash([]) == bytes(empty))
    }

    @Test func aCopyOfAHashGoesOnByItself() {
        var hash = SHA256()
        hash.update(Array("a".utf8))
        var other = hash
        other.update(Array("b".utf8))
        #expect(hash.finalize() == SHA256.hash("a".utf8))
        #expect(other.finalize() == SHA256.hash("ab".utf8))
        hash.update(Array("c".utf8))
        #expect(hash.finalize() == SHA256.hash("ac".utf8), "what was asked for its hash goes on, too")
    }

    /// RFC 4231, cases 1, 2 and 6 (a key longer than a block).
    @Test(arguments: [
        (
            String(repeating: "0b", count: 20), "4869205468657265",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            String(repeating: "aa", count: 131),
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func codesAreThoseOfTheStandard(_ key: String, _ message: String, _ code: String) {
        let key = SymmetricKey(bytes(key))
        #expect(MessageCode.sha256(of: bytes(message), key: key) == bytes(code))
        #expect(MessageCode.isSHA256(bytes(code), of: bytes(message), key: key))
        #expect(!MessageCode.isSHA256(bytes(code).dropLast(), of: bytes(message), key: key))
        for index in 0..<32 {
            var other = bytes(code)
            other[index] ^= 1
            #expect(!MessageCode.isSHA256(other, of: bytes(message), key: key))
        }
    }

    /// RFC 2202, cases 1, 2 and 6 (a key longer than a block).
    @Test(arguments: [
        (String(repeating: "0b", count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
        ("4a656665", "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (
            String(repeating: "aa", count: 80), "Test Using Larger Than Block-Size Key - Hash Key First",
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        ),
    ])
    func oldCodesAreThoseOfTheStandard(_ key: String, _ message: String, _ code: String) {
        #expect(MessageCode.sha1(of: Array(message.utf8), key: SymmetricKey(bytes(key))) == bytes(code))
    }

    /// RFC 5869, cases 1 and 3, of whose output the first 32 bytes are this derivation's.
    @Test(arguments: [
        (
            "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
        ),
        ("", "", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"),
    ])
    func keysAreDerivedAsInTheStandard(_ salt: String, _ info: String, _ derived: String) {
        let key = SymmetricKey([UInt8](repeating: 0x0b, count: 22))
        #expect(KeyDerivation.derive(from: key, salt: bytes(salt), info: bytes(info)).bytes == bytes(derived))
    }

    /// Test cases 13 to 16 of McGrew and Viega's "The Galois/Counter Mode of Operation".
    @Test(arguments: [
        ("", "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
        (
            "00000000000000000000000000000000", "", "cea7403d4d606b6e074ec5d3baf39d18",
            "d0d1c8a799996bf0265b98b5d48ab919"
        ),
    ])
    func sealingIsThatOfTheStandard(_ text: String, _ context: String, _ sealed: String, _ tag: String) throws {
        try check([UInt8](repeating: 0, count: 32), [UInt8](repeating: 0, count: 12), text, context, sealed, tag)
    }

    @Test func sealingWithAContextIsThatOfTheStandard() throws {
        try check(
            bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
            bytes("cafebabefacedbaddecaf888"),
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657"
                + "ba637b39",
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0a"
                + "bcc9f662",
            "76fc6ece0f4e1768cddf8853bb2d551b")
    }

    private func check(
        _ key: [UInt8], _ nonce: [UInt8], _ text: String, _ context: String, _ sealed: String, _ tag: String
    ) throws {
        let (key, context, whole) = (SymmetricKey(key), bytes(context), bytes(sealed) + bytes(tag))
        #expect(AES256GCM.seal(bytes(text), key: key, nonce: nonce, context: context) == whole)
        #expect(try AES256GCM.open(whole, key: key, nonce: nonce, context: context) == bytes(text))
        for index in whole.indices {
            var other = whole
            other[index] ^= 0x80
            #expect(throws: AES256GCM.Forged.self) {
                try AES256GCM.open(other, key: key, nonce: nonce, context: context)
            }
        }
        #expect(throws: AES256GCM.Forged.self) {
            try AES256GCM.open(whole, key: key, nonce: nonce, context: context + [0])
        }
        #expect(throws: AES256GCM.Forged.self) {
            try AES256GCM.open(whole, key: key, nonce: nonce.map { $0 ^ 1 }, context: context)
        }
        #expect(throws: AES256GCM.Forged.self) {
            try AES256GCM.open(whole, key: SymmetricKey(), nonce: nonce, context: context)
        }
        for length in 0..<whole.count {
            #expect(throws: AES256GCM.Forged.self) {
                try AES256GCM.open(whole.prefix(length), key: key, nonce: nonce, context: context)
            }
        }
    }

    @Test func keysThatAreDrawnAreNotTheSame() {
        let keys = (0..<100).map { _ in SymmetricKey().bytes }
        #expect(Set(keys).count == 100)
        #expect(keys.allSatisfy { $0.count == 32 })
    }

    /// The bytes that hexadecimal digits spell.
}

/// The bytes that hexadecimal digits spell.
func bytes(_ digits: String) -> [UInt8] {
    let values = digits.compactMap(\.hexDigitValue)
    return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
}

/// Signatures: RFC 8032, section 7.1.
extension CryptographyTests {
    @Test(arguments: [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ])
    func signaturesAreThoseOfTheStandard(_ seed: String, _ key: String, _ message: String, _ signature: String) throws {
        let made = try #require(Ed25519.PrivateKey(seed: bytes(seed)))
        #expect(made.publicKey == bytes(key))
        #expect(made.signature(of: bytes(message)) == bytes(signature))
        #expect(Ed25519.isSignature(bytes(signature), of: bytes(message), by: bytes(key)))
    }

    @Test func whatIsNotWhatWasSignedIsRefused() throws {
        let (key, other, message) = (Ed25519.PrivateKey(), Ed25519.PrivateKey(), Array("message".utf8))
        let signature = key.signature(of: message)
        #expect(Ed25519.isSignature(signature, of: message, by: key.publicKey))
        #expect(!Ed25519.isSignature(signature, of: message, by: other.publicKey))
        #expect(!Ed25519.isSignature(signature, of: message + [0], by: key.publicKey))
        for place in signature.indices {
            var changed = signature
            changed[place] ^= 1
            #expect(!Ed25519.isSignature(changed, of: message, by: key.publicKey))
        }
        for count in [0, 31, 33, 63, 65] {
            let bytes = [UInt8](repeating: 1, count: count)
            #expect(!Ed25519.isSignature(bytes, of: message, by: key.publicKey))
            #expect(!Ed25519.isSignature(signature, of: message, by: bytes))
            #expect(Ed25519.PrivateKey(seed: bytes) == nil)
        }
        #expect(!Ed25519.isSignature(signature, of: message, by: [UInt8](repeating: 0xff, count: 32)))
    }
}
