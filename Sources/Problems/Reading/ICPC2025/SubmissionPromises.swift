import Grading
import PackageFiles
import StrictYAML
import Units

/// What the format's folders and `submissions.yaml` promise of submissions.
struct SubmissionPromises {
    static let file = "submissions.yaml"
    /// The most patterns of a file, those of test cases among them.
    private static let patternLimit = 300
    /// The most pairs of a pattern and a submission: each is looked at.
    private static let pairLimit = 200_000

    /// What the format says of its own folders.
    static let folders: [(name: String, permitted: Set<Verdict>?, required: Set<Verdict>?)] = [
        ("accepted", [.accepted], nil),
        ("rejected", nil, [.runTimeError, .timeLimit, .wrongAnswer]),
        ("wrong_answer", [.accepted, .wrongAnswer], [.wrongAnswer]),
        ("time_limit_exceeded", [.accepted, .timeLimit], [.timeLimit]),
        ("run_time_error", [.accepted, .runTimeError], [.runTimeError]),
        ("brute_force", [.accepted, .runTimeError, .timeLimit], [.runTimeError, .timeLimit]),
    ]

    private let isScoring: Bool
    private let findings: Findings
    private var promises: [SubmissionPromise] = []
    private var location = "submissions/\(file)"

    /// Reads the file, if it is there.
    init(_ entry: PackageEntry?, of package: LoadedPackage, isScoring: Bool, findings: Findings) {
        self.isScoring = isScoring
        self.findings = findings
        promises = Self.folders.compactMap { folder in
            NamePattern(folder.name).map {
                SubmissionPromise($0, whole: .init(permitted: folder.permitted, required: folder.required))
            }
        }
        guard let entry, let mapping = findings.collect({ () throws(Diagnostic) in try package.yaml(entry, findings) })
        else { return }
        location = entry.location
        for key in mapping.keys { read(key, mapping) }
        let count = promises.reduce(0) { $0 + 1 + $1.parts.count }
        if count > Self.patternLimit {
            findings.error(location, "has \(count) patterns, and may have \(Self.patternLimit); write fewer")
            promises = []
        }
    }

    static func badPattern(_ text: String) -> String {
        "\"\(text.prefix(40))\" is no pattern: \"*\" stands for a part of a name, {a,b} for several names, at most "
            + "\(NamePattern.alternativeLimit), in at most \(NamePattern.lengthLimit) bytes"
    }

    private mutating func read(_ key: String, _ mapping: YAMLMapping) {
        let line = mapping.line(of: key)
        guard let pattern = NamePattern(key) else { return findings.error(location, line: line, Self.badPattern(key)) }
        // A pattern without a word of its own says nothing.
        guard let node = mapping[key] else { return }
        guard let given = findings.collect({ () throws(Diagnostic) in try node.mapping() }) else { return }
        if key.contains("**") || key.contains("[") {
            findings.warn(location, line: line, "\"**\" and \"[\" have no meaning of their own in patterns")
        }
        if let place = promises.firstIndex(where: { $0.line == nil && $0.pattern.text == key }) {
            // The folder's name changes what the format says of it.
            promises[place].line = line
            promises[place].apply(given, isScoring: isScoring, findings)
        } else {
            var promise = SubmissionPromise(pattern, whole: .init(), line: line)
            promise.apply(given, isScoring: isScoring, findings)
            promises.append(promise)
        }
    }

    /// Forgets all promises, and says so, if looking at them would take too long for so many submissions.
    mutating func limit(for submissions: Int) {
        let patterns = promises.reduce(0) { $0 + 1 + $1.parts.count }
        guard patterns * submissions > Self.pairLimit, promises.contains(where: { $0.line != nil }) else { return }
        findings.error(location, "has \(patterns) patterns for \(submissions) submissions; write fewer of them")
        promises = []
    }

    /// Warns of patterns that match none of `submissions`.
    func check(against submissions: [Submission]) {
        for promise in promises {
            guard let line = promise.line, !submissions.contains(where: { promise.pattern.matches($0.path) }) else {
                continue
            }
            findings.warn(location, line: line, "no submission is called like \"\(promise.pattern.text)\"; correct it")
        }
    }

    /// Puts what is promised of the submission into it.
    /// - Parameter groups: the names of the groups that get a score.
    func apply(to submission: inout Submission, groups: [String]) {
        let own = promises.filter { $0.pattern.matches(submission.path) }
        for promise in own {
            submission.language = promise.language ?? submission.language
            submission.entryPoint = promise.entryPoint ?? submission.entryPoint
            submission.expected.tests += [promise.whole.tests(nil)] + promise.parts.map { $0.part.tests($0.pattern) }
            submission.expected.score = promise.whole.score ?? submission.expected.score
            for (pattern, part) in promise.parts {
                guard let score = part.score else { continue }
                for name in groups where pattern.matches(exactly: name) {
                    submission.expected.groups[name] = ExpectedResult.ExpectedGroup(score: score)
                }
            }
        }
        submission.expected.verdicts = verdicts(own.map(\.whole))
        submission.expected.tests.removeAll { $0 == ExpectedTests($0.pattern) }
        guard !isConsistent(submission, own) else { return }
        submission.expected.verdicts = []
        submission.expected.tests = []
    }

    /// What the whole submission may get, by what each test case may; empty: anything.
    private func verdicts(_ parts: [SubmissionPromise.Part]) -> Set<Verdict> {
        var verdicts = SubmissionPromise.Part().permitted
        for part in parts { verdicts.formIntersection(part.permitted) }
        if parts.contains(where: { !$0.required.contains(.accepted) }) { verdicts.remove(.accepted) }
        guard verdicts != SubmissionPromise.Part().permitted else { return [] }
        // Some test cases may give points.
        if isScoring, verdicts != [.accepted] { verdicts.insert(.partial) }
        return verdicts
    }

    /// Whether promises can be kept: not if two of the same test cases permit nothing in common.
    private func isConsistent(_ submission: Submission, _ own: [SubmissionPromise]) -> Bool {
        let parts = own.flatMap { promise in
            [(pattern: nil as NamePattern?, part: promise.whole, line: promise.line)]
                + promise.parts.map { (pattern: $0.pattern, part: $0.part, line: promise.line) }
        }
        for (index, one) in parts.enumerated() where one.part.permitted != SubmissionPromise.Part().permitted {
            for other in parts[..<index]
            where one.part.permitted.isDisjoint(with: other.part.permitted)
                && (one.pattern == nil || other.pattern == nil || one.pattern == other.pattern)
            {
                let message = "\(PrintableText.escape(submission.path)): two promises permit no verdict in common"
                findings.error(
                    location, line: one.line ?? other.line, message + ", so none is promised; correct one of them")
                return false
            }
        }
        return true
    }
}
