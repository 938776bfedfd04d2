/// Divides so much of something between those who want it. Pure.
///
/// Nobody may hold more than what is left over after that: one alone gets half of all, of two each a third, of ten each an
/// eleventh. So something is left for who comes next, however much the others hold, and who holds nothing gets a first
/// piece as long as there is one.
public struct Shares<Key: Hashable & Sendable>: Sendable {
    /// How much there is to divide.
    public let total: Int
    /// How much of it is held.
    public private(set) var used = 0
    private var held: [Key: Int] = [:]

    /// Nothing is held of `total`.
    public init(total: Int) {
        self.total = total
    }

    /// How much `key` holds.
    public subscript(key: Key) -> Int { held[key] ?? 0 }

    /// How many hold something.
    public var holders: Int { held.count }

    /// Takes `amount` for `key`.
    /// - Returns: false if that is more than its share, or than there is: then nothing was taken.
    public mutating func take(_ amount: Int = 1, for key: Key) -> Bool {
        let left = total - used - amount
        let own = self[key] + amount
        guard left >= 0, own <= left || own == amount else { return false }
        used += amount
        held[key] = own
        return true
    }

    /// Gives `amount` of what `key` holds back.
    public mutating func giveBack(_ amount: Int = 1, of key: Key) {
        let amount = min(amount, self[key])
        used -= amount
        let left = self[key] - amount
        held[key] = left == 0 ? nil : left
    }
}
