/// How a submission's result is made of its test cases' results: groups of test cases and of groups, each with its rule.
///
/// Every tree is sound: the first group is the whole, every other one is a member of one group before it, and a group
/// requires only groups that are judged before it, in the same group or in one around that.
public struct GroupTree: Hashable, Sendable {
    /// The groups, outer ones before inner ones; the first is the whole.
    public let groups: [TestGroup]

    /// A tree of these groups.
    /// - Throws: ``GradingError`` that says what is not sound.
    public init(_ groups: [TestGroup]) throws(GradingError) {
        self.groups = groups
        try check()
    }

    /// A problem without scores and groups: the first of `tests` test cases that fails decides, and ends the judging.
    public init(tests: Int) {
        groups = [TestGroup(name: "", members: [.tests(0..<max(0, tests))])]
    }

    /// Whether the first test case in order that fails decides, and ends the judging, as if there were no groups.
    public var isFirstFailureDeciding: Bool {
        groups.allSatisfy { group in
            let rule = group.rule
            return rule.aggregate == .none && rule.stop == .afterRejection && !rule.verdict.isAnyEnough
                && !rule.isOnlyLastCounted && group.requires.isEmpty && rule.verdict.choice != .none
        }
    }

    /// Whether submissions get a score.
    public var isScoring: Bool { groups[0].rule.aggregate != .none }

    /// Whether a group is graded by a program of the package.
    public var hasProgram: Bool { groups.indices.contains(where: isGradedByProgram) }

    /// Whether the group with this index is graded by a program of the package; not if there is no such group.
    public func isGradedByProgram(_ group: Int) -> Bool {
        guard groups.indices.contains(group), case .program = groups[group].rule.aggregate else { return false }
        return true
    }

    /// The groups, by index, whose scores add up to the whole's: the innermost of which that is so. None, if the whole's follows
    /// from its members in another way.
    public var parts: Set<Int> {
        var (parts, open): (Set<Int>, [Int]) = ([], [0])
        while let index = open.popLast() {
            if let inner = summed(in: groups[index]) {
                open += inner
            } else if index > 0 {
                parts.insert(index)
            }
        }
        return parts
    }

    /// The groups that a group's score is the sum of; nil if it is not.
    private func summed(in group: TestGroup) -> [Int]? {
        guard group.rule.aggregate == .sum, group.rule.factor == .one else { return nil }
        var inner: [Int] = []
        for member in group.rule.isOnlyLastCounted ? group.members.suffix(1) : group.members[...] {
            switch member {
            case .group(let index): inner.append(index)
            case .tests(let range, _): guard range.isEmpty else { return nil }
            }
        }
        return inner.isEmpty ? nil : inner
    }

    /// What a test case adds to the first group that it is in; nil if it is in none.
    public func points(of test: Int) -> TestPoints? {
        for case .tests(let range, let points) in groups.lazy.flatMap(\.members) where range.contains(test) {
            return points
        }
        return nil
    }

    /// How many test cases there are: one more than the greatest index.
    public var testCount: Int {
        groups.flatMap(\.members).map { member in
            if case .tests(let range, _) = member { range.upperBound } else { 0 }
        }.max() ?? 0
    }

    private func check() throws(GradingError) {
        guard !groups.isEmpty else { throw GradingError("there is no group") }
        // Where each group stands: its parent, and its place there.
        var places: [Int: (parent: Int, position: Int)] = [:]
        for (index, group) in groups.enumerated() {
            func refuse(_ reason: String) -> GradingError { GradingError("the group \"\(group.name)\" \(reason)") }
            guard index == 0 || places[index] != nil else { throw refuse("is no member of a group before it") }
            for (position, member) in group.members.enumerated() {
                switch member {
                case .tests(let range, _):
                    guard range.lowerBound >= 0 else { throw refuse("has a test case before the first") }
                case .group(let inner):
                    guard groups.indices.contains(inner), inner > index, places[inner] == nil else {
                        throw refuse("has a member that does not come after it, or is one of another group")
                    }
                    places[inner] = (index, position)
                }
            }
            for required in group.requires where !isJudged(required, before: index, places) {
                throw refuse("requires one that is not judged before it")
            }
        }
    }

    /// Whether `other` comes before `group`, or before one of the groups around it, in the same group as that.
    private func isJudged(_ other: Int, before group: Int, _ places: [Int: (parent: Int, position: Int)]) -> Bool {
        guard let place = places[other] else { return false }
        var current = group
        while let own = places[current] {
            if own.parent == place.parent, own.position > place.position { return true }
            current = own.parent
        }
        return false
    }
}

