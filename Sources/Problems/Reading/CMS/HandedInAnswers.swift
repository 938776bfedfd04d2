import Grading
import PackageFiles
import Units

/// What a task's own people handed in where submissions are outputs: a folder each, beside the solutions, with the files that
/// contestants would hand in. Programs there make outputs, and are no submissions.
struct HandedInAnswers {
    /// No time passes for a submission that is not run; the limit stands for none.
    static let timeLimit = TimeLimit.fixed(.seconds(1), source: "nothing runs")

    /// The submissions, by the order of their names; only one that is called as the right solution has to be accepted.
    let submissions: [Submission]

    /// Reads the folders in `folder`.
    init(_ files: FilesByPath, in folder: String, _ findings: Findings) {
        var byFolder: [String: [SourceFile]] = [:]
        for (path, file) in files.all where path.hasPrefix(folder + "/") {
            let inside = path.dropFirst(folder.count + 1)
            guard let slash = inside.firstIndex(of: "/") else { continue }
            let own = SourceFile(file, name: String(inside[inside.index(after: slash)...]))
            byFolder[String(inside[..<slash]), default: []].append(own)
        }
        submissions = byFolder.sorted { $0.key < $1.key }.map { name, files in
            Submission(
                path: PrintableText.escape("\(folder)/\(name)"), sources: .inPackage(files),
                language: Problem.answersLanguage,
                expected: ExpectedResult(CMSPrograms.right.contains(name) ? [.accepted] : []))
        }
    }
}

extension Problem {
    /// Makes it one whose submissions are answers, with those of `own` for its own.
    mutating func take(answersOf own: HandedInAnswers) {
        submissions = own.submissions
        takeAnswers()
        // CMS bounds each file, and a submission has one for each test case.
        limits.code = ByteCount(limits.code.bytes * Int64(max(1, testCases.count)))
    }

    /// Makes it one whose submissions, which are read, are answers: nothing is built or run.
    mutating func takeAnswers() {
        takesAnswers = true
        timeLimit = HandedInAnswers.timeLimit
        (includes, entryPoints, languages) = ([:], [:], nil)
        for index in submissions.indices {
            submissions[index].language = Problem.answersLanguage
            submissions[index].entryPoint = nil
        }
    }
}
