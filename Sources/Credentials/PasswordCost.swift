/// How much work it is to hash a password with Argon2id.
package struct PasswordCost: Hashable, Sendable {
    /// Memory in KiB.
    package var memory: UInt32
    /// How often all of the memory is gone over.
    package var passes: UInt32
    /// How many parts of the memory are filled beside each other.
    package var lanes: UInt32

    /// What OWASP recommends: 19 MiB, two passes, one lane.
    package static let usual = PasswordCost(memory: 19_456, passes: 2, lanes: 1)
    /// The most that a stored hash may ask for: one that asks for more is damaged, or an attack.
    static let most = PasswordCost(memory: 1 << 20, passes: 64, lanes: 16)

    /// A cost of these parts.
    /// - Parameters:
    ///   - memory: in KiB.
    ///   - passes: how often all of it is gone over.
    ///   - lanes: how many parts of it are filled beside each other.
    package init(memory: UInt32, passes: UInt32, lanes: UInt32) {
        (self.memory, self.passes, self.lanes) = (memory, passes, lanes)
    }

    /// The cost of a stored hash: `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`; nil if it is none of version 19, or asks for
    /// more than any that is made here.
    package init?(ofStored text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard text.utf8.count <= 512, parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19"
        else { return nil }
        let fields = parts[3].split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 3, let memory = Self.number(fields[0], "m="), let passes = Self.number(fields[1], "t="),
            let lanes = Self.number(fields[2], "p=")
        else { return nil }
        self.init(memory: memory, passes: passes, lanes: lanes)
        guard !isLess(than: Self(memory: 8, passes: 1, lanes: 1)), !Self.most.isLess(than: self) else { return nil }
    }

    private static func number(_ field: Substring, _ name: String) -> UInt32? {
        let digits = field.dropFirst(name.count)
        guard field.hasPrefix(name), !digits.isEmpty, digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return UInt32(digits)
    }

    /// Whether anything of it is less than of `other`.
    package func isLess(than other: Self) -> Bool {
        memory < other.memory || passes < other.passes || lanes < other.lanes
    }
}
