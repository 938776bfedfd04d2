import Grading
import StrictYAML

/// Writes `submissions` of the format 2025-09.
struct ICPCSubmissionsText {
    let draft: PackageDraft
    let problem: Problem
    let layout: TestLayout

    /// A folder in `submissions`, and what is promised of each submission in it.
    private struct Folder {
        var name: String
        var submissions: [(entry: SubmissionPlan.Entry, promise: ICPCPromise)] = []

        /// What the format promises of all in the folder.
        var standard: ICPCPromise { ICPCPromise(folder: name) }
    }

    func write() {
        let plan = SubmissionPlan(problem, draft) { submission, folder in
            folder ?? self.folder(ICPCPromise(submission, of: problem, layout, draft).whole)
        }
        plan.copy()
        var folders: [String: Folder] = [:]
        for entry in plan.entries {
            let promise = bound(ICPCPromise(entry.submission, of: problem, layout, draft), in: entry.folder)
            folders[entry.folder, default: Folder(name: entry.folder)].submissions.append((entry, promise))
        }
        draft.add(
            folders.values.sorted { $0.name < $1.name }.flatMap(entries), at: "submissions/\(SubmissionPromises.file)")
    }

    /// The folder for what is promised of all test cases.
    private func folder(_ whole: ExpectedTests) -> String {
        let fitting = SubmissionPromises.folders.first { folder in
            let standard = ICPCPromise(folder: folder.name).whole
            return standard.permitted == whole.permitted && standard.required == whole.required
        }
        return fitting?.name ?? "mixed"
    }

    /// The promise, with what its times say of the time limit. Where the limit is given, or nothing but verdicts is said, that is
    /// what the verdicts say in the format.
    private func bound(_ promise: ICPCPromise, in folder: String) -> ICPCPromise {
        guard problem.format != .icpc2025, promise.whole.timeBound == nil else { return promise }
        var promise = promise
        let implied = ICPCPromise.implied(by: promise.whole)
        if case .fixed = problem.timeLimit { promise.whole.timeBound = implied }
        if implied == .upper { promise.whole.timeBound = .upper }
        return promise
    }

    /// What the file says of a folder, and of what is in it.
    private func entries(_ folder: Folder) -> [YAMLText.Entry] {
        let wholes = Set(folder.submissions.map(\.promise.whole))
        let standard = folder.standard
        var shared = standard
        var entries: [YAMLText.Entry] = []
        if wholes.count == 1, let whole = wholes.first, whole != standard.whole {
            shared.whole = whole
            entries.append(.init(folder.name, .mapping(shared.entries(beyond: standard, isReplacing: true))))
        } else if wholes.count > 1, !wholes.allSatisfy({ Self.isJoined($0, standard.whole) }) {
            // The folder's own promise has to go, as some of its submissions do not keep it.
            shared.whole = ExpectedTests()
            let nothing = shared.entries(beyond: standard, isReplacing: true)
            if !nothing.isEmpty { entries.append(.init(folder.name, .mapping(nothing))) }
        }
        for (entry, promise) in folder.submissions {
            let own = details(of: entry.submission) + promise.entries(beyond: shared)
            if !own.isEmpty { entries.append(.init(entry.path, .mapping(own))) }
        }
        return entries
    }

    /// Whether a promise says all that `other` says, so that saying both is saying it alone.
    private static func isJoined(_ promise: ExpectedTests, _ other: ExpectedTests) -> Bool {
        promise.joined(with: other) == promise
    }

    /// In which language a submission is, and where it starts, where the package says it.
    private func details(of submission: Submission) -> [YAMLText.Entry] {
        let language = submission.language.map { problem.home == .domjudge ? DOMjudgeLanguage.own($0) : $0 }
        return SettingsText.entry("language", language) + SettingsText.entry("entrypoint", submission.entryPoint)
    }
}
