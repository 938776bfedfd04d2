import Concurrency
import Files
import Glibc
import SystemPackage

/// A pipe with a name (`fifo(7)`), between two programs in cells that are shown its directory: whoever opens one end of it waits
/// until somebody opens the other.
struct NamedPipe: Sendable {
    /// Where it is on the host.
    let path: FilePath

    /// Makes the pipe, in a directory that is made if it is not there; users of all cells that see it may open it.
    init(making name: String, in directory: FilePath) throws(SandboxError) {
        path = directory.appending(name)
        do {
            try directory.makeDirectories()
        } catch {
            throw SandboxError(.systemCall, stage: "make the directory \(directory)", errno: error)
        }
        // Whatever the umask, in a second step.
        guard unsafe mkfifo(path.string, 0o666) == 0, unsafe chmod(path.string, 0o666) == 0 else {
            throw failure("make", Errno(rawValue: errno))
        }
    }

    /// Opens the end to read from, when somebody has opened the other.
    func openToRead() async throws(SandboxError) -> OwnedDescriptor { try await open(O_RDONLY) }

    /// Opens the end to write to, when somebody has opened the other.
    func openToWrite() async throws(SandboxError) -> OwnedDescriptor { try await open(O_WRONLY) }

    /// Opens both ends, and waits for nobody: who waits for one of them, now or later, waits no more while this is held.
    func openBoth() async -> OwnedDescriptor {
        while true {
            let both = OwnedDescriptor(unsafe Glibc.open(path.string, O_RDWR | O_NONBLOCK | O_CLOEXEC))
            if both.rawValue >= 0 { return both }
            // Too many files are open; whoever waits would do so for ever.
            try? await Task.sleep(for: .milliseconds(10))
        }
    }

    private func open(_ mode: Int32) async throws(SandboxError) -> OwnedDescriptor {
        let path = path
        do {
            return try await BlockingWork.run { _ in
                while true {
                    let descriptor = unsafe Glibc.open(path.string, mode | O_CLOEXEC)
                    if descriptor >= 0 { return OwnedDescriptor(descriptor) }
                    guard errno == EINTR else { throw Errno(rawValue: errno) }
                }
            }
        } catch {
            throw failure("open", error as? Errno ?? .ioError)
        }
    }

    private func failure(_ deed: String, _ error: Errno) -> SandboxError {
        SandboxError(.systemCall, stage: "\(deed) the pipe \(path)", errno: error)
    }
}
