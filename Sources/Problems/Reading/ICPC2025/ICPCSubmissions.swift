import Grading
import PackageFiles
import StrictYAML

/// Reads `submissions` of the format 2025-09: each file or folder in one of its folders.
enum ICPCSubmissions {
    static let folder = "submissions"

    /// What has to be looked into: what is promised, and the beginnings of submissions.
    static func needs(of package: PackageEntry) -> [FileRequest] {
        guard let folder = package.child(folder) else { return [] }
        let promises = [folder.child(SubmissionPromises.file)].compactMap { $0?.file }
        return promises.map { FileRequest($0, atMost: YAMLDocument.sizeLimit + 1) }
            + folder.children.filter(\.isFolder).flatMap(\.children).compactMap(\.file)
            .map { FileRequest($0, atMost: CompiledProgram.headLength) }
    }

    /// Those of a package of a format that has no such folder itself: nothing is said where there are none.
    static func extra(
        in package: LoadedPackage, groups: GroupTree, areAnswers: Bool = false, findings: Findings
    ) -> [Submission] {
        guard let folder = package.child(folder), folder.isFolder else { return [] }
        return read(folder, in: package, groups: groups, areAnswers: areAnswers, findings: findings)
    }

    /// - Parameters:
    ///   - package: the package.
    ///   - groups: how its test cases are graded.
    ///   - areAnswers: whether they are answers, and no sources.
    ///   - findings: takes what is wrong or odd.
    static func read(
        _ package: LoadedPackage, groups: GroupTree, areAnswers: Bool, findings: Findings
    ) -> [Submission] {
        guard let folder = package.child(folder), folder.isFolder else {
            findings.warn("submissions", "there are no submissions; add submissions/accepted with a solution")
            return []
        }
        let submissions = read(folder, in: package, groups: groups, areAnswers: areAnswers, findings: findings)
        if !submissions.contains(where: { $0.expected.verdicts == [.accepted] }) {
            findings.warn("submissions", "no submission is to be accepted; add a solution to submissions/accepted")
        }
        return submissions
    }

    private static func read(
        _ folder: PackageEntry, in package: LoadedPackage, groups: GroupTree, areAnswers: Bool, findings: Findings
    ) -> [Submission] {
        let named = groups.isScoring ? groups.groups.dropFirst().map(\.name) : []
        let found = folder.children.flatMap { read($0, in: package, areAnswers: areAnswers, findings) }
        return findings.oddities {
            var promises = SubmissionPromises(
                folder.child(SubmissionPromises.file), of: package, isScoring: groups.isScoring, findings: findings)
            promises.limit(for: found.count)
            let submissions = found.map { [promises] submission in
                var submission = submission
                promises.apply(to: &submission, groups: Array(named))
                return submission
            }
            promises.check(against: submissions)
            return submissions
        }
    }

    private static func read(
        _ folder: PackageEntry, in package: LoadedPackage, areAnswers: Bool, _ findings: Findings
    ) -> [Submission] {
        guard folder.isFolder else {
            if folder.name != SubmissionPromises.file {
                findings.warn(folder.location, "ignored: a submission stands in a folder such as submissions/accepted")
            }
            return []
        }
        return folder.children.compactMap { entry in
            let files = package.sourceFiles(entry)
            guard !files.isEmpty else {
                findings.warn(entry.location, "the folder is empty; put a submission's sources into it or remove it")
                return nil
            }
            if !areAnswers,
                package.bytes(of: entry, limit: CompiledProgram.headLength).map(CompiledProgram.begins) ?? false
            {
                findings.warn(entry.location, "ignored: a compiled program, not a source; remove it from the package")
                return nil
            }
            return Submission(
                path: String(entry.location.dropFirst("submissions/".count)), sources: .inPackage(files))
        }
    }
}
