import Grading
import StrictYAML

/// Writes `submissions` of the legacy format, with DOMjudge's `submissions.json` for DOMjudge.
struct LegacySubmissionsText {
    private static let folders = [
        "accepted", "wrong_answer", "time_limit_exceeded", "run_time_error", "memory_limit_exceeded",
        "output_limit_exceeded", "compile_error",
    ]
    /// The folders that tools for the format look into.
    private static let official: Set<String> = [
        "accepted", "partially_accepted", "wrong_answer", "time_limit_exceeded", "run_time_error",
    ]
    /// Where submissions lie of which no folder says what they promise.
    private static let others = "mixed"

    let draft: PackageDraft
    let problem: Problem

    func write() {
        let isOwn = problem.format.isLegacy
        let plan = SubmissionPlan(problem, draft) { submission, folder in
            guard let folder else { return self.folder(of: submission) }
            let promise = ExpectedVerdicts.folder(folder)
            return isOwn || promise == nil || promise == verdicts(of: submission) ? folder : self.folder(of: submission)
        }
        plan.copy { entry in isOwn ? "" : remark(for: entry) }
        if !isOwn { for entry in plan.entries { noteLosses(of: entry) } }
        writeDetails(plan.entries)
        let others = Set(plan.entries.map(\.folder)).subtracting(Self.official).sorted()
        if draft.format == .legacy, !others.isEmpty {
            draft.note("tools of Kattis pass over the submissions in \(others.joined(separator: ", "))")
        }
    }

    /// The verdicts that the submission may get; empty: any.
    private func verdicts(of submission: Submission) -> Set<Verdict> {
        let expected = submission.expected
        var verdicts = expected.verdicts.subtracting([.partial])
        if verdicts.isEmpty, let whole = expected.whole {
            verdicts = whole.required.isEmpty ? whole.permitted : whole.required
        }
        // What the format's folders mean by these.
        if verdicts.contains(.runTimeError) { verdicts.formUnion([.securityViolation, .memoryLimit]) }
        if verdicts.contains(.timeLimit) { verdicts.insert(.idleLimit) }
        return verdicts
    }

    private func folder(of submission: Submission) -> String {
        let verdicts = verdicts(of: submission)
        return Self.folders.first { ExpectedVerdicts.folder($0) == verdicts } ?? Self.others
    }

    /// The comment that says what the submission promises; empty where its folder does.
    private func remark(for entry: SubmissionPlan.Entry) -> String {
        guard ExpectedVerdicts.folder(entry.folder) == nil else { return "" }
        let mark = "@EXPECTED_RESULTS@:"
        let results = ExpectedVerdicts.results(for: verdicts(of: entry.submission))
        guard let comment = entry.files.first.flatMap({ SourceComment(of: $0.name) }) else {
            draft.note("\(entry.path): write the comment \(mark) \(results) into it, which says what it promises")
            return ""
        }
        return "\n" + comment.line("\(mark) \(results)") + "\n"
    }

    private func noteLosses(of entry: SubmissionPlan.Entry) {
        let expected = entry.submission.expected
        var lost: [String] = []
        if expected.tests.contains(where: { $0.pattern != nil }) { lost.append("single test cases") }
        if !expected.groups.isEmpty { lost.append("groups") }
        if expected.score != nil { lost.append("the score") }
        if expected.tests.contains(where: { !$0.message.isEmpty }) { lost.append("the judge's words") }
        guard !lost.isEmpty else { return }
        draft.note("\(entry.path): what is promised of \(lost.joined(separator: ", ")) is left out")
    }

    /// Writes in which languages submissions are, and where they start, where the package says it.
    private func writeDetails(_ entries: [SubmissionPlan.Entry]) {
        var details: [YAMLText.Entry] = []
        for entry in entries {
            let submission = entry.submission
            let language = submission.language.map { DOMjudgeLanguage.name(of: $0) }
            let own =
                SettingsText.entry("langid", language) + SettingsText.entry("entry_point", submission.entryPoint)
            guard !own.isEmpty else { continue }
            guard draft.format == .domjudge else {
                draft.note("\(entry.path): its language and where it starts are told by its files only")
                continue
            }
            details.append(.init("submissions/\(entry.path)\(entry.isFile ? "" : "/")", .mapping(own)))
        }
        if !details.isEmpty { draft.add(YAMLText.mapping(details).json + "\n", at: SubmissionDetails.file) }
    }
}

/// How a remark is written in a language that a file's name tells.
struct SourceComment {
    private static let marks: [(mark: String, extensions: Set<Substring>)] = [
        ("//", ["c", "cc", "cpp", "cxx", "h", "java", "kt", "js", "rs", "go", "cs", "pas", "swift"]),
        ("#", ["py", "rb"]),
        ("--", ["hs"]),
    ]

    private let mark: String

    /// How it is written in the file called `name`; nil if that is not known.
    init?(of name: String) {
        guard let end = name.split(separator: ".").last,
            let mark = Self.marks.first(where: { $0.extensions.contains(end) })?.mark
        else { return nil }
        self.mark = mark
    }

    /// A line with `text` as a remark.
    func line(_ text: String) -> String { "\(mark) \(text)" }
}
