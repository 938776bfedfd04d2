import Grading
import PackageFiles

/// Which submissions are written, where below `submissions` each lies, and what all of its test cases together promise.
struct SubmissionPlan {
    /// A submission that is written.
    struct Entry {
        var submission: Submission
        var files: [SourceFile]
        /// The folder in `submissions`.
        var folder: String
        /// Its own name in that.
        var name: String
        /// Whether it is a file, and no folder of files.
        let isFile: Bool

        /// Its path below `submissions`.
        var path: String { "\(folder)/\(name)" }
    }

    private(set) var entries: [Entry] = []
    private let draft: PackageDraft

    /// The submissions of `problem`. One of a format that has the folder `submissions` is offered the folder in which it is.
    /// - Parameter folder: the folder for a submission, which has been in the given one; nil: in none.
    init(_ problem: Problem, _ draft: PackageDraft, folder: (Submission, String?) -> String) {
        self.draft = draft
        var taken: Set<String> = []
        // How many of the same path there were: so many numbers are taken.
        var counts: [String: Int] = [:]
        for submission in problem.submissions {
            guard case .inPackage(let files) = submission.sources else { continue }
            let parts = submission.path.split(separator: "/").map { String($0) }
            guard let last = parts.last else { continue }
            let isFile = files.count == 1 && PrintableText.escape(files[0].name) == last
            var entry = Entry(
                submission: submission, files: files,
                folder: folder(submission, problem.format.isICPC ? parts.first : nil),
                name: isFile ? files[0].name : last, isFile: isFile)
            let (name, path) = (entry.name, entry.path)
            while !taken.insert(entry.path).inserted {
                counts[path, default: 1] += 1
                entry.name = "\(counts[path] ?? 1)_\(name)"
            }
            guard paths(of: entry).allSatisfy({ draft.isAllowed($0.path) }) else {
                draft.note(
                    "the submission \(submission.path) is left out, for the format has no files called so; rename it")
                continue
            }
            entries.append(entry)
        }
    }

    /// Copies the sources of all.
    /// - Parameter remark: what is written behind the one source of a submission.
    func copy(appending remark: (Entry) -> String = { _ in "" }) {
        for entry in entries {
            let text = remark(entry)
            for (index, (path, source)) in paths(of: entry).enumerated() {
                draft.copySource(source.file, to: path, appending: index == 0 ? text : "")
            }
        }
    }

    private func paths(of entry: Entry) -> [(path: String, source: SourceFile)] {
        let place = "submissions/\(entry.path)"
        return entry.files.map { (entry.isFile ? place : "\(place)/\($0.name)", $0) }
    }
}

extension ExpectedResult {
    /// What is promised of all test cases, in one promise; nil if that cannot be put together.
    var whole: ExpectedTests? {
        tests.filter { $0.pattern == nil }.reduce(ExpectedTests()) { result, promise in
            result.flatMap { $0.joined(with: promise) }
        }
    }

    /// What is promised of the test cases that each pattern matches, by its text; nil if that cannot be put together.
    var patterns: [String: ExpectedTests]? {
        var patterns: [String: ExpectedTests] = [:]
        for promise in tests {
            guard let pattern = promise.pattern else { continue }
            guard let joined = (patterns[pattern.text] ?? ExpectedTests(pattern)).joined(with: promise) else {
                return nil
            }
            patterns[pattern.text] = joined
        }
        return patterns
    }
}

extension ExpectedTests {
    /// One promise of the same test cases that is kept if both are; nil if there is none.
    func joined(with other: ExpectedTests) -> ExpectedTests? {
        var joined = self
        if joined.permitted.isEmpty {
            joined.permitted = other.permitted
        } else if !other.permitted.isEmpty {
            joined.permitted.formIntersection(other.permitted)
        }
        guard joined.required.isEmpty || other.required.isEmpty || joined.required == other.required,
            joined.message.isEmpty || other.message.isEmpty || joined.message == other.message,
            joined.timeBound == nil || other.timeBound == nil || joined.timeBound == other.timeBound
        else { return nil }
        if joined.required.isEmpty { joined.required = other.required }
        if joined.message.isEmpty { joined.message = other.message }
        joined.timeBound = joined.timeBound ?? other.timeBound
        return joined
    }
}
