import PackageFiles
import StrictYAML
import Units

/// `submissions.json`, in which DOMjudge's packages say where programs start whose files do not tell it.
struct SubmissionDetails {
    /// What it says of one submission.
    struct Details {
        /// The language's id; nil: told by the files.
        var language: String?
        /// The file or class where the program starts; nil: told by the files.
        var entryPoint: String?
    }

    static let file = "submissions.json"
    /// The largest such file that is read.
    static let sizeLimit = YAMLDocument.sizeLimit

    /// By the submissions' paths: `submissions/accepted/sum`.
    private var details: [String: Details] = [:]

    /// Reads the package's file, if it has one. JSON is YAML, too.
    init(_ package: LoadedPackage, findings: Findings) {
        guard let entry = package.child(Self.file),
            let mapping = findings.collect({ () throws(Diagnostic) in try package.yaml(entry, findings) })
        else { return }
        for key in mapping.keys {
            let found = findings.collect { () throws(Diagnostic) in
                try Self.details(try mapping.value(key).mapping(), findings)
            }
            guard let found else { continue }
            let place = key.hasSuffix("/") ? String(key.dropLast()) : key
            guard Self.isSubmission(place, of: package.root) else {
                let message = "there is no submission \"\(key)\"; correct the path, as in \"submissions/accepted/a/\""
                findings.warn(Self.file, line: mapping.line(of: key), message)
                continue
            }
            details[place] = found
        }
    }

    /// What it says of a submission; nothing, if it is not named.
    func details(of submission: PackageEntry) -> Details { details[submission.path] ?? Details() }

    private static func details(_ given: YAMLMapping, _ findings: Findings) throws(Diagnostic) -> Details {
        findings.allow(["entry_point", "langid", "team"], in: given)
        return Details(
            language: try given["langid"]?.string(), entryPoint: try given["entry_point"]?.string())
    }

    /// Whether a file or folder stands at that path, which is `submissions/FOLDER/NAME`.
    private static func isSubmission(_ path: String, of root: PackageEntry) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.first == "submissions" else { return false }
        return parts.reduce(root) { (entry: PackageEntry?, name) in entry?.child(String(name)) } != nil
    }
}
