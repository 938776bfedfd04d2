import CLinux
import Files
import Glibc
import SystemPackage

/// The private directories of one sandbox: the store, below the host's directory for temporary files, and the input files
/// of runs, in memory where there is room.
///
/// Both may be read by all, for the programs shown what is in them have ids of their own; the directories around them may
/// not.
struct SandboxDirectory: Sendable {
    private let places: [PrivateDirectory]
    /// The directory whose children runs may be shown.
    let store: FilePath
    /// The directory of the files that runs read.
    let inputs: FilePath

    init(number: Int) throws(SandboxError) {
        let temporary = FilePath.temporaryDirectory
        var status = statvfs()
        guard unsafe statvfs(temporary.string, &status) != 0 || status.f_flag & Self.noExecution == 0 else {
            throw SandboxError(
                .systemCall, stage: "keep programs in \(temporary), which is mounted noexec",
                advice: PrivateDirectory.advice)
        }
        let place = try PrivateDirectory(in: temporary, number: number)
        guard Self.hasRoom(Self.memory), let second = try? PrivateDirectory(in: Self.memory, number: number) else {
            places = [place]
            (store, inputs) = (try place.makeChild("store"), try place.makeChild("inputs"))
            return
        }
        places = [place, second]
        (store, inputs) = (try place.makeChild("store"), try second.makeChild("inputs"))
    }

    func remove() {
        for place in places { place.remove() }
    }

    /// `ST_NOEXEC` (statvfs(3)), an enumerator of C without a Swift name.
    private static let noExecution: UInt = 8
    private static let memory = FilePath("/dev/shm")
    /// Containers often have a few MiB there, which the inputs of one problem would fill.
    private static let leastRoom: UInt = 1 << 30

    private static func hasRoom(_ directory: FilePath) -> Bool {
        var status = statvfs()
        return unsafe clinux_is_in_memory(directory.string) == 1 && statvfs(directory.string, &status) == 0
            && status.f_bavail * status.f_frsize >= leastRoom
    }
}

/// A directory that only this process's user may enter, and that the next judge clears if this one is killed.
private struct PrivateDirectory {
    private let path: FilePath
    private let claim: DirectoryClaim

    init(in parent: FilePath, number: Int) throws(SandboxError) {
        Self.removeAbandoned(in: parent)
        do throws(Errno) {
            path = try parent.makeTemporaryDirectory(prefix: "verdict-\(getpid())-\(number)-")
        } catch {
            throw SandboxError(.systemCall, stage: "make a directory in \(parent)", errno: error, advice: Self.advice)
        }
        claim = try DirectoryClaim(path)
    }

    func makeChild(_ name: String) throws(SandboxError) -> FilePath {
        let child = path.appending(name)
        guard unsafe mkdir(child.string, 0o755) == 0, unsafe chmod(child.string, 0o755) == 0 else {
            let error = Errno(rawValue: errno)
            remove()
            throw SandboxError(.systemCall, stage: "make \(child)", errno: error, advice: Self.advice)
        }
        return child
    }

    func remove() {
        // Only ours lies in it; what resists is cleared by the next start.
        _ = try? path.removeTree()
    }

    static let advice = "set TMPDIR to a directory that can be written and holds programs, with room in it"

    /// Clears what a judge that was killed has left: nobody else's directories, and nothing that others may write to.
    private static func removeAbandoned(in parent: FilePath) {
        for path in DirectoryClaim.abandoned(in: parent) {
            var status = stat()
            guard unsafe lstat(path.string, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o077 == 0
            else { continue }
            _ = try? path.removeTree()
        }
    }
}
