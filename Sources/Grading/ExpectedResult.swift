/// What a package promises of one of its submissions.
public struct ExpectedResult: Hashable, Sendable {
    /// The verdicts that the submission may get; empty: any.
    public var verdicts: Set<Verdict>
    /// The verdicts that each test case that is judged may get; empty: any.
    public var permitted: Set<Verdict>
    /// Verdicts of which at least one test case gets one; empty: none has to.
    public var required: Set<Verdict>
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
        _ verdicts: Set<Verdict> = [], permitted: Set<Verdict> = [], required: Set<Verdict> = [],
        score: ScoreRange? = nil, groups: [String: ExpectedGroup] = [:], isFullScore: Bool? = nil
    ) {
        self.verdicts = verdicts
        self.permitted = permitted
        self.required = required
        self.score = score
        self.groups = groups
        self.isFullScore = isFullScore
    }

    /// The verdicts that the submission may get, in short, in their usual order.
    public var verdictNames: [String] { Verdict.allCases.filter(verdicts.contains).map(\.rawValue) }

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
    ///   - tests: the verdicts of the test cases that were judged.
    ///   - groups: the results of the groups, by name.
    public func broken(
        by verdict: Verdict, score: Score?, tests: [Verdict], groups: [String: GroupGrade]
    ) -> [String] {
        var broken: [String] = []
        if !verdict.isAmong(verdicts) {
            broken.append("\(verdict.rawValue) instead of \(Self.list(verdicts))")
        }
        if let other = tests.first(where: { !$0.isAmong(permitted) }) {
            broken.append("a test case with \(other.rawValue), where only \(Self.list(permitted)) is permitted")
        }
        if !required.isEmpty, !tests.contains(where: { $0.isAmong(required) }) {
            broken.append("no test case with \(Self.list(required))")
        }
        broken += Self.broken(self.score, by: score, of: "the submission")
        for (name, promise) in self.groups.sorted(by: { $0.key < $1.key }) {
            guard let grade = groups[name] else {
                broken.append("there is no group \(name)")
                continue
            }
            if !grade.verdict.isAmong(promise.verdicts) {
                broken.append(
                    "\(grade.verdict.rawValue) on the group \(name) instead of \(Self.list(promise.verdicts))")
            }
            broken += Self.broken(promise.score, by: grade.score, of: "the group \(name)")
        }
        return broken
    }

    private static func broken(_ range: ScoreRange?, by score: Score?, of what: String) -> [String] {
        guard let range, !range.contains(score ?? .zero) else { return [] }
        return ["\(what) got \((score ?? .zero).text()) points instead of \(range)"]
    }

    private static func list(_ verdicts: Set<Verdict>) -> String {
        verdicts.map(\.rawValue).sorted().joined(separator: " or ")
    }
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

    fileprivate func isAmong(_ promised: Set<Verdict>) -> Bool {
        promised.isEmpty || promised.contains { counts(as: $0) }
    }
}
