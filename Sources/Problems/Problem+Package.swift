import StrictYAML
public import SystemPackage

extension Problem {
    /// Reads the package in the directory `package`, of the legacy or the legacy-icpc format.
    ///
    /// The format: Kattis' legacy problem package format, with DOMjudge's `domjudge-problem.ini` and
    /// `@EXPECTED_RESULTS@:` annotations. Only settings and the first 64 KiB of submissions are read; of all other
    /// files only the names. `problem.yaml` must be there, as `verifyproblem` demands, but may be empty: every key has
    /// a default.
    ///
    /// - Throws: `ProblemError` with every error found in the package.
    public init(package: FilePath) throws(ProblemError) {
        let findings = Findings()
        let root = try PackageFolder.locate(package)
        let entry = try PackageTree.read(root: root, findings: findings)
        guard let file = entry.child(ProblemSettings.file) else {
            throw PackageFolder.withoutSettings(entry, package: package, errors: findings.errors)
        }
        guard let mapping = findings.collect({ () throws(YAMLError) in try file.yaml() }) else {
            throw ProblemError(.invalid, findings.errors)
        }
        let settings = try ProblemSettings(mapping, findings: findings)
        let problem = PackageReader(entry, settings: settings, findings: findings).read()
        guard findings.errors.isEmpty else { throw ProblemError(.invalid, findings.errors) }
        self = problem
    }
}
