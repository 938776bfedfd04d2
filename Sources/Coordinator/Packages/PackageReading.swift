import Concurrency
import Fleet
import PackageFiles
import Problems
import Storage
import Synchronization
import SystemPackage
import Wire

/// Reads a package whose files are contents, as one in a folder is read.
///
/// What the reader looks into, settings and the beginnings of submissions, is unsealed into memory and nowhere else: no file
/// is made. Test data is never unsealed here.
struct PackageReading: Sendable {
    /// How many contents are unsealed at once for one package.
    private static let atOnce = 4

    let blobs: any BlobStore

    /// The problem of `tree`. Its paths lead nowhere: its files are contents.
    /// - Throws: `WireError`: `invalidArgument` with everything that is wrong with the package; `StorageError`.
    func problem(of tree: PackageTree) async throws -> Problem {
        let listing = tree.listing(name: "package")
        let needs = try Self.complaining { () throws(ProblemError) in try Problem.needs(of: listing) }
        let contents = try await contents(needs)
        return try await BlockingWork.run { _ in
            try Self.complaining { () throws(ProblemError) in try Problem(listing, contents: contents) }
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
    private static func complaining<Value>(_ read: () throws(ProblemError) -> Value) throws(WireError) -> Value {
        do {
            return try read()
        } catch {
            throw WireError(.invalidArgument, PackageComplaints.text(error.diagnostics.map(\.description)))
        }
    }
}
