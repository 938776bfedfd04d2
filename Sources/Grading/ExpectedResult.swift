/// What a package promises of one of its submissions.
public struct ExpectedResult: Hashable, Sendable {
    /// The verdicts that the submission may get; empty: any.
    public var verdicts: Set<Verdict>
    /// What is promised of test cases.
    public var tests: [ExpectedTests]
    /// The scores that it may get; nil: any.
    public var score: ScoreRange?
    /// What is promised of groups, by name.
    public var groups: [String: ExpectedGroup]
    /// Whether it is meant to get the best score that there is; nil if nothing is said of that. What is otherwise is worth a
    /// warning, and breaks no promise.
    public var isFullScore: Bool?

    /// What is promised of one group.
    public struct ExpectedGroup: Hashable, Sendable {
        /// The verdicts that the group may get; empty: any.
        public var verdicts: Set<Verdict>
        /// The scores that it may get; nil: any.
        public var score: ScoreRange?

        /// A promise.
        public init(verdicts: Set<Verdict> = [], score: ScoreRange? = nil) {
            self.verdicts = verdicts
            self.score = score
        }
    }

    /// A promise; without arguments nothing is promised.
    public init(
        _ verdicts: Set<Verdict> = [], tests: [ExpectedTests] = [], score: ScoreRange? = nil,
        groups: [String: ExpectedGroup] = [:], isFullScore: Bool? = nil
    ) {
        self.verdicts = verdicts
        self.tests = tests
        self.score = score
        self.groups = groups
        self.isFullScore = isFullScore
    }

    /// The verdicts that the submission may get, in short, in their usual order.
    public var verdictNames: [String] { Verdict.allCases.filter(verdicts.contains).map(\.rawValue) }

    /// Whether the submission's times are to find a time limit: it is to be fast enough, or too slow, on some test cases.
    public func isTimeBound(_ bound: TimeBound) -> Bool { tests.contains { $0.timeBound == bound } }

    /// Whether all test cases have to be judged to say whether the promise is kept: something is said of some of them.
    public var needsAllTests: Bool { tests.contains { $0.pattern != nil } }

    /// Whether nothing is promised.
    public var isEmpty: Bool {
        var promise = self
        promise.isFullScore = nil
        return promise == ExpectedResult()
    }

    /// What of a result is not as promised, each in words; empty if all is.
    /// - Parameters:
    ///   - verdict: the submission's.
    ///   - score: the submission's; nil if it has none.
    ///   - tests: the results of the test cases that were judged.
    ///   - groups: the results of the groups, by name.
    public func broken(
        by verdict: Verdict, score: Score?, tests: [JudgedTest], groups: [String: GroupGrade]
    ) -> [String] {
        var broken: [String] = []
        let isOther = !verdict.isAmong(verdicts)
        if isOther { broken.append("\(verdict.rawValue) instead of \(verdicts.names)") }
        // What all test cases promise together is said with the verdict.
        for promise in self.tests where promise.pattern != nil || !isOther { broken += promise.broken(by: tests) }
        broken += Self.broken(self.score, by: score, of: "the submission")
        for (name, promise) in self.groups.sorted(by: { $0.key < $1.key }) {
            guard let grade = groups[name] else {
                broken.append("there is no group \(name)")
                continue
            }
            if !grade.verdict.isAmong(promise.verdicts) {
                broken.append(
                    "\(grade.verdict.rawValue) on the group \(name) instead of \(promise.verdicts.names)")
            }
            broken += Self.broken(promise.score, by: grade.score, of: "the group \(name)")
        }
        return broken
    }

    private static func broken(_ range: ScoreRange?, by score: Score?, of what: String) -> [String] {
        guard let range, !range.contains(score ?? .zero) else { return [] }
        return ["\(what) got \((score ?? .zero).text()) points instead of \(range)"]
    }
}

extension Set<Verdict> {
    /// `AC or WA`.
    var names: String { map(\.rawValue).sorted().joined(separator: " or ") }
}

extension Verdict {
    /// Whether this verdict keeps the promise of `promised`. Package formats know fewer verdicts than Verdict does:
    /// idleness is their time limit; memory, security and output are their run-time error.
    public func counts(as promised: Verdict) -> Bool {
        switch (self, promised) {
        case (.idleLimit, .timeLimit): true
        case (.memoryLimit, .runTimeError), (.securityViolation, .runTimeError), (.outputLimit, .runTimeError): true
        default: self == promised
        }
    }

    /// Whether this verdict keeps the promise of one of `promised`; each does where none is named.
    public func isAmong(_ promised: Set<Verdict>) -> Bool {
        promised.isEmpty || promised.contains { counts(as: $0) }
    }
}
