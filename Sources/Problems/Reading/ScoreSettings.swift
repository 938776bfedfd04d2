import StrictYAML

/// `accept_score`, `reject_score` and `range`, of `testdata.yaml` or, in old packages, `problem.yaml`.
struct ScoreSettings {
    private var acceptScore: Double?
    private var rejectScore: Double?
    private var range: ClosedRange<Double>?

    init() {}

    init(_ mapping: YAMLMapping, findings: Findings) {
        acceptScore = findings.collect { () throws(YAMLError) in try mapping["accept_score"]?.double() }
        rejectScore = findings.collect { () throws(YAMLError) in try mapping["reject_score"]?.double() }
        range = findings.collect { () throws(YAMLError) in try mapping["range"].map(Self.range) }
    }

    func override(_ group: inout TestGroup) {
        if let acceptScore { group.acceptScore = acceptScore }
        if let rejectScore { group.rejectScore = rejectScore }
        if let range { group.range = range }
    }

    private static func range(_ node: YAMLNode) throws(YAMLError) -> ClosedRange<Double> {
        let bounds = try ProblemSettings.words(node).map(bound)
        guard bounds.count == 2, let low = bounds[0], let high = bounds[1], low <= high else {
            throw node.error("must be two numbers, the lower one first, as in \"0 100\" or \"-inf +inf\"")
        }
        return low...high
    }

    private static func bound(_ text: String) -> Double? {
        guard text.allSatisfy({ $0.isNumber || "+-.eEinf".contains($0) }) else { return nil }
        return Double(text)
    }
}
