import Cryptography
import Testing

@testable import Credentials

@Suite("One-time passwords") struct OneTimePasswordTests {
    private static let secret = SymmetricKey(Array("12345678901234567890".utf8))

    /// RFC 6238, appendix B, of whose eight digits the last six are shown.
    @Test(
        "are those of the standard",
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] as [(Int64, String)])
    func known(_ time: Int64, _ code: String) {
        let passwords = OneTimePassword(secret: Self.secret)
        #expect(passwords.code(ofStep: OneTimePassword.step(at: time)) == code)
        #expect(passwords.step(of: code, at: time, usedLast: nil) == time / 30)
    }

    /// RFC 4226, appendix D.
    @Test("of counters are those of the standard")
    func counters() {
        let passwords = OneTimePassword(secret: Self.secret)
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        for (counter, code) in codes.enumerated() { #expect(passwords.code(ofStep: Int64(counter)) == code) }
    }

    @Test("of the step before and the one behind are good, of others not")
    func clocksDiffer() {
        let passwords = OneTimePassword()
        let time: Int64 = 1_800_000_015
        let step = OneTimePassword.step(at: time)
        for difference in -4...4 as ClosedRange<Int64> {
            let code = passwords.code(ofStep: step + difference)
            let found = passwords.step(of: code, at: time, usedLast: nil)
            #expect(found == (abs(difference) <= 1 ? step + difference : nil))
        }
    }

    @Test("are good once, and none before one that was used")
    func once() {
        let passwords = OneTimePassword(secret: Self.secret)
        let time: Int64 = 1_111_111_111
        let step = OneTimePassword.step(at: time)
        let codes = (-1...1).map { passwords.code(ofStep: step + $0) }
        #expect(passwords.step(of: codes[1], at: time, usedLast: step) == nil)
        #expect(passwords.step(of: codes[0], at: time, usedLast: step) == nil)
        #expect(passwords.step(of: codes[2], at: time, usedLast: step) == step + 1)
        #expect(passwords.step(of: codes[1], at: time, usedLast: step - 1) == step)
    }

    @Test("are six digits, which may have blanks between them", arguments: ["050471", "050 471", " 050471 "])
    func typed(_ code: String) {
        let passwords = OneTimePassword(secret: Self.secret)
        #expect(passwords.step(of: code, at: 1_111_111_111, usedLast: nil) != nil)
    }

    @Test("are nothing else", arguments: ["", "0", "50471", "0050471", "05047l", "٠٥٠٤٧١", "05-0471", "050471\0"])
    func nothing(_ code: String) {
        let passwords = OneTimePassword(secret: Self.secret)
        #expect(passwords.step(of: code, at: 1_111_111_111, usedLast: nil) == nil)
    }

    @Test("are told to an app by an address in which nothing can be slipped in")
    func address() {
        let passwords = OneTimePassword(secret: Self.secret)
        #expect(
            passwords.address(account: "alice@example.org", issuer: "Judge & Co")
                == "otpauth://totp/Judge%20%26%20Co:alice%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Judge%20%26%20Co&algorithm=SHA1&digits=6&period=30")
        #expect(passwords.address(account: "a&secret=x\u{1}ä", issuer: "i").contains(":a%26secret%3Dx%01%C3%A4?"))
        #expect(OneTimePassword().bytes.count == 20 && OneTimePassword().bytes != OneTimePassword().bytes)
    }

    /// RFC 4648, section 10, in lower case and without padding.
    @Test(
        "have secrets in letters and digits",
        arguments: [
            ("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foob", "mzxw6yq"), ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ])
    func letters(_ text: String, _ digits: String) {
        #expect(Base32.text(of: Array(text.utf8)) == digits)
        #expect(Base32.bytes(of: digits) == Array(text.utf8))
    }

    @Test("have one spelling", arguments: ["m", "mz", "my======", "MY", "m1", "mzx", "mzxw6a", "ä", "mzxw6ytb\n"])
    func oneSpelling(_ digits: String) {
        #expect(Base32.bytes(of: digits) == nil)
    }
}

@Suite("Recovery codes") struct RecoveryCodeTests {
    @Test("are read as people type them, and are found by their hashes")
    func read() throws {
        let code = RecoveryCode()
        #expect(code.text.count == 29 && code.text.split(separator: "-").count == 6)
        for typed in [
            code.text, code.text.uppercased(), code.text.replacing("-", with: ""), code.text.replacing("-", with: " "),
        ] {
            #expect(try #require(RecoveryCode(typed)).hash == code.hash)
        }
        #expect(RecoveryCode().hash != code.hash && code.hash.count == 32)
    }

    @Test(
        "are nothing else",
        arguments: ["", "abcd", "abcd-efgh-ijkl-mnop-qrst-uvw1", "abcd-efgh-ijkl-mnop-qrst-uvwx-y", "١٢٣٤"])
    func nothing(_ text: String) {
        #expect(RecoveryCode(text) == nil)
    }
}
