import CLinux
import Glibc
import SystemPackage

/// A private directory of one sandbox, with the store in it, below the host's directory for temporary files.
///
/// The store itself may be read by all, for the programs shown its children have ids of their own; the directory around
/// it may not.
struct SandboxDirectory: Sendable {
    private let path: FilePath
    private let claim: DirectoryClaim
    let store: FilePath

    init(number: Int) throws(SandboxError) {
        let parent = FilePath(Host.environment("TMPDIR") ?? "/tmp")
        Self.removeAbandoned(in: parent)
        var status = statvfs()
        guard unsafe statvfs(parent.string, &status) != 0 || status.f_flag & Self.noExecution == 0 else {
            throw SandboxError(
                .systemCall, stage: "keep programs in \(parent), which is mounted noexec", advice: Self.advice)
        }
        var template = parent.appending("verdict-\(getpid())-\(number)-XXXXXX").string.utf8CString.map { $0 }
        guard unsafe mkdtemp(&template) != nil else {
            throw SandboxError(
                .systemCall, stage: "make a directory in \(parent)", errno: Errno(rawValue: errno),
                advice: Self.advice)
        }
        path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
        claim = try DirectoryClaim(path)
        store = path.appending("store")
        guard unsafe mkdir(store.string, 0o755) == 0, unsafe chmod(store.string, 0o755) == 0 else {
            let error = Errno(rawValue: errno)
            _ = unsafe clinux_remove_tree(path.string)
            throw SandboxError(.systemCall, stage: "make \(store)", errno: error, advice: Self.advice)
        }
    }

    /// `ST_NOEXEC` (statvfs(3)), an enumerator of C without a Swift name.
    private static let noExecution: UInt = 8
    private static let advice = "set TMPDIR to a directory that can be written and holds programs, with room in it"

    func remove() {
        // Only ours lies in it; what resists is cleared by the next start.
        _ = unsafe clinux_remove_tree(path.string)
    }

    /// Clears what a judge that was killed has left: nobody else's directories, and nothing that others may write to.
    private static func removeAbandoned(in parent: FilePath) {
        for path in DirectoryClaim.abandoned(in: parent) {
            var status = stat()
            guard unsafe lstat(path.string, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o077 == 0
            else { continue }
            _ = unsafe clinux_remove_tree(path.string)
        }
    }
}
