internal import Glibc

/// The journal at the other end of a standard stream (`systemd.exec(5)`, `$JOURNAL_STREAM`).
enum JournalStream {
    /// Whether standard error is the stream that `variable` names as `DEVICE:INODE`. It may name another: a shell that
    /// redirects does not change the variable.
    static func isStandardError(variable: String?) -> Bool {
        var status = stat()
        guard unsafe fstat(STDERR_FILENO, &status) == 0 else { return false }
        return names(variable: variable, device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    static func names(variable: String?, device: UInt64, inode: UInt64) -> Bool {
        let numbers = variable?.split(separator: ":", omittingEmptySubsequences: false).map { UInt64($0) } ?? []
        return numbers == [device, inode]
    }
}
