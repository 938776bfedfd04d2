import Grading
import PackageFiles

/// Reads `submissions`.
///
/// A file or folder directly below a folder such as `accepted` is one submission. What the folder's name promises
/// stands; in a folder whose name promises nothing, the annotation in the source does. What a compiler left beside the
/// sources is no submission.
struct SubmissionReader {
    private let package: LoadedPackage
    private let findings: Findings
    private let isScoring: Bool
    private let details: SubmissionDetails

    /// How far into a source an annotation is looked for.
    static let annotationLimit = 1 << 16

    static func submissions(in package: LoadedPackage, isScoring: Bool, findings: Findings) -> [Submission] {
        guard let folder = package.child("submissions"), folder.isFolder else {
            findings.warn("submissions", "there are no submissions; add submissions/accepted with a solution")
            return []
        }
        let reader = SubmissionReader(
            package: package, findings: findings, isScoring: isScoring,
            details: SubmissionDetails(package, findings: findings))
        let submissions = folder.children.flatMap { reader.read($0) }
        if submissions.isEmpty {
            findings.warn("submissions", "there are no submissions; add a solution to submissions/accepted")
        } else if !submissions.contains(where: {
            $0.expected.verdicts == [.accepted] && $0.expected.isFullScore != false
        }) {
            findings.warn("submissions", "no submission is to be accepted; add a solution to submissions/accepted")
        }
        return submissions
    }

    private func read(_ folder: PackageEntry) -> [Submission] {
        guard folder.isFolder else {
            findings.warn(folder.location, "ignored: a submission stands in a folder such as submissions/accepted")
            return []
        }
        var unexplained = 0
        let promise = ExpectedVerdicts.folder(folder.name)
        let submissions = folder.children.compactMap { entry -> Submission? in
            let files = package.sourceFiles(entry)
            guard !files.isEmpty else {
                findings.warn(entry.location, "the folder is empty; put a submission's sources into it or remove it")
                return nil
            }
            guard !isCompiledProgram(entry) else {
                findings.warn(entry.location, "ignored: a compiled program, not a source; remove it from the package")
                return nil
            }
            let annotations = annotations(in: entry)
            var expected = promise
            if let promise {
                check(annotations, against: promise, folder: folder.name)
            } else {
                expected = self.expected(annotations)
                if annotations.isEmpty { unexplained += 1 }
            }
            let path = String(entry.location.dropFirst("submissions/".count))
            let details = details.details(of: entry)
            return Submission(
                path: path, sources: .inPackage(files), language: details.language, entryPoint: details.entryPoint,
                expected: result(expected ?? [], isFullScore: isScoring ? Self.isFullScore(folder.name) : nil))
        }
        warn(about: folder, unexplained: unexplained)
        return submissions
    }

    /// What is promised of a submission; the time limit is found with those that are to be accepted with the best score.
    private func result(_ verdicts: Set<Verdict>, isFullScore: Bool?) -> ExpectedResult {
        let isModel = verdicts == [.accepted] && isFullScore != false
        return ExpectedResult(
            verdicts, tests: isModel ? [ExpectedTests(timeBound: .lower)] : [], isFullScore: isFullScore)
    }

    /// Whether submissions in the folder are to get the best score.
    private static func isFullScore(_ folder: String) -> Bool? {
        switch folder {
        case "accepted": true
        case "partially_accepted": false
        default: nil
        }
    }

    private func warn(about folder: PackageEntry, unexplained: Int) {
        if folder.name == "partially_accepted", !isScoring {
            findings.warn(folder.location, "partial acceptance needs \"type: scoring\"; move the submissions elsewhere")
        }
        guard unexplained > 0 else { return }
        let advice = "name the folder \(ExpectedVerdicts.mainFolders) or write @EXPECTED_RESULTS@: into the sources"
        let subject = unexplained == 1 ? "1 submission promises" : "\(unexplained) submissions promise"
        findings.warn(folder.location, "\(subject) nothing; \(advice)")
    }

    private func expected(_ annotations: [ExpectedVerdicts.Annotation]) -> Set<Verdict> {
        guard let annotation = annotations.first else { return [] }
        guard annotations.count == 1 else {
            let message = "a second annotation of one submission, so nothing is promised; remove one"
            findings.warn(annotations[1].file, line: annotations[1].line, message)
            return []
        }
        do throws(ExpectedVerdicts.UnknownResult) {
            return try annotation.verdicts()
        } catch {
            findings.warn(annotation.file, line: annotation.line, error.message + "; so nothing is promised")
            return []
        }
    }

    private func check(_ annotations: [ExpectedVerdicts.Annotation], against promise: Set<Verdict>, folder: String) {
        for annotation in annotations {
            do throws(ExpectedVerdicts.UnknownResult) {
                let verdicts = try annotation.verdicts()
                guard !verdicts.isEmpty, verdicts.isDisjoint(with: promise) else { continue }
                let message = "the annotation contradicts the folder \"\(folder)\", which counts; correct one of them"
                findings.warn(annotation.file, line: annotation.line, message)
            } catch {
                findings.warn(annotation.file, line: annotation.line, error.message)
            }
        }
    }

    private func isCompiledProgram(_ entry: PackageEntry) -> Bool {
        package.bytes(of: entry, limit: CompiledProgram.headLength).map(CompiledProgram.begins) ?? false
    }

    private func annotations(in entry: PackageEntry) -> [ExpectedVerdicts.Annotation] {
        guard !entry.isFolder else { return entry.children.flatMap { annotations(in: $0) } }
        guard let bytes = package.bytes(of: entry, limit: Self.annotationLimit) else {
            findings.error(entry.location, LoadedPackage.notLoaded)
            return []
        }
        return ExpectedVerdicts.annotations(in: bytes, file: entry.location)
    }
}
