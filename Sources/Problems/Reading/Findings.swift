import Grading
import PackageFiles
import StrictYAML
import Units

/// What is wrong and what is odd, collected while a package is read.
///
/// Messages quote the package, so they are made printable here. A reference, because every part of the reader adds to
/// the same list; it never leaves the call that reads.
final class Findings {
    private(set) var errors: [Diagnostic] = []
    private(set) var warnings: [Diagnostic] = []

    /// Begins with what is left out of the package.
    init(_ findings: [PackageFinding]) {
        errors = findings.filter(\.isError).map(Diagnostic.init)
        warnings = findings.filter { !$0.isError }.map(Diagnostic.init)
    }

    func error(_ file: String, line: Int? = nil, _ message: String) {
        errors.append(Diagnostic(file: file, line: line, message: PrintableText.escape(message)))
    }

    func warn(_ file: String, line: Int? = nil, _ message: String) {
        warnings.append(Diagnostic(file: file, line: line, message: PrintableText.escape(message)))
    }

    /// The value that `read` returns; nil, and its error among the errors, if it throws.
    func collect<Value>(_ read: () throws(Diagnostic) -> Value?) -> Value? {
        do {
            return try read()
        } catch {
            self.error(error.file, line: error.line, error.message)
            return nil
        }
    }

    /// What `read` returns. What is wrong there is only odd: no verdict depends on it.
    func oddities<Value>(_ read: () -> Value) -> Value {
        let count = errors.count
        let value = read()
        warnings += errors[count...]
        errors.removeSubrange(count...)
        return value
    }

    /// The tree that `make` returns. If it throws, that is an error about `file`, for which the package is refused, and the tree has
    /// no groups.
    func tree(of tests: Int, in file: String, _ make: () throws(GradingError) -> GroupTree) -> GroupTree {
        do throws(GradingError) {
            return try make()
        } catch {
            self.error(file, error.description)
            return GroupTree(tests: tests)
        }
    }

    /// Every key of `mapping` that is not in `known` is a warning: nothing is made of it, by other judges neither.
    func allow(_ known: [String], in mapping: YAMLMapping) {
        for error in mapping.unknownKeys(allowing: known) {
            warn(error.file, line: error.line, error.message + "; it is not used: correct or remove it")
        }
    }
}
