import ArgumentParser
import Grading
import Problems
import StrictYAML
import SystemPackage
import Units

/// `--policy`: how the verdict is made of those of test cases.
struct PolicyOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How the verdict is made of those of test cases, for packages without scores: first (the first that fails, as \
            usual), all (the same, but all run), worst (RE before MLE, TLE, OLE and WA), or a YAML file with DOMjudge's \
            results_prio, results_remap and lazy_eval_results.
            """, valueName: "name|file"))
    var policy: String?

    /// The policy; nil: the package's own.
    /// - Throws: ``CommandError`` if there is none of that name, or the file is none.
    func value() throws -> ResultPolicy? {
        guard let policy else { return nil }
        if let known = ResultPolicy.named.first(where: { $0.name == policy }) { return known.policy }
        guard HostFile.exists(FilePath(policy)) else {
            let names = ResultPolicy.named.map(\.name).joined(separator: ", ")
            throw CommandError("there is no policy \(policy): neither \(names) nor a file")
        }
        do throws(Diagnostic) {
            return try ResultPolicy(yaml: try contents(policy), file: policy)
        } catch {
            throw CommandError("\(error)")
        }
    }

    private func contents(_ path: String) throws(Diagnostic) -> [UInt8] {
        do {
            return try HostFile.contents(of: FilePath(path))
        } catch {
            throw Diagnostic(file: path, message: "cannot be read: \(error)")
        }
    }
}
