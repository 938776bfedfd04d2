import Grading
import StrictYAML

/// What is promised of a submission, as the format 2025-09 says it: by the verdicts AC, WA, TLE and RTE of its test cases.
struct ICPCPromise: Hashable {
    private static let letters: [(verdict: Verdict, letters: String)] = [
        (.accepted, "AC"), (.wrongAnswer, "WA"), (.timeLimit, "TLE"), (.runTimeError, "RTE"),
    ]

    /// What is promised of all test cases.
    var whole = ExpectedTests()
    var score: ScoreRange?
    /// What is promised of some test cases, by pattern.
    var patterns: [String: ExpectedTests] = [:]
    /// The scores that groups may get, by name.
    var groupScores: [String: ScoreRange] = [:]

    /// What the format's folder of that name promises.
    init(folder: String) {
        guard let folder = SubmissionPromises.folders.first(where: { $0.name == folder }) else { return }
        whole = SubmissionPromise.Part(permitted: folder.permitted, required: folder.required).tests(nil)
    }

    /// What is promised of a submission of `problem`; what cannot be said is noted in `draft`.
    init(_ submission: Submission, of problem: Problem, _ layout: TestLayout, _ draft: PackageDraft) {
        let expected = submission.expected
        func note(_ message: String) { draft.note("\(submission.path): \(message)") }
        whole = expected.whole ?? ExpectedTests()
        if expected.whole == nil || expected.patterns == nil {
            note("several promises of the same test cases cannot be put together, so they are left out")
        }
        if problem.format != .icpc2025, whole.permitted.isEmpty, whole.required.isEmpty {
            addVerdicts(expected, note)
        }
        whole = Self.told(whole, note)
        score = expected.score
        readPatterns(expected, layout, note)
    }

    /// Says of the test cases what is promised of the whole: the first that fails decides.
    private mutating func addVerdicts(_ expected: ExpectedResult, _ note: (String) -> Void) {
        let verdicts = expected.verdicts
        guard !verdicts.isEmpty else { return }
        if verdicts == [.accepted], expected.isFullScore == false {
            return note("that it is not to get all points cannot be said; add its \"score\" to submissions.yaml")
        }
        whole.permitted = verdicts.union([.accepted])
        whole.required = verdicts.contains(.accepted) ? [] : verdicts
    }

    /// The promise in the verdicts that the format has.
    private static func told(_ promise: ExpectedTests, _ note: (String) -> Void) -> ExpectedTests {
        var told = promise
        if promise.permitted.contains(.compileError) || promise.required.contains(.compileError) {
            note("that it is not to compile cannot be said, so nothing is promised")
            (told.permitted, told.required) = ([], [])
            return told
        }
        if promise.required.union(promise.permitted).contains(where: {
            known($0) == .runTimeError && $0 != .runTimeError
        }),
            !promise.required.contains(.runTimeError)
        {
            note("that it exceeds its memory or output is written as RTE, as the format has no other verdict for it")
        }
        told.permitted = Set(promise.permitted.compactMap(known))
        told.required = Set(promise.required.compactMap(known))
        let all = Set(letters.map(\.verdict))
        if told.permitted == all { told.permitted = [] }
        if told.required == all { told.required = [] }
        return told
    }

    /// The verdict that the format has for it; nil if none.
    private static func known(_ verdict: Verdict) -> Verdict? {
        switch verdict {
        case .accepted, .wrongAnswer, .timeLimit, .runTimeError: verdict
        case .idleLimit: .timeLimit
        case .memoryLimit, .outputLimit, .securityViolation: .runTimeError
        case .partial, .compileError, .skipped, .judgeError: nil
        }
    }

    private mutating func readPatterns(
        _ expected: ExpectedResult, _ layout: TestLayout, _ note: (String) -> Void
    ) {
        for (text, promise) in expected.patterns ?? [:] {
            guard let place = layout.isKept ? text : layout.renamed[text] ?? layout.group(text) else {
                note("what is promised of \(text) is left out, as test cases have other names here")
                continue
            }
            patterns[place] = Self.told(promise, note)
        }
        for (name, promise) in expected.groups {
            guard let group = layout.isKept ? name : layout.group(name) else {
                note("what is promised of the group \(name) is left out: it is none here")
                continue
            }
            groupScores[group] = promise.score
            let verdicts = promise.verdicts.subtracting([.partial])
            guard !verdicts.isEmpty, let pattern = NamePattern(group) else { continue }
            patterns[group] = Self.told(
                ExpectedTests(
                    pattern, permitted: verdicts.union([.accepted]),
                    required: verdicts.contains(.accepted) ? [] : verdicts), note)
        }
    }

    /// What `submissions.yaml` has to say where `known` is said already.
    /// - Parameter isReplacing: whether what is said stands in place of what is known, as it does for the format's own folders;
    ///   otherwise both have to be kept.
    func entries(beyond known: ICPCPromise, isReplacing: Bool = false) -> [YAMLText.Entry] {
        var entries = Self.entries(whole, beyond: known.whole, isReplacing: isReplacing) + Self.entry(score)
        for place in Set(patterns.keys).union(groupScores.keys).sorted() {
            let inner =
                (patterns[place].map { Self.entries($0, beyond: ExpectedTests(), isReplacing: false) } ?? [])
                + Self.entry(groupScores[place])
            if !inner.isEmpty { entries.append(.init(place, .mapping(inner))) }
        }
        return entries
    }

    private static func entries(
        _ promise: ExpectedTests, beyond known: ExpectedTests, isReplacing: Bool
    ) -> [YAMLText.Entry] {
        var entries: [YAMLText.Entry] = []
        var said = isReplacing ? known : ExpectedTests()
        if promise.permitted != known.permitted {
            said.permitted = promise.permitted
            entries.append(.init("permitted", names(promise.permitted)))
        }
        if promise.required != known.required {
            said.required = promise.required
            entries.append(.init("required", names(promise.required)))
        }
        if promise.message != known.message { entries.append(.init("message", .text(promise.message))) }
        let implied = implied(by: said)
        guard promise.timeBound != (isReplacing ? implied : known.timeBound ?? implied) else { return entries }
        let use: YAMLText =
            switch promise.timeBound {
            case .lower: .text("lower")
            case .upper: .text("upper")
            case nil: .flag(false)
            }
        return entries + [.init("use_for_time_limit", use)]
    }

    /// What verdicts say of the time limit where nothing else does.
    static func implied(by promise: ExpectedTests) -> TimeBound? {
        SubmissionPromise.Part(
            permitted: promise.permitted.isEmpty ? nil : promise.permitted,
            required: promise.required.isEmpty ? nil : promise.required
        ).timeBound
    }

    private static func entry(_ score: ScoreRange?) -> [YAMLText.Entry] {
        guard let score, let lower = score.lower, let upper = score.upper, let least = SettingsText.decimal(lower),
            let most = SettingsText.decimal(upper)
        else { return [] }
        return [.init("score", lower == upper ? .literal(least) : .list([.literal(least), .literal(most)]))]
    }

    /// The letters of verdicts; of none, those of all.
    private static func names(_ verdicts: Set<Verdict>) -> YAMLText {
        .texts(letters.filter { verdicts.isEmpty || verdicts.contains($0.verdict) }.map(\.letters))
    }
}
