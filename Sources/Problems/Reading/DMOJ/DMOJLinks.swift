import PackageFiles
import StrictYAML
import Units

/// The `symlinks` that DMOJ makes beside submissions. One to standard input is a file with the same in it; no others are made.
struct DMOJLinks {
    private static let standardInputs: Set<String> = ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]

    /// What the files are called.
    private var names: [String] = []

    /// Reads the key `symlinks`.
    init(_ root: DMOJNode, _ findings: Findings) {
        guard let node = root["symlinks"], !node.isNull else { return }
        names =
            findings.collect { () throws(Diagnostic) in
                let mapping = try node.mapping()
                var names: [String] = []
                for name in mapping.keys {
                    let target = try mapping.value(name)
                    guard TreePath(name) != nil else {
                        throw target.error("has a name that is no path beside a submission")
                    }
                    if Self.standardInputs.contains(try target.string()) {
                        names.append(name)
                    } else {
                        findings.warn(
                            target.file, line: target.line,
                            "the link \(name) is not made, only those to /dev/stdin are; programs that open it fail")
                    }
                }
                return names
            } ?? []
    }

    /// `tests` with these files beside submissions.
    func linked(_ tests: [TestCase]) -> [TestCase] {
        tests.map { test in
            var test = test
            test.files += names.map { SourceFile(test.input, name: $0) }
            return test
        }
    }
}
