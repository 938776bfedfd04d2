package import Cryptography

/// Codes of six digits that an app on a person's telephone shows, each for 30 seconds (TOTP, RFC 6238, with SHA-1, which is
/// what all apps can do).
package struct OneTimePassword: Sendable {
    /// How long a code is shown, in seconds.
    package static let period: Int64 = 30
    /// How many bytes a new secret has: as many as the hash (RFC 4226, section 4).
    static let secretSize = 20

    private let secret: SymmetricKey

    /// The codes of a secret that is known already.
    package init(secret: SymmetricKey) {
        self.secret = secret
    }

    /// The codes of a new secret.
    package init() {
        secret = SymmetricKey(randomBytes(Self.secretSize))
    }

    /// What is to be stored, sealed.
    package var bytes: [UInt8] { secret.bytes }

    /// Which step of 30 seconds a time belongs to.
    /// - Parameter time: seconds since 1970 (UTC).
    package static func step(at time: Int64) -> Int64 { time / period }

    /// The code of a step.
    package func code(ofStep step: Int64) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let hash = MessageCode.sha1(of: counter, key: secret)
        let offset = Int(hash[hash.count - 1] & 15)
        let number = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step whose code this is, of the one at `time`, the one before and the one behind, where clocks differ.
    ///
    /// Each step is good for one use: whoever read a code over somebody's shoulder comes too late with it.
    /// - Parameters:
    ///   - code: six digits, as typed; blanks do not matter.
    ///   - time: seconds since 1970 (UTC).
    ///   - last: the step that was used last; nil: none was.
    /// - Returns: the step, which is to be remembered as used; nil if the code is wrong, or its step not behind `last`.
    package func step(of code: String, at time: Int64, usedLast last: Int64?) -> Int64? {
        let typed = Array(code.utf8.filter { $0 != UInt8(ascii: " ") })
        let now = Self.step(at: time)
        var found: Int64?
        for step in now - 1...now + 1 {
            // All are compared, so that the time says nothing.
            let isCode = areEqual(typed, Array(self.code(ofStep: step).utf8))
            if isCode, found == nil, last.map({ step > $0 }) ?? true { found = step }
        }
        return found
    }

    /// The address that an app reads, mostly from a picture (QR code).
    /// - Parameters:
    ///   - account: whose codes they are: `alice@example.org`.
    ///   - issuer: where they are good for something: `Verdict`.
    package func address(account: String, issuer: String) -> String {
        let (account, issuer) = (Self.escaped(account), Self.escaped(issuer))
        let secret = Base32.text(of: secret.bytes).uppercased()
        return "otpauth://totp/\(issuer):\(account)?secret=\(secret)&issuer=\(issuer)&algorithm=SHA1&digits=6&period=30"
    }

    /// A text in which all but the unreserved characters of RFC 3986 are escaped.
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(decoding: [byte], as: UTF8.self)
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
