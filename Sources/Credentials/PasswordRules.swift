/// Which passwords may be chosen: those that are long enough, and that nobody would guess first. What characters they are made
/// of does not matter (OWASP ASVS 5, 6.2).
package enum PasswordRules {
    /// How many characters (Unicode scalars) a password has at least, and at most.
    package static let length = 8...256

    /// Why a password may not be chosen.
    package enum Refusal: Error, Hashable, Sendable {
        /// It has too few characters.
        case tooShort
        /// It has too many.
        case tooLong
        /// It is one of those that are tried first.
        case common
        /// It is little more than the person's own name or address.
        case personal
    }

    /// Why somebody may not choose `password`; nil if nothing is wrong with it.
    /// - Parameters:
    ///   - password: as it was typed.
    ///   - words: the person's own names and addresses.
    package static func refusal(of password: String, personal words: [String]) -> Refusal? {
        let count = password.unicodeScalars.count
        guard count >= length.lowerBound else { return .tooShort }
        guard count <= length.upperBound else { return .tooLong }
        let plain = password.lowercased()
        guard !CommonPasswords.contains(plain), !isRepetition(plain) else { return .common }
        let isPersonal = words.flatMap { parts(of: $0.lowercased()) }.contains { isLittleMore(plain, than: $0) }
        return isPersonal ? .personal : nil
    }

    /// What of a name or address is a word by itself: all of it, and in front of its `@` and behind it.
    private static func parts(of word: String) -> [String] {
        let parts = [word] + word.split(separator: "@").map(String.init)
        return parts.filter { $0.unicodeScalars.count >= 3 }
    }

    /// Whether what is left of `password` without `word` would be too short to be a password.
    private static func isLittleMore(_ password: String, than word: String) -> Bool {
        guard let place = password.firstRange(of: word) else { return false }
        return password.unicodeScalars.count - password[place].unicodeScalars.count < length.lowerBound
    }

    /// Whether it is one character, again and again.
    private static func isRepetition(_ password: String) -> Bool {
        Set(password.unicodeScalars).count == 1
    }
}

extension PasswordRules.Refusal: CustomStringConvertible {
    /// What is wrong with it, and what to do.
    package var description: String {
        switch self {
        case .tooShort: "the password has fewer than \(PasswordRules.length.lowerBound) characters; choose a longer one"
        case .tooLong: "the password has more than \(PasswordRules.length.upperBound) characters; choose a shorter one"
        case .common: "this password is one of those that are tried first; choose another one"
        case .personal: "the password is little more than your own name or address; choose another one"
        }
    }
}
