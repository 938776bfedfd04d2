import Logging
import Storage
import Units

/// What one call has moved into the log's archive.
struct ArchiveProgress: Hashable, Sendable {
    var entries = 0
    var files = 0
    /// The files' size together.
    var size = ByteCount(0)
    /// The position of the last entry; nil: there is none.
    var last: LogPosition?
    /// Whether there is no more to be moved.
    var isComplete = false
}

/// Moves old entries of the log into its archive: those that a snapshot covers, so that no start has to read them.
struct LogArchiving: Sendable {
    private let archive: any LogArchive
    private let logger: Logger
    private let snapshotPosition: @Sendable () -> LogPosition

    /// - Parameter snapshotPosition: up to where a snapshot has what the log says.
    init(_ archive: any LogArchive, logger: Logger, snapshotPosition: @escaping @Sendable () -> LogPosition) {
        (self.archive, self.logger, self.snapshotPosition) = (archive, logger, snapshotPosition)
    }

    /// Moves what is older than `age` every hour, until the task is cancelled. What fails is done the next time.
    /// - Throws: `CancellationError`.
    func run(after age: Duration) async throws {
        while true {
            try await Task.sleep(for: .seconds(3600) * Double.random(in: 0.8...1.2))
            do {
                var moved = ArchiveProgress()
                try await archive(olderThan: age) { moved = $0 }
                guard let last = moved.last else { continue }
                logger.info(
                    "moved old entries of the log into its archive",
                    metadata: ["entries": "\(moved.entries)", "last position": "\(last.number)"])
            } catch {
                try Task.checkCancellation()
                logger.warning("cannot archive the log now", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Moves all that is older than `age` and fills a file.
    /// - Parameters:
    ///   - isDryRun: moves nothing, and tells what would be moved.
    ///   - tell: is told what was moved so far, file by file, and at last all of it.
    /// - Throws: ``StorageError``: `conflict` if somebody else does the same now; what `tell` throws.
    func archive(
        olderThan age: Duration, isDryRun: Bool = false, _ tell: (ArchiveProgress) async throws -> Void
    ) async throws {
        // Once for all parts: a long log ages while it is moved.
        let (time, limit) = (SystemTime.now.subtractingClamped(age.nanoseconds), snapshotPosition())
        var progress = ArchiveProgress()
        while let part = try await archive.nextPart(after: progress.last, recordedBefore: time, upTo: limit) {
            try Task.checkCancellation()
            if !isDryRun { try await archive.move(part) }
            progress.entries += part.entries
            progress.files += 1
            progress.size = progress.size + part.size
            progress.last = part.positions.upperBound
            try await tell(progress)
        }
        progress.isComplete = true
        try await tell(progress)
    }
}

extension Int64 {
    fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }
}
