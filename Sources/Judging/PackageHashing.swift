import Concurrency
import Problems
import Provenance
import Synchronization

/// Finds what the files of a package on this machine hash to, once.
final class PackageHashing: Sendable {
    /// What came of it.
    struct Finding: Sendable {
        /// Nil if a file cannot be read.
        var digests: PackageDigests?
        /// Why there are none, for the package's author.
        var complaint: String?
    }

    private let package: ProblemPackage
    private let known = Mutex<PackageDigests?>(nil)

    init(_ package: ProblemPackage) {
        self.package = package
    }

    /// Reads all test data and checkers whose hashes are not known, off the cooperative threads, unless that was done before. Cancelling the task stops
    /// that.
    /// - Throws: `CancellationError`.
    func find() async throws -> Finding {
        if let digests = known.withLock({ $0 }) { return Finding(digests: digests) }
        let package = package
        do {
            let digests = try await BlockingWork.run { isCancelled in
                try PackageDigests(package.problem) { file in
                    let path = package.path(of: file)
                    do {
                        return try ContentDigest(ofFileAt: path, isCancelled: isCancelled)
                    } catch let error as CancellationError {
                        throw error
                    } catch {
                        throw JudgingError(.files, "cannot hash \(path): \(error)")
                    }
                }
            }
            known.withLock { $0 = digests }
            return Finding(digests: digests)
        } catch let error as JudgingError {
            // Whether the file is needed, and whose fault that is, the runs find out.
            return Finding(complaint: error.message + "; so the record has no hashes of tests and checker")
        }
    }
}
