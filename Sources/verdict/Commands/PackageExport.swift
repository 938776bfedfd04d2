import Archives
import Concurrency
import Files
import Glibc
import PackageFiles
import Problems
import SystemPackage

/// Writes a package in another format to a place that the user named: a folder, or a zip archive.
///
/// It is made in a temporary folder beside that place, read again and compared with the package that it is made of. Only then it gets
/// its name, so nobody sees a part of it.
struct PackageExport {
    /// What came of it.
    struct Result {
        /// What was written.
        var written: WrittenPackage
        /// The package as it was read again. Its files are where it was written, if that is a folder.
        var copy: ProblemPackage
    }

    let format: WrittenFormat
    let target: FilePath
    /// Whether something else there is replaced.
    let isForced: Bool

    private var isArchive: Bool { target.extension == "zip" }

    /// The place for a package of which the user says none: `2025-09/sum`.
    static func place(of package: ProblemPackage, _ format: WrittenFormat) -> FilePath {
        FilePath(format.rawValue).appending(package.problem.shortName)
    }

    /// Looks at the place before the work begins.
    /// - Throws: ``CommandError`` if something is there that is not to be replaced.
    private func check(_ package: ProblemPackage) throws {
        guard HostFile.exists(target) else { return }
        guard isForced else {
            throw CommandError("there is something at \(target); name another place, or replace it with --force")
        }
        guard HostFile.realPath(of: target) != package.directory.root else {
            throw CommandError("\(target) is the package that is read; name another place")
        }
        let isPackage = ["problem.yaml", "problem.xml"].contains { HostFile.exists(target.appending($0)) }
        guard !target.isDirectory || isPackage else {
            throw CommandError("\(target) is a folder, and no package, so it is not replaced; name another place")
        }
    }

    /// Writes `package`. Waits for the file system.
    /// - Throws: `PackageWritingError`; ``CommandError``; `ProblemError`; `CancellationError`.
    func run(_ package: ProblemPackage, isCancelled: () -> Bool) throws -> Result {
        try check(package)
        var parent = target.removingLastComponent()
        if parent.isEmpty { parent = "." }
        let written = try WrittenPackage(
            package.problem, package.directory.listing, as: format, uuid: Self.randomUUID())
        let draft: FilePath
        do {
            try parent.makeDirectories()
            draft = try parent.makeTemporaryDirectory(prefix: ".verdict-")
        } catch {
            throw CommandError("cannot make a folder in \(parent): \(error); name another place with -o")
        }
        // What is left of it would be no package: its name begins with a dot.
        defer { _ = try? draft.removeTree() }
        let name = isArchive ? package.problem.shortName : target.lastComponent?.string ?? package.problem.shortName
        let folder = draft.appending(name)
        try written.make(at: folder, from: package.directory, isCancelled: isCancelled)
        let copy = try Self.verified(folder, written, package.problem)
        guard isArchive else {
            try put(folder, draft)
            return Result(
                written: written, copy: ProblemPackage(problem: copy.problem, directory: try PackageDirectory(target)))
        }
        let archive = draft.appending("package.zip")
        try ZipWriter.write(copy.directory, to: archive, isCancelled: isCancelled)
        try put(archive, draft)
        return Result(written: written, copy: copy)
    }

    /// Reads what was written.
    /// - Throws: ``CommandError`` if it is not judged as `original` is.
    private static func verified(
        _ folder: FilePath, _ written: WrittenPackage, _ original: Problem
    ) throws -> ProblemPackage {
        let copy: ProblemPackage
        do throws(ProblemError) {
            copy = try ProblemPackage(folder)
        } catch {
            throw CommandError("the package that was written cannot be read; report this:\n\(error)")
        }
        let differences = PackageComparison(of: original, with: copy.problem, written: written).differences
        guard differences.isEmpty else {
            throw CommandError(
                "the package cannot be written in this format, as it would be judged otherwise:\n"
                    + differences.joined(separator: "\n"))
        }
        return copy
    }

    /// Gives what was made its name; what had the name goes into `draft`, and comes back if that fails.
    private func put(_ made: FilePath, _ draft: FilePath) throws {
        let replaced = draft.appending(".replaced")
        do throws(Errno) {
            guard HostFile.exists(target) else { return try made.move(to: target) }
            try target.move(to: replaced)
            do throws(Errno) {
                try made.move(to: target)
            } catch {
                try replaced.move(to: target)
                throw error
            }
        } catch {
            throw CommandError("cannot write to \(target): \(error); name another place with -o")
        }
    }

    /// A UUID of version 4.
    private static func randomUUID() -> String {
        var digits = Array(
            String(UInt64.random(in: 0 ... .max), radix: 16) + String(UInt64.random(in: 0 ... .max), radix: 16))
        digits = Array(repeating: "0", count: max(0, 32 - digits.count)) + digits
        digits[12] = "4"
        digits[16] = "a"
        let ends = [8, 12, 16, 20, 32]
        return zip([0] + ends, ends).map { String(digits[$0..<$1]) }.joined(separator: "-")
    }
}
