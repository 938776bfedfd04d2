internal import Grading
internal import Units

/// How a contest counts: a pure value.
struct ContestRules: Hashable, Sendable {
    /// The ways of counting that there are.
    enum Format: String, Hashable, Sendable, CaseIterable {
        /// Solved problems, then minutes with a penalty for each rejected try.
        case icpc
        /// The best score of each problem, or of each of its groups of test cases.
        case ioi
        /// Points that fall with time and with each wrong try.
        case codeforces
        /// The best score of each problem, then the time of the last one that was improved.
        case atcoder
        /// The last try of each problem, with bonuses.
        case ecoo
        /// The best score of each problem, less a part for each day that it came too late.
        case homework
    }

    /// The way of counting.
    var format = Format.icpc
    /// Minutes that an earlier rejected try costs: with `icpc` and `atcoder`.
    var penaltyMinutes: Int64 = 20
    /// Whether a program that did not compile is a rejected try.
    var punishesCompileErrors = false
    /// Whether the best score of each group of test cases counts, of whichever try: with `ioi`.
    var takesBestGroups = false
    /// Whether of each problem the best try with a token counts, or the last one: with `ioi`.
    var takesTokened = false
    /// Points for a problem that the first try solved: with `ecoo`.
    var firstTryBonus: Int64 = 10
    /// Minutes before the end that are worth a point each: with `ecoo`; 0: none.
    var minutesPerBonus: Int64 = 5
    /// Points that each wrong try costs: with `codeforces`.
    var wrongTryPoints: Int64 = 50
    /// Points for showing that another one's program fails: with `codeforces`.
    var hackPoints: Int64 = 100
    /// Points that it costs to say so of one that is right: with `codeforces`.
    var failedHackPoints: Int64 = 50
    /// Percent of the points that each day costs that has begun since the deadline: with `homework`.
    var latePercentPerDay: Int64 = 10
    /// How many days after the deadline something may still be handed in: with `homework`.
    var lateDays: Int64 = 0

    /// The usual rules of a format.
    init(_ format: Format = .icpc) {
        self.format = format
        if format == .atcoder { penaltyMinutes = 5 }
    }

    /// Whether others' programs can be shown to fail: where one that does counts as any other that was rejected.
    var takesHacks: Bool { format == .codeforces || format == .icpc }

    /// Whether minutes count, so that judges can add some.
    var countsMinutes: Bool { format == .icpc || format == .atcoder }

    /// How long after the end something may be handed in that counts.
    var lateTime: Duration { format == .homework ? .seconds(lateDays * 86_400) : .zero }
}

/// What a problem is worth in a contest.
struct ProblemWorth: Hashable, Sendable {
    /// The points for a right program.
    var points: Score
    /// The score that the problem gives a right program, if its scores are not the contest's points.
    var scale: Score?

    /// Points from their parts.
    init(points: Score = Score(100), scale: Score? = nil) { (self.points, self.scale) = (points, scale) }

    /// The points that a score of the problem is here.
    func points(_ score: Score) -> Score {
        guard let scale, scale > .zero else { return score }
        return score * points / scale
    }

    /// The points of a judgement: without a score, all or nothing.
    func points(_ judgement: Judgement) -> Score {
        judgement.score.map { points($0) } ?? (judgement.verdict == .accepted ? points : .zero)
    }
}

/// What counts of a judgement.
struct Judgement: Hashable, Sendable {
    /// The verdict; never a judge's error, which is no judgement.
    var verdict: Verdict
    /// The score; nil if the problem has none.
    var score: Score?
    /// The scores of groups of test cases, by their names.
    var groups: [String: Score] = [:]

    /// Whether it is a rejected try by those rules.
    func isRejected(by rules: ContestRules) -> Bool {
        switch verdict {
        case .accepted, .judgeError, .skipped: false
        case .compileError: rules.punishesCompileErrors
        default: true
        }
    }

    /// That of a right program which somebody has shown to fail.
    static let hacked = Judgement(verdict: .wrongAnswer)

    /// Whether the program ran at all.
    var didRun: Bool { verdict != .compileError && verdict != .judgeError && verdict != .skipped }
}