/// Why a tree of groups is none. The message is a sentence for whoever made the package.
public struct GradingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    /// An error that says `description`.
    public init(_ description: String) {
        self.description = description
    }
}

/// Test cases, and groups of them, whose results make one result together.
public struct TestGroup: Hashable, Sendable {
    /// What a group is made of.
    public enum Member: Hashable, Sendable {
        /// Test cases by their indices, each with the same points.
        case tests(Range<Int>, points: TestPoints = TestPoints())
        /// The group with this index in the tree.
        case group(Int)
    }

    /// The group's name, `secret/1`; empty for the whole.
    public var name: String
    /// What it is made of, in the order of judging.
    public var members: [Member]
    /// How its result follows.
    public var rule: GroupRule
    /// The groups, by index, that have to be accepted. If one is not, this one is skipped and gets nothing.
    public var requires: [Int]
    /// What contestants are told of it.
    public var feedback: Feedback

    /// A group.
    public init(
        name: String, members: [Member] = [], rule: GroupRule = GroupRule(), requires: [Int] = [],
        feedback: Feedback = .complete
    ) {
        self.name = name
        self.members = members
        self.rule = rule
        self.requires = requires
        self.feedback = feedback
    }
}

/// What a test case adds to its group if its checker gives it no points of its own.
public struct TestPoints: Hashable, Sendable {
    /// If it is accepted. A checker that gives a part gives a part of this.
    public var accepted: Score
    /// If it is not.
    public var rejected: Score

    /// These points; 1 and 0 where none are given.
    public init(accepted: Score = .one, rejected: Score = .zero) {
        self.accepted = accepted
        self.rejected = rejected
    }
}

/// What contestants are told of a group's test cases.
public enum Feedback: String, Hashable, Sendable, CaseIterable {
    /// Nothing.
    case none
    /// The group's score and verdict.
    case points
    /// That, and the first test case that is not accepted.
    case icpc
    /// All.
    case complete
}

/// How a group's result follows from its members' results, and how much of the group is judged for it.
public struct GroupRule: Hashable, Sendable {
    /// How the score follows.
    public enum Aggregate: Hashable, Sendable {
        /// There is no score.
        case none
        case sum, minimum, maximum, average, product
        /// 1 if all members are accepted, else 0.
        case allOrNothing
        /// 1 if all members' scores are above 0 and at most this, else 0.
        case threshold(Score)
        /// The package's own grader says verdict and score; it is called with these arguments.
        case program(arguments: [String])
    }

    /// After which members the rest of the group is not judged, and does not count.
    public enum Stop: Hashable, Sendable {
        /// After none.
        case never
        /// After the first that is not accepted.
        case afterRejection
        /// After the first with one of these verdicts.
        case after(Set<Verdict>)
    }

    /// What becomes of a score that is out of the group's range.
    public enum OutOfRange: String, Hashable, Sendable, CaseIterable {
        /// It stands, and the package's author is warned.
        case warning
        /// The package is at fault: ``Verdict/judgeError``.
        case judgeError
        /// It becomes the nearest one that is possible.
        case limit
    }

    /// How the verdict follows.
    public var verdict: VerdictRule
    /// How the score follows.
    public var aggregate: Aggregate
    /// What the aggregate is multiplied by.
    public var factor: Score
    /// The scores that are possible.
    public var range: ScoreRange
    /// What becomes of others.
    public var outOfRange: OutOfRange
    /// When the rest is not judged.
    public var stop: Stop
    /// Whether only the last member that was judged counts (`ignore_sample` of the legacy format's default grader).
    public var isOnlyLastCounted: Bool

    /// A rule; without arguments that of problems without scores.
    public init(
        verdict: VerdictRule = .first, aggregate: Aggregate = .none, factor: Score = .one,
        range: ScoreRange = ScoreRange(), outOfRange: OutOfRange = .warning, stop: Stop = .afterRejection,
        isOnlyLastCounted: Bool = false
    ) {
        self.verdict = verdict
        self.aggregate = aggregate
        self.factor = factor
        self.range = range
        self.outOfRange = outOfRange
        self.stop = stop
        self.isOnlyLastCounted = isOnlyLastCounted
    }

    func stops(after verdict: Verdict) -> Bool {
        switch stop {
        case .never: false
        case .afterRejection: verdict != .accepted
        case .after(let verdicts): verdicts.contains(verdict)
        }
    }
}
