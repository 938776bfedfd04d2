private import CArgon2
internal import Cryptography
internal import Units

/// The hash's work itself: it takes tens of milliseconds and the memory that it is told to take.
enum Argon2id {
    static let saltSize = 16
    static let hashSize = 32

    /// The hash of a password with a salt, in the form that is stored.
    static func hash(_ password: [UInt8], salt: [UInt8], cost: PasswordCost) throws(PasswordHasher.Failure) -> String {
        let size = argon2_encodedlen(
            cost.passes, cost.memory, cost.lanes, UInt32(salt.count), UInt32(hashSize), Argon2_id)
        var text = [CChar](repeating: 0, count: size)
        let result = unsafe argon2id_hash_encoded(
            cost.passes, cost.memory, cost.lanes, password, password.count, salt, salt.count, hashSize, &text, size)
        guard result == ARGON2_OK.rawValue else { throw failure("hash a password", result) }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether `stored` is the hash of this password.
    static func isHash(_ stored: String, of password: [UInt8]) throws(PasswordHasher.Failure) -> Bool {
        let result = unsafe argon2id_verify(stored, password, password.count)
        switch result {
        case ARGON2_OK.rawValue: return true
        case ARGON2_VERIFY_MISMATCH.rawValue: return false
        default: throw failure("check a password", result)
        }
    }

    /// What looks like a stored hash and is that of no password that anybody could find.
    static func nobodys(cost: PasswordCost) -> String {
        let cost = "m=\(cost.memory),t=\(cost.passes),p=\(cost.lanes)"
        return "$argon2id$v=19$\(cost)$\(base64(randomBytes(saltSize)))$\(base64(randomBytes(hashSize)))"
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let plain: [Character: Character] = ["-": "+", "_": "/"]
        return String(Base64URL.text(of: bytes).map { plain[$0] ?? $0 })
    }

    private static func failure(_ stage: String, _ result: Int32) -> PasswordHasher.Failure {
        let reason = unsafe String(cString: argon2_error_message(result))
        return PasswordHasher.Failure(
            stage: stage, reason: reason.lowercased(),
            advice: result == ARGON2_MEMORY_ALLOCATION_ERROR.rawValue
                ? "give the program more memory" : "see that what is stored is whole")
    }
}
