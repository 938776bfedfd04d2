import Grading
import StrictYAML
import Units

/// `accept_score`, `reject_score` and `range`, of `testdata.yaml` or, in old packages, `problem.yaml`.
struct ScoreSettings {
    /// The score of an accepted test case; nil where the package gives none.
    private(set) var acceptScore: Score?
    /// The score of a rejected test case; nil where the package gives none.
    private(set) var rejectScore: Score?
    /// The scores that are possible; nil where the package gives none.
    private(set) var range: ScoreRange?

    init() {}

    init(_ mapping: YAMLMapping, findings: Findings) {
        acceptScore = findings.collect { () throws(Diagnostic) in try mapping["accept_score"].map(Self.score) }
        rejectScore = findings.collect { () throws(Diagnostic) in try mapping["reject_score"].map(Self.score) }
        range = findings.collect { () throws(Diagnostic) in try mapping["range"].map(Self.range) }
    }

    /// Puts what `other` says over this.
    mutating func add(_ other: ScoreSettings) {
        acceptScore = other.acceptScore ?? acceptScore
        rejectScore = other.rejectScore ?? rejectScore
        range = other.range ?? range
    }

    /// A decimal, without the loss of a floating-point number.
    static func score(_ node: YAMLNode) throws(Diagnostic) -> Score {
        // What is no number at all has its own error.
        _ = try node.double()
        guard let score = Score(parsing: try node.string()) else {
            throw node.error("must be a decimal number of at most 64 digits")
        }
        return score
    }

    private static func range(_ node: YAMLNode) throws(Diagnostic) -> ScoreRange {
        let bounds = try ProblemSettings.words(node)
        let reason = node.error("must be two numbers, the lower one first, as in \"0 100\" or \"-inf +inf\"")
        guard bounds.count == 2 else { throw reason }
        var ends: [Score?] = []
        for (bound, infinite) in zip(bounds, [["-inf"], ["inf", "+inf"]]) {
            let end = Score(parsing: bound)
            guard end != nil || infinite.contains(bound.lowercased()) else { throw reason }
            ends.append(end)
        }
        if let low = ends[0], let high = ends[1], low > high { throw reason }
        return ScoreRange(from: ends[0], to: ends[1])
    }
}
