/// How the verdicts of test cases make that of a submission, where that is to be otherwise than a package without scores has it:
/// there the first test case in order that is not accepted decides, and ends the judging.
///
/// It is written in one line: `lazy RE,SV>MLE>WA OLE=WA`. ``description`` writes that, and ``init(parsing:)`` reads it.
public struct ResultPolicy: Hashable, Sendable {
    /// Which verdicts go before which: one of an earlier set decides before one of a later set, and all of these before what is in
    /// none. Of equal ones that of the first test case in order decides.
    public var ranks: [Set<Verdict>]
    /// What verdicts count as; those that are not named stay what they are.
    public var meanings: [Verdict: Verdict]
    /// Whether test cases are left out that cannot change the verdict any more.
    public var isLazy: Bool

    /// A policy of these parts; without any the first test case that fails decides.
    public init(ranks: [Set<Verdict>] = [], meanings: [Verdict: Verdict] = [:], isLazy: Bool = true) {
        self.ranks = ranks
        self.meanings = meanings
        self.isLazy = isLazy
    }

    /// The policies that have a name.
    public static let named: [(name: String, policy: ResultPolicy)] = [
        ("first", ResultPolicy()), ("all", ResultPolicy(isLazy: false)),
        (
            "worst",
            ResultPolicy(ranks: [
                [.runTimeError, .securityViolation], [.memoryLimit], [.timeLimit, .idleLimit], [.outputLimit],
                [.wrongAnswer],
            ])
        ),
    ]

    /// The verdicts that failing test cases can have, and that a policy can name.
    public static let failures: Set<Verdict> = [
        .partial, .wrongAnswer, .timeLimit, .idleLimit, .memoryLimit, .outputLimit, .runTimeError, .securityViolation,
    ]

    /// What `verdict` counts as.
    public func meaning(of verdict: Verdict) -> Verdict { meanings[verdict] ?? verdict }

    /// Which of `verdicts`, without judge errors, decides; nil: none, as all are accepted.
    func deciding(_ verdicts: [Verdict]) -> Int? {
        verdicts.indices.filter { verdicts[$0] != .accepted }.min { rank(of: verdicts[$0]) < rank(of: verdicts[$1]) }
    }

    /// Whether nothing that comes after `verdict` can decide.
    func stops(after verdict: Verdict) -> Bool {
        isLazy && verdict != .accepted && (verdict == .judgeError || rank(of: verdict) == 0)
    }

    private func rank(of verdict: Verdict) -> Int { ranks.firstIndex { $0.contains(verdict) } ?? ranks.count }
}

extension ResultPolicy: CustomStringConvertible {
    /// The policy in one line. The same policy is always written in the same way.
    public var description: String {
        let sets = ranks.map { set in Verdict.allCases.filter(set.contains).map(\.rawValue).joined(separator: ",") }
        let pairs = Verdict.allCases.compactMap { verdict in
            meanings[verdict].map { "\(verdict.rawValue)=\($0.rawValue)" }
        }
        return ([isLazy ? "lazy" : "all"] + [sets.joined(separator: ">")].filter { !$0.isEmpty } + pairs)
            .joined(separator: " ")
    }

    /// Reads what ``description`` writes; nil if `text` is something else, or names a verdict twice or one that no failing test case
    /// has.
    public init?(parsing text: String) {
        self.init()
        guard text.utf8.count <= 256 else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard let first = words.first, ["lazy", "all"].contains(first) else { return nil }
        isLazy = first == "lazy"
        for (index, word) in words.dropFirst().enumerated() {
            let sides = word.split(separator: "=", omittingEmptySubsequences: false)
            if index == 0, sides.count == 1 {
                for part in word.split(separator: ">", omittingEmptySubsequences: false) {
                    let names = part.split(separator: ",", omittingEmptySubsequences: false)
                    ranks.append(Set(names.compactMap { Verdict(rawValue: String($0)) }))
                    guard ranks[ranks.count - 1].count == names.count else { return nil }
                }
            } else {
                guard sides.count == 2, let from = Verdict(rawValue: String(sides[0])),
                    let to = Verdict(rawValue: String(sides[1])), meanings.updateValue(to, forKey: from) == nil
                else { return nil }
            }
        }
        guard isSound else { return nil }
    }

    /// Whether all verdicts in it are of failing test cases, but for those that others count as, and none has two ranks.
    public var isSound: Bool {
        let ranked = ranks.flatMap { Array($0) }
        return ranked.count == Set(ranked).count && !ranks.contains([]) && Self.failures.isSuperset(of: ranked)
            && Self.failures.isSuperset(of: meanings.keys)
            && meanings.values.allSatisfy { $0 == .accepted || Self.failures.contains($0) }
    }
}
