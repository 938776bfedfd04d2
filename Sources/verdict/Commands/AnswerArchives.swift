import Archives
import Concurrency
import Judging
import PackageFiles
import Problems
import SystemPackage

/// Answers that the user has in an archive, as contestants hand them in: each file of it is one of the submission's.
enum AnswerArchives {
    /// Runs `body` with `submissions`, those unpacked that are one archive each; what was unpacked is there for no longer than that.
    static func with<Result>(
        _ submissions: [Submission], _ body: ([Submission]) async throws -> Result
    ) async throws -> Result {
        let folder = UnpackedFolder()
        let result: Result
        do {
            let unpacked = try await BlockingWork.run { isCancelled in
                try submissions.enumerated().map { number, submission in
                    try Self.unpacked(submission, in: folder, called: "\(number)", isCancelled: isCancelled)
                }
            }
            result = try await body(unpacked)
        } catch {
            try await BlockingWork.run { _ in folder.remove() }
            throw error
        }
        try await BlockingWork.run { _ in folder.remove() }
        return result
    }

    private static func unpacked(
        _ submission: Submission, in folder: UnpackedFolder, called name: String, isCancelled: () -> Bool
    ) throws -> Submission {
        guard case .onDisk(let files) = submission.sources, let file = files.first, files.count == 1,
            file.name.lowercased().hasSuffix(".zip")
        else { return submission }
        let directory = try PackageArchive(file.path).unpackFiles(into: folder.place(name), isCancelled: isCancelled)
        var submission = submission
        submission.sources = .onDisk(
            directory.listing.root.files.map { LocalSource(path: directory.path(of: $0.file), name: $0.path) })
        return submission
    }
}
