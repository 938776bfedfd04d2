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
