/// What a program's header says about walls that are taken away.
public enum BreachClaim: Hashable, Sendable {
    /// It gets through, and does no harm.
    case getsThrough
    /// It is held all the same, by these.
    case heldBy(Set<Wall>)
    /// Its header does not speak of these walls: what it would do is not known.
    case unknown
}

extension HostileProgram {
    /// What its header says of a host without `walls`.
    public func claim(without walls: Set<Wall>) -> BreachClaim {
        let touched = gaps.filter { !$0.isDisjoint(with: walls) }
        if touched.contains(where: { $0.isSubset(of: walls) }) { return .getsThrough }
        guard let nearest = touched.min(by: { $0.subtracting(walls).count < $1.subtracting(walls).count }) else {
            return .unknown
        }
        return .heldBy(nearest.subtracting(walls))
    }

    /// The value of a header line `without: network, ipc+seccomp`.
    static func gaps(from text: String) throws(JudgingError) -> [Set<Wall>] {
        var gaps: [Set<Wall>] = []
        for alternative in text.split(separator: ",") {
            var gap: Set<Wall> = []
            for word in alternative.split(whereSeparator: { $0 == "+" || $0 == " " }) {
                guard let wall = Wall(name: String(word)) else {
                    throw JudgingError(.badPackage, "\"\(word)\" cannot be switched off")
                }
                gap.insert(wall)
            }
            gaps.append(gap)
        }
        return gaps
    }
}
