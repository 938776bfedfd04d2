import CLinux
import Files
import Glibc
import SystemPackage

/// Facts about this host and this process.
enum Host {
    /// Processors that this process may run on (`sched_getaffinity(2)`).
    static var usableProcessors: Int { max(1, allowedProcessors.count) }

    /// Their numbers; empty if the kernel does not tell.
    static var allowedProcessors: [Int] {
        var numbers = [Int32](repeating: 0, count: 1 << 15)
        let count = unsafe clinux_allowed_processors(&numbers, numbers.count)
        return numbers.prefix(max(0, Int(count))).map(Int.init)
    }

    /// The cgroups this process is in.
    static func cgroupLayout() throws(SandboxError) -> CgroupLayout {
        let mountInfo = try text("/proc/self/mountinfo")
        let layout = CgroupLayout(cgroup: try text("/proc/self/cgroup"), mountInfo: mountInfo)
        guard layout.unified == nil, let tree = PrivateTree.mountPoint else { return layout }
        // Read again: until the tree is mounted for the first time, the kernel does not tell one's place in it.
        return CgroupLayout(cgroup: try text("/proc/self/cgroup"), mountInfo: mountInfo, privateTree: tree)
    }

    static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }

    /// The whole of a file of `/proc` or `/sys`.
    static func text(_ path: FilePath) throws(SandboxError) -> String {
        let descriptor = unsafe Glibc.open(path.string, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw SandboxError(.systemCall, stage: "open \(path)", errno: Errno(rawValue: errno))
        }
        let file = OwnedDescriptor(descriptor)
        do throws(Errno) {
            return String(decoding: try FileDescriptor(rawValue: file.rawValue).readToEnd(), as: UTF8.self)
        } catch {
            throw SandboxError(.systemCall, stage: "read \(path)", errno: error)
        }
    }

    /// The library that lies beside `executable` where both were built, or were put by packages; nil: there is none.
    static func warmLibrary(beside executable: FilePath) -> FilePath? {
        let path = executable.removingLastComponent().appending("libverdict-warm.so")
        return unsafe access(path.string, R_OK) == 0 ? path : nil
    }

    /// `verdict-cell`: where the caller or the environment says; beside this program; or where packages put it.
    static func cellExecutable(_ path: FilePath? = nil) throws(SandboxError) -> FilePath {
        if let path = path ?? environment("VERDICT_CELL").map({ FilePath($0) }) {
            guard unsafe access(path.string, X_OK) == 0 else {
                throw SandboxError(
                    .unsupportedHost, stage: "find the program verdict-cell at \(path)", errno: Errno(rawValue: errno),
                    advice: "give the path of the verdict-cell that was built with this program, or none")
            }
            return path
        }
        var candidates: [FilePath] = []
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        if count > 0 {
            let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let directory = FilePath(path).removingLastComponent()
            candidates.append(directory.appending("verdict-cell"))
            candidates.append(directory.appending("../libexec/verdict/verdict-cell"))
        }
        guard let found = candidates.first(where: { unsafe access($0.string, X_OK) == 0 }) else {
            throw SandboxError(
                .unsupportedHost, stage: "find the program verdict-cell",
                advice: "build it (swift build --product verdict-cell) and put it beside this program, or set "
                    + "VERDICT_CELL to its path")
        }
        return found
    }
}
