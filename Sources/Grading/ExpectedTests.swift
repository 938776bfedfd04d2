/// What a package promises of some of a submission's test cases.
public struct ExpectedTests: Hashable, Sendable {
    /// Which test cases: those that the pattern matches, by themselves or with a group around them; nil: all.
    public var pattern: NamePattern?
    /// The verdicts that each of them may get; empty: any.
    public var permitted: Set<Verdict>
    /// Verdicts of which at least one of them gets one; empty: none has to.
    public var required: Set<Verdict>
    /// What the judge's words on at least one of them have to contain; empty: anything.
    public var message: String
    /// What their times say of a time limit that has to be found; nil: nothing.
    public var timeBound: TimeBound?

    /// A promise of all test cases, or of those that `pattern` matches.
    public init(
        _ pattern: NamePattern? = nil, permitted: Set<Verdict> = [], required: Set<Verdict> = [], message: String = "",
        timeBound: TimeBound? = nil
    ) {
        self.pattern = pattern
        self.permitted = permitted
        self.required = required
        self.message = message
        self.timeBound = timeBound
    }

    /// Whether the test case called `name` is one of them.
    public func concerns(_ name: String) -> Bool { pattern?.matches(name) ?? true }

    /// What of the results of `tests` is not as promised, each in words.
    func broken(by tests: [JudgedTest]) -> [String] {
        let own = tests.filter { concerns($0.name) }
        let place = pattern.map { " of \($0.text)" } ?? ""
        var broken: [String] = []
        if let other = own.first(where: { !$0.verdict.isAmong(permitted) }) {
            broken.append(
                "a test case\(place) with \(other.verdict.rawValue), where only \(permitted.names) is permitted")
        }
        if !required.isEmpty, !own.contains(where: { $0.verdict.isAmong(required) }) {
            broken.append("no test case\(place) with \(required.names)")
        }
        if !message.isEmpty, !own.contains(where: { $0.message.contains(message) }) {
            broken.append("no test case\(place) of which the judge says \"\(message)\"")
        }
        return broken
    }
}

/// How a submission's times bound a time limit that has to be found.
public enum TimeBound: Hashable, Sendable {
    /// It is to be fast enough: the limit is no lower than its time, multiplied.
    case lower
    /// It is to be too slow: the limit is below its time.
    case upper
}

/// What came of a test case, as far as promises go.
public struct JudgedTest: Hashable, Sendable {
    /// The test case's name.
    public var name: String
    /// Its verdict.
    public var verdict: Verdict
    /// The judge's words.
    public var message: String

    /// A result.
    public init(name: String, verdict: Verdict, message: String = "") {
        self.name = name
        self.verdict = verdict
        self.message = message
    }
}
