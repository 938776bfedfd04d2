import Units
public import Wire

/// How far a backup is, for people and for programs.
public enum BackupText {
    /// On one line, at most `width` wide.
    public static func line(_ name: String, _ progress: Verdict_V1_BackupProgress, width: Int) -> String {
        ProgressBar.line(
            "backup \(name)", done: ByteCount(wireBytes: progress.copiedBytes),
            of: ByteCount(wireBytes: progress.totalBytes), width: width)
    }

    /// The record of it.
    public static func json(of progress: Verdict_V1_BackupProgress) -> JSONValue {
        [
            "copied_bytes": .integer(Int64(clamping: progress.copiedBytes)),
            "total_bytes": .integer(Int64(clamping: progress.totalBytes)),
            "complete": .bool(progress.complete),
        ]
    }
}

/// What was moved into the log's archive, for people and for programs.
public enum ArchiveText {
    /// On one line.
    public static func line(_ progress: Verdict_V1_ArchiveProgress, isDryRun: Bool) -> String {
        guard progress.entries > 0 else {
            return
                "nothing to archive: the entries that are old enough, and in the coordinator's snapshot, fill no file"
        }
        let verb = isDryRun ? "would be moved" : progress.complete ? "were moved" : "moved"
        return "\(progress.entries) entries \(verb) into \(progress.files) file\(progress.files == 1 ? "" : "s") "
            + "of the archive: \(ByteCount(wireBytes: progress.bytes)), up to position \(progress.lastPosition)"
    }

    /// The record of it.
    public static func json(of progress: Verdict_V1_ArchiveProgress, isDryRun: Bool) -> JSONValue {
        [
            "dry_run": .bool(isDryRun),
            "entries": .integer(Int64(clamping: progress.entries)),
            "files": .integer(Int64(clamping: progress.files)),
            "bytes": .integer(Int64(clamping: progress.bytes)),
            "last_position": progress.entries == 0 ? .null : .integer(Int64(clamping: progress.lastPosition)),
        ]
    }
}
