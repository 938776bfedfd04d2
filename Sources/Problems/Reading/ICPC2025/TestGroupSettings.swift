import Grading
import StrictYAML
import Units

/// A `test_group.yaml`, and what stands for it where there is none.
struct TestGroupSettings {
    static let file = "test_group.yaml"
    /// What the file is called in drafts of the format, and in the legacy one.
    static let draftFile = "testdata.yaml"

    /// Where the group is, which decides about defaults and what may be said.
    enum Place {
        case sample, secret, group
    }

    /// How the score follows from those of the members.
    enum Aggregation: String, CaseIterable {
        case passFail = "pass-fail"
        case sum
        case min
    }

    /// What a static validation test case is worth.
    enum StaticScore: Hashable {
        case passFail
        case points(Score)
    }

    private static let scoreKeys = ["max_score", "score_aggregation", "require_pass"]
    private static let staticKeys = ["static_validation_score", "static_validator_args"]

    var tests = TestSettings()
    /// The greatest score; nil: there is none.
    var maximum: Score?
    var aggregation = Aggregation.passFail
    /// What the static validation test case is worth; nil: there is none.
    var staticScore: StaticScore?
    var staticArguments: [String] = []
    /// The groups that have to be passed.
    var requires: [String] = []
    /// The file's place in messages, and the lines of its keys.
    private(set) var location: String
    private var lines: [String: Int] = [:]

    /// The settings of the group at `location` where no file says anything.
    /// - Parameters:
    ///   - place: where the group is.
    ///   - location: the same for messages.
    ///   - outer: what it inherits.
    init(_ place: Place, location: String, inheriting outer: TestSettings = TestSettings()) {
        self.location = location
        tests = outer
        tests.notes.hasFullFeedback = place == .sample
        if place == .secret {
            maximum = Score(100)
            aggregation = .sum
        }
    }

    /// The line of a key, where it is given.
    func line(of key: String) -> Int? { lines[key] }

    /// Reads the file.
    mutating func apply(_ mapping: YAMLMapping, at place: Place, isScoring: Bool, _ findings: Findings) {
        location = mapping.node.file
        for key in mapping.keys { lines[key] = mapping.line(of: key) }
        findings.allow(tests.keys + Self.scoreKeys + Self.staticKeys, in: mapping)
        tests.apply(mapping, findings)
        for key in Self.scoreKeys where mapping[key] != nil && (place == .sample || !isScoring) {
            let reason = isScoring ? "the sample" : "a problem without \"type: scoring\""
            findings.error(location, line: mapping.line(of: key), "\"\(key)\" has no place in \(reason); remove it")
        }
        readScores(mapping, findings)
        staticArguments =
            findings.collect { () throws(Diagnostic) in
                try mapping["static_validator_args"].map { node throws(Diagnostic) in try TestSettings.arguments(node) }
            } ?? []
        staticScore = findings.collect { () throws(Diagnostic) in
            try mapping["static_validation_score"].map(Self.staticScore)
        }
        if staticScore == nil, mapping["static_validator_args"] != nil {
            let message = "\"static_validator_args\" needs \"static_validation_score\"; add it"
            findings.error(location, line: mapping.line(of: "static_validator_args"), message)
        }
        guard let staticScore else { return }
        let isPassFail = !isScoring || aggregation == .passFail
        guard (staticScore == .passFail) != isPassFail else { return }
        let message = "\"static_validation_score\" must be \(isPassFail ? "\"pass-fail\"" : "a number") in this group"
        findings.error(location, line: mapping.line(of: "static_validation_score"), message)
    }

    private mutating func readScores(_ mapping: YAMLMapping, _ findings: Findings) {
        let choice = findings.collect { () throws(Diagnostic) in
            try mapping["score_aggregation"]?.choice(Aggregation.self)
        }
        aggregation = choice ?? aggregation
        requires = findings.collect { () throws(Diagnostic) in try mapping["require_pass"]?.strings() } ?? []
        guard let node = mapping["max_score"] else { return }
        let given = findings.collect { () throws(Diagnostic) -> (most: Score?, Void)? in
            if try node.string() == "unbounded" { return (nil, ()) }
            return (try Self.points(node), ())
        }
        if let given { maximum = given.most }
    }

    private static func staticScore(_ node: YAMLNode) throws(Diagnostic) -> StaticScore {
        try node.string() == "pass-fail" ? .passFail : .points(try points(node))
    }

    /// A whole number of points, not below 0.
    private static func points(_ node: YAMLNode) throws(Diagnostic) -> Score {
        Score(try node.integer(in: 0...1_000_000_000_000))
    }
}
