import Grading
import StrictYAML
import Units

/// What `submissions.yaml` says of the submissions that a pattern matches.
struct SubmissionPromise {
    /// What is said of all test cases, or of some.
    struct Part {
        /// Whether a submission's times are used to find the time limit.
        enum Use {
            /// If the verdicts that are promised say so.
            case automatic
            case never
            case lower, upper
        }

        private static let all: Set<Verdict> = [.accepted, .wrongAnswer, .timeLimit, .runTimeError]
        private static let verdicts: [String: Verdict] = [
            "AC": .accepted, "WA": .wrongAnswer, "TLE": .timeLimit, "RTE": .runTimeError,
        ]
        static let keys = ["permitted", "required", "score", "message", "use_for_time_limit"]

        var permitted = all
        var required = all
        var score: ScoreRange?
        var message = ""
        var use = Use.automatic

        init(permitted: Set<Verdict>? = nil, required: Set<Verdict>? = nil) {
            self.permitted = permitted ?? Self.all
            self.required = required ?? Self.all
        }

        /// Puts what is given over what is there.
        mutating func apply(_ mapping: YAMLMapping, isScoring: Bool, _ findings: Findings) {
            func verdicts(_ key: String) -> Set<Verdict>? {
                findings.collect { () throws(Diagnostic) in
                    try mapping[key].map { node throws(Diagnostic) in try Self.verdicts(node) }
                }
            }
            permitted = verdicts("permitted") ?? permitted
            required = verdicts("required") ?? required
            message = findings.collect { () throws(Diagnostic) in try mapping["message"]?.string() } ?? message
            score = findings.collect { () throws(Diagnostic) in try mapping["score"].map(Self.score) } ?? score
            use = findings.collect { () throws(Diagnostic) in try mapping["use_for_time_limit"].map(Self.use) } ?? use
            if score != nil, !isScoring {
                let message = "\"score\" counts only in a problem with \"type: scoring\"; remove it"
                findings.error(mapping.node.file, line: mapping.line(of: "score"), message)
                score = nil
            }
            if permitted.isDisjoint(with: required) {
                let message = "no verdict is both permitted and required, so none is; correct one of the lists"
                findings.error(
                    mapping.node.file, line: mapping.line(of: "required") ?? mapping.line(of: "permitted"), message)
                required = Self.all
            }
            if use == .upper, !permitted.contains(.timeLimit) {
                let message = "\"use_for_time_limit: upper\" needs TLE among the permitted verdicts"
                findings.error(mapping.node.file, line: mapping.line(of: "use_for_time_limit"), message)
                use = .automatic
            }
        }

        private static func verdicts(_ node: YAMLNode) throws(Diagnostic) -> Set<Verdict> {
            var found: Set<Verdict> = []
            for name in try node.strings() {
                guard let verdict = verdicts[name] else {
                    throw node.error("may have AC, WA, TLE and RTE, not \"\(name)\"")
                }
                found.insert(verdict)
            }
            guard !found.isEmpty else { throw node.error("must name a verdict at least") }
            return found
        }

        private static func score(_ node: YAMLNode) throws(Diagnostic) -> ScoreRange {
            let ends = node.isSequence ? try node.sequence() : [node, node]
            let reason = node.error("must be a score, or the least and the greatest one, as in [10, 20]")
            guard ends.count == 2 else { throw reason }
            var scores: [Score] = []
            for end in ends {
                _ = try end.double()
                guard let score = Score(parsing: try end.string()) else { throw reason }
                scores.append(score)
            }
            guard scores[0] <= scores[1] else { throw reason }
            return ScoreRange(from: scores[0], to: scores[1])
        }

        private static func use(_ node: YAMLNode) throws(Diagnostic) -> Use {
            switch try node.string() {
            case "lower": return .lower
            case "upper": return .upper
            default: return try node.boolean() ? .automatic : .never
            }
        }

        /// How the times bound the time limit.
        var timeBound: TimeBound? {
            switch use {
            case .never: nil
            case .lower: .lower
            case .upper: .upper
            case .automatic where required == [.timeLimit]: .upper
            case .automatic: permitted.contains(.timeLimit) ? nil : .lower
            }
        }

        /// The verdicts that are permitted, where that is not any.
        private var restricted: Set<Verdict> { permitted == Self.all ? [] : permitted }

        /// The promise of the test cases that `pattern` matches; nil: all.
        func tests(_ pattern: NamePattern?) -> ExpectedTests {
            ExpectedTests(
                pattern, permitted: restricted, required: required == Self.all ? [] : required, message: message,
                timeBound: timeBound)
        }
    }

    private static let keys = ["language", "entrypoint", "authors", "model_solution"] + Part.keys

    var pattern: NamePattern
    /// Where it stands; nil: the format itself says it.
    var line: Int?
    var language: String?
    var entryPoint: String?
    /// What is promised of all test cases.
    var whole: Part
    /// What is promised of those that a pattern matches.
    var parts: [(pattern: NamePattern, part: Part)] = []

    init(_ pattern: NamePattern, whole: Part, line: Int? = nil) {
        self.pattern = pattern
        self.whole = whole
        self.line = line
    }

    /// Puts what is given over what is there. Every other key is a pattern of test cases.
    mutating func apply(_ mapping: YAMLMapping, isScoring: Bool, _ findings: Findings) {
        let file = mapping.node.file
        language = findings.collect { () throws(Diagnostic) in try mapping["language"]?.string() }
        entryPoint = findings.collect { () throws(Diagnostic) in try mapping["entrypoint"]?.string() }
        _ = findings.collect { () throws(Diagnostic) in try mapping["model_solution"]?.boolean() }
        _ = findings.collect { () throws(Diagnostic) in
            try mapping["authors"].map { node throws(Diagnostic) in try ICPCSettings.persons(node, findings) }
        }
        whole.apply(mapping, isScoring: isScoring, findings)
        for key in mapping.keys where !Self.keys.contains(key) {
            guard let node = mapping[key], node.isMapping,
                let inner = findings.collect({ () throws(Diagnostic) in try node.mapping() })
            else {
                let known = mapping.unknownKeys(allowing: Self.keys).first { $0.line == mapping.line(of: key) }
                findings.warn(file, line: mapping.line(of: key), (known?.message ?? "unknown key") + "; it is not used")
                continue
            }
            guard let pattern = NamePattern(key) else {
                findings.error(file, line: mapping.line(of: key), SubmissionPromises.badPattern(key))
                continue
            }
            findings.allow(Part.keys, in: inner)
            var part = Part()
            part.apply(inner, isScoring: isScoring, findings)
            parts.append((pattern, part))
        }
    }
}
