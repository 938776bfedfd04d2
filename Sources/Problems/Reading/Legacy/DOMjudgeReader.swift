import PackageFiles
import StrictYAML
import Units

/// Reads packages that DOMjudge takes without a `problem.yaml`: they have its own settings only, and are legacy ones in all else.
enum DOMjudgeReader: PackageReader {
    static let settingsFile = TimeLimitReader.iniFile
    static let formats = [PackageFormat.legacy]

    /// What an empty `problem.yaml` says.
    private static let noSettings = "{}"

    static func needs(of folder: PackageEntry) -> [FileRequest] {
        settings(in: folder) == nil ? [] : LegacyReader.needs(of: folder)
    }

    static func read(
        _ package: LoadedPackage, _ settings: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let mapping = findings.collect { () throws(Diagnostic) in
            try YAMLDocument(text: noSettings, file: ProblemYAMLReader.settingsFile).root.mapping()
        }
        guard let mapping else { throw ProblemError(.invalid, findings.errors) }
        return try LegacyReader.read(package, mapping, as: .legacy, findings: findings)
    }
}
