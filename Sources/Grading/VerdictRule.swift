/// How the verdict of a group follows from those of its members.
///
/// A member that is ``Verdict/judgeError`` stands above every rule: the group is one, too.
public struct VerdictRule: Hashable, Sendable {
    /// Which member that is not accepted gives its verdict.
    public enum Choice: Hashable, Sendable {
        /// The first in order.
        case first
        /// The first in order of those whose verdict stands foremost in this list; what is not in it comes last.
        case worst([Verdict])
        /// None: the group is accepted.
        case none
        /// None if the group has that score: it is accepted. With less, but more than nothing, it is
        /// ``Verdict/partial``; with nothing the first in order gives its verdict.
        case byScore(full: Score)
        /// The first in order, but the group is ``Verdict/partial`` if it has points nevertheless.
        case firstWithoutPoints
    }

    /// Which member gives the verdict.
    public var choice: Choice
    /// Whether one accepted member is enough.
    public var isAnyEnough: Bool

    /// A rule.
    public init(_ choice: Choice, isAnyEnough: Bool = false) {
        self.choice = choice
        self.isAnyEnough = isAnyEnough
    }

    /// The verdict of the first member in order that is not accepted.
    public static let first = VerdictRule(.first)

    /// Where the member stands among `verdicts`, without judge errors, that gives its verdict; nil if none does, and the
    /// group is accepted or, by score, partial.
    func deciding(_ verdicts: [Verdict]) -> Int? {
        if isAnyEnough, verdicts.contains(.accepted) { return nil }
        let failing = verdicts.indices.filter { verdicts[$0] != .accepted }
        switch choice {
        case .first, .byScore, .firstWithoutPoints: return failing.first
        case .none: return nil
        case .worst(let order):
            return failing.min { rank(verdicts[$0], order) < rank(verdicts[$1], order) }
        }
    }

    private func rank(_ verdict: Verdict, _ order: [Verdict]) -> Int {
        order.firstIndex(of: verdict) ?? order.count
    }
}
