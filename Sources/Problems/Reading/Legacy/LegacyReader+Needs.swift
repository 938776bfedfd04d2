import PackageFiles
import StrictYAML

extension LegacyReader: ProblemYAMLFormat {
    static let formats = [PackageFormat.legacy, .legacyICPC]

    /// Settings as far as they are taken, and one byte more, which tells that one is too large; the beginnings of
    /// submissions. Never test data.
    static func needs(of folder: PackageEntry) -> [FileRequest] {
        func request(_ entries: [PackageEntry?], _ limit: Int) -> [FileRequest] {
            entries.compactMap { $0?.file }.map { FileRequest($0, atMost: limit) }
        }
        let yaml = folder.child("data").map(groupSettings) ?? []
        let times = TimeLimitReader.files.map { folder.child($0) }
        let details = [folder.child(SubmissionDetails.file)]
        let submissions = folder.child("submissions")?.children.filter(\.isFolder).flatMap(\.files) ?? []
        return request(yaml, YAMLDocument.sizeLimit + 1) + request(times, TimeLimitReader.sizeLimit + 1)
            + request(details, SubmissionDetails.sizeLimit + 1)
            + submissions.map { FileRequest($0.file, atMost: SubmissionReader.annotationLimit) }
    }

    private static func groupSettings(of folder: PackageEntry) -> [PackageEntry] {
        folder.children.flatMap { entry in
            if entry.isFolder { return groupSettings(of: entry) }
            return entry.name == DataReader.settingsFile ? [entry] : []
        }
    }

    static func read(
        _ package: LoadedPackage, _ mapping: YAMLMapping, as format: PackageFormat, findings: Findings
    ) throws(ProblemError) -> Problem {
        let home = home(of: package)
        let settings = ProblemSettings(mapping, format: format, home: home, findings: findings)
        return LegacyReader(package, settings: settings, home: home, findings: findings).read()
    }

    /// Only DOMjudge has these files.
    private static func home(of package: LoadedPackage) -> HomeSystem {
        let signs = [TimeLimitReader.iniFile, SubmissionDetails.file]
        return signs.contains { package.child($0) != nil } ? .domjudge : .kattis
    }
}
