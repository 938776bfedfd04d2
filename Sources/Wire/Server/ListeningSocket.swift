internal import Glibc
package import SystemPackage

/// A Unix socket that listens, with the mode that its file is to have from its first moment.
package struct ListeningSocket: ~Copyable {
    private let path: FilePath
    private let descriptor: CInt

    /// Listens at `path`. A file of a socket on which nobody listens any more is replaced; any other is left alone.
    package init(path: FilePath, mode: FilePermissions) throws(WireError) {
        self.path = path
        descriptor = socket(
            AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw Self.error("a socket for \(path)") }
        do throws(WireError) {
            try Self.removeStale(path)
            // On Linux the file gets the mode of the socket, less the umask (unix(7)): there is no moment at which more
            // may connect. What the umask took away comes back after.
            guard fchmod(descriptor, mode.rawValue) == 0 else { throw Self.error("the mode of \(path)") }
            try unsafe Self.withAddress(path) { address, length throws(WireError) in
                guard unsafe bind(descriptor, address, length) == 0 else { throw Self.error("bind to \(path)") }
            }
            guard unsafe chmod(path.string, mode.rawValue) == 0, listen(descriptor, 1024) == 0 else {
                throw Self.error("listen at \(path)")
            }
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Gives the descriptor away.
    package consuming func take() -> CInt { descriptor }

    private static func removeStale(_ path: FilePath) throws(WireError) {
        var status = stat()
        guard unsafe lstat(path.string, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw WireError(.alreadyExists, "\(path) exists and is no socket; choose another path or remove it")
        }
        let probe = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { throw error("a socket for \(path)") }
        defer { close(probe) }
        var refused = false
        try unsafe withAddress(path) { address, length in
            refused = unsafe connect(probe, address, length) != 0 && errno == ECONNREFUSED
        }
        guard refused else {
            throw WireError(.alreadyExists, "another program listens at \(path); stop it or choose another path")
        }
        guard unsafe unlink(path.string) == 0 else { throw error("remove \(path)") }
    }

    private static func withAddress(
        _ path: FilePath, _ body: (UnsafePointer<sockaddr>, socklen_t) throws(WireError) -> Void
    ) throws(WireError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.string.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count < room else {
            throw WireError(.invalidArgument, "\(path) is longer than the \(room - 1) bytes of a socket's path")
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let result = unsafe withUnsafePointer(to: &address) { pointer -> Result<Void, WireError> in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                do throws(WireError) {
                    try unsafe body(address, socklen_t(MemoryLayout<sockaddr_un>.size))
                    return .success(())
                } catch {
                    return .failure(error)
                }
            }
        }
        try result.get()
    }

    private static func error(_ stage: String) -> WireError {
        WireError(.unavailable, "\(stage): \(Errno(rawValue: errno))")
    }
}
