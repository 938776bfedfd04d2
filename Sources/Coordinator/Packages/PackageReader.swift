import Concurrency
import Fleet
import PackageFiles
import Problems
import Provenance
import Storage
import Synchronization
import SystemPackage
import Units

/// Reads a package whose files are contents, as one in a folder is read.
///
/// What the reader looks into, settings and the beginnings of submissions, is unsealed into memory and nowhere else: no file
/// is made. Test data is never unsealed here.
struct PackageReader: Sendable {
    /// How many contents are unsealed at once for one package.
    private static let atOnce = 4
    /// The most bytes that the output validator's arguments may have on all test cases together: they are hashed for each.
    private static let argumentLimit = ByteCount.mebibytes(64)

    let blobs: any BlobStore

    /// The problem of `tree`, and what decides its judgements.
    /// - Throws: `DomainError`: `invalid` with everything that is wrong with the package; `StorageError`.
    func read(_ tree: FileManifest) async throws -> (problem: Problem, digests: PackageDigests) {
        let listing = tree.listing(name: "package")
        let needs = try Self.reportingProblems { () throws(ProblemError) in try Problem.needs(of: listing) }
        let contents = try await contents(needs)
        return try await BlockingWork.run { _ in
            let problem = try Self.reportingProblems { () throws(ProblemError) in
                try Problem(listing, contents: contents)
            }
            return (problem, try Self.digests(of: problem))
        }
    }

    /// The hashes of the files are those that the tree has: nothing is unsealed for it.
    private static func digests(of problem: Problem) throws(DomainError) -> PackageDigests {
        let size = problem.testCases.reduce(0) { $0 + $1.validatorArguments.reduce(0) { $0 + $1.utf8.count } }
        guard size <= argumentLimit.bytes else {
            let message =
                "data: the output validator's arguments take \(ByteCount(Int64(size))) on all test cases together"
            throw DomainError(
                .invalid, message + ", and a fleet takes at most \(argumentLimit)", advice: "make them shorter")
        }
        return try PackageDigests(problem) { file throws(DomainError) in
            throw DomainError(
                .invalid, "\(file.path.text) has no hash in the package's tree",
                advice: "upload the whole package again")
        }
    }

    private func contents(_ requests: [FileRequest]) async throws -> [TreePath: [UInt8]] {
        let contents = Mutex<[TreePath: [UInt8]]>([:])
        try await BoundedTasks.forEach(requests, atOnce: Self.atOnce) { request in
            var bytes: [UInt8] = []
            if request.count > 0, let hash = request.file.hash.flatMap({ ContentHash(bytes: $0) }) {
                for try await piece in blobs.read(hash, range: 0..<Int64(request.count)) { bytes += piece }
            }
            contents.withLock { [bytes] in $0[request.file.path] = bytes }
        }
        return contents.withLock { $0 }
    }

    /// What `read` makes; everything that is wrong with the package is told to the caller, a line each.
    private static func reportingProblems<Value>(_ read: () throws(ProblemError) -> Value) throws(DomainError) -> Value
    {
        do {
            return try read()
        } catch {
            throw DomainError.invalidPackage(error.diagnostics.map(\.description))
        }
    }
}

extension DomainError {
    /// A package that cannot be used.
    /// - Parameter problems: everything that is wrong with it, one line each; lines that do not fit are only counted.
    static func invalidPackage(_ problems: [String]) -> DomainError {
        // What reaches the other side of a call.
        let limit = 4000
        var text = ""
        for (index, problem) in problems.enumerated() {
            let longer = text + (index == 0 ? "" : "\n") + problem
            guard longer.utf8.count <= limit else {
                return DomainError(.invalid, text + "\nand \(problems.count - index) more")
            }
            text = longer
        }
        return DomainError(.invalid, text)
    }
}
