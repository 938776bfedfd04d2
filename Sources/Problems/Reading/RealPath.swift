import Glibc
import SystemPackage

/// Paths without symbolic links, `.` and `..` (realpath(3)).
enum RealPath {
    static func resolve(_ path: FilePath) throws(Errno) -> FilePath {
        let resolved = unsafe path.withPlatformString { unsafe realpath($0, nil) }
        guard let resolved = unsafe resolved else { throw Errno(rawValue: errno) }
        defer { unsafe free(resolved) }
        return unsafe FilePath(platformString: resolved)
    }
}
