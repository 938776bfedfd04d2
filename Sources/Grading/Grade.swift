/// What was found on one test case, as far as grading needs it.
public struct TestOutcome: Hashable, Sendable {
    /// What a checker gives to a test case.
    public enum Points: Hashable, Sendable {
        /// So many points.
        case score(Score)
        /// Such a part, from 0 to 1, of the points that the test case has.
        case part(Score)
    }

    /// The verdict.
    public var verdict: Verdict
    /// What the checker gives; nil if it gives nothing of its own.
    public var points: Points?

    /// An outcome.
    public init(_ verdict: Verdict, points: Points? = nil) {
        self.verdict = verdict
        self.points = points
    }

    /// What it adds to a group in which the test case has `points`.
    public func score(of given: TestPoints) -> Score {
        switch points {
        case .score(let score): score
        case .part(let part): part * given.accepted
        case nil: verdict == .accepted ? given.accepted : given.rejected
        }
    }
}

/// What came of a group.
public struct GroupGrade: Hashable, Sendable {
    /// The verdict; ``Verdict/skipped`` for a group that was not judged to its end.
    public var verdict: Verdict
    /// The score; nil if the problem has none, or the judge failed.
    public var score: Score?
    /// The test case that gave the verdict; nil if there is none.
    public var decidingTest: Int?
    /// Why the package is at fault, or what its author should know; nil if nothing is.
    public var remark: String?

    /// A group's result.
    public init(_ verdict: Verdict, score: Score? = nil, decidingTest: Int? = nil, remark: String? = nil) {
        self.verdict = verdict
        self.score = score
        self.decidingTest = decidingTest
        self.remark = remark
    }
}

/// What came of a submission.
public struct Grade: Hashable, Sendable {
    /// The result of each group of the tree, by index; the first is that of the whole.
    public var groups: [GroupGrade]

    /// The verdict of the whole.
    public var verdict: Verdict { groups[0].verdict }
    /// The score of the whole; nil if the problem has none.
    public var score: Score? { groups[0].score }
    /// The test case that gave the verdict; nil if all that counted passed.
    public var decidingTest: Int? { groups[0].decidingTest }

    /// The results of the groups that are told of, by name, without the whole; none where the first test case that fails
    /// decides.
    public func named(in tree: GroupTree) -> [(name: String, grade: GroupGrade)] {
        guard !tree.isFirstFailureDeciding else { return [] }
        return zip(tree.groups, groups).dropFirst().map { ($0.name, $1) }
    }
}

/// A question to the package's own grader.
public struct GraderQuestion: Hashable, Sendable {
    /// The group, by index.
    public var group: Int
    /// What the program is called with.
    public var arguments: [String]
    /// The results of the group's members that count, in order.
    public var results: [GroupGrade]

    /// A question.
    public init(group: Int, arguments: [String], results: [GroupGrade]) {
        self.group = group
        self.arguments = arguments
        self.results = results
    }
}
