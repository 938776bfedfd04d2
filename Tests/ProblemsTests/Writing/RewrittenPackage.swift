import FoundationEssentials
import PackageFiles
import Problems
import SystemPackage

/// A package that was written in a format, and read again; gone when the test is over.
final class RewrittenPackage: Sendable {
    /// The UUID of packages that have none.
    static let uuid = "00000000-0000-4000-8000-000000000001"

    let written: WrittenPackage
    let original: Problem
    let copy: Problem
    let path: FilePath

    /// Writes `package` as `format`, and reads that.
    /// - Throws: `PackageWritingError` if it cannot be said in the format; `ProblemError` if what was written cannot be read.
    init(_ package: ProblemPackage, as format: WrittenFormat) throws {
        original = package.problem
        written = try WrittenPackage(package.problem, package.directory.listing, as: format, uuid: Self.uuid)
        let folder = FilePath(FileManager.default.temporaryDirectory.path).appending("verdict-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        path = folder.appending(package.problem.shortName)
        do {
            try written.make(at: path, from: package.directory)
            copy = try ProblemPackage(path).problem
        } catch {
            // Nothing is left to do for a directory that cannot be removed.
            try? FileManager.default.removeItem(atPath: folder.string)
            throw error
        }
    }

    deinit {
        // Nothing is left to do for a directory that cannot be removed.
        try? FileManager.default.removeItem(atPath: path.removingLastComponent().string)
    }

    /// What differs between the two.
    var differences: [String] { PackageComparison(of: original, with: copy, written: written).differences }
}
