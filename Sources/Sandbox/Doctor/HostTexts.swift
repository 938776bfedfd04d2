import Glibc
import SystemPackage

/// What this host says of itself, unread: files of `/proc` and `/sys`, and what a system call had to be asked for.
struct HostTexts: Hashable, Sendable {
    /// Contents by path; a directory that is there has an empty one.
    var files: [String: String] = [:]
    /// The paths among those asked about that this process may write to.
    var writable: Set<String> = []
    /// Where this process has mounted a v2 tree for itself; nil: it had no need to, or no right.
    var privateTree: FilePath?
    /// The effective user (`geteuid(2)`).
    var user: UInt32 = 0
    /// Whether this process's root is not that of its mount namespace (`chroot(2)`).
    var isChrooted = false
    /// Processors that this process may run on.
    var processors = 1
    /// Physical cores that these are of.
    var cores = 1
    /// Why instructions cannot be counted; nil if they can.
    var counterObstacle: Errno?
    /// Where the sandbox keeps its files.
    var temporaryDirectory = "/tmp"
    /// Whether programs on the file system of ``temporaryDirectory`` may be executed (`statvfs(3)`).
    var isTemporaryDirectoryExecutable = true
    /// Bytes free there.
    var temporarySpace: Int64 = 0
    /// Whether the library is there that has an interpreter wait for what it is to run.
    var hasWarmLibrary = true

    /// Paths that are read wherever they are.
    private static let paths = [
        "/proc/sys/kernel/osrelease", "/proc/self/status", "/proc/self/uid_map", "/proc/self/cgroup",
        "/proc/self/mountinfo", "/proc/self/limits", "/proc/cgroups", "/proc/swaps", "/proc/stat",
        "/proc/filesystems", "/proc/self/ksm_stat",
        "/proc/sys/kernel/unprivileged_userns_clone",
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "/proc/sys/kernel/seccomp/actions_avail",
        "/proc/sys/kernel/randomize_va_space", "/proc/sys/kernel/perf_event_paranoid",
        "/proc/sys/kernel/core_pattern",
        "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/devices/system/cpu/smt/active",
        "/sys/devices/system/cpu/intel_pstate/no_turbo", "/sys/devices/system/cpu/cpufreq/boost",
    ]

    /// Paths whose being there is all that matters.
    private static let marks = [
        "/proc/self/ns/user", "/proc/self/ns/cgroup", "/run/systemd/system", "/.dockerenv", "/run/.containerenv",
        HostFacts.threadNumbers,
    ]

    /// Reads this host. What cannot be read is left out: its absence is a fact as well.
    static func read() -> HostTexts {
        var texts = HostTexts()
        for path in paths { texts.add(path) }
        for kind in ["user", "mnt", "pid", "ipc", "net", "uts", "cgroup"] {
            texts.add("/proc/sys/user/max_\(kind)_namespaces")
        }
        for path in marks where unsafe access(path, F_OK) == 0 { texts.files[path] = "" }
        texts.addLink(HostFacts.pidNamespace)
        for name in CgroupDirectory(path: "/sys/devices/system/cpu").children()
        where name.hasPrefix("cpu") && Int(name.dropFirst(3)) != nil {
            texts.add("/sys/devices/system/cpu/\(name)/topology/thread_siblings_list")
            texts.add("/sys/devices/system/cpu/\(name)/cpufreq/scaling_governor")
        }
        texts.readCgroups()
        texts.user = geteuid()
        texts.isChrooted = texts.hasOtherRoot
        texts.processors = Host.usableProcessors
        texts.cores = CoreTopology.ofHost().cores.count
        texts.counterObstacle = PerformanceCounter.instructions.obstacle
        texts.readTemporaryDirectory()
        texts.hasWarmLibrary = (try? Host.cellExecutable()).flatMap { Host.warmLibrary(beside: $0) } != nil
        return texts
    }

    /// A process sees the mounts below its own root, so none at "/" if a mere directory was made its root; and if one was that is
    /// mounted, then the first process, in the same mount namespace, has another.
    private var hasOtherRoot: Bool {
        guard let mounts = files["/proc/self/mountinfo"] else { return false }
        let points = mounts.split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst(4).first }
        guard points.contains("/") else { return true }
        var (own, first) = (stat(), stat())
        guard Self.link("/proc/1/ns/mnt") == Self.link("/proc/self/ns/mnt"), unsafe stat("/", &own) == 0,
            unsafe stat("/proc/1/root/", &first) == 0
        else { return false }
        return own.st_dev != first.st_dev || own.st_ino != first.st_ino
    }

    private mutating func add(_ path: String) {
        if let text = try? Host.text(FilePath(path)) { files[path] = text }
    }

    private mutating func addLink(_ path: String) {
        files[path] = Self.link(path)
    }

    private static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 64)
        let count = unsafe readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    /// This process's place in the cgroup trees.
    var layout: CgroupLayout {
        CgroupLayout(
            cgroup: files["/proc/self/cgroup"] ?? "", mountInfo: files["/proc/self/mountinfo"] ?? "",
            privateTree: privateTree)
    }

    private mutating func readCgroups() {
        var layout = self.layout
        if layout.unified == nil, let tree = PrivateTree.mountPoint {
            privateTree = tree
            add("/proc/self/cgroup")  // which now tells of it
            layout = self.layout
        }
        for directory in Array(layout.legacy.values) + [layout.unified].compactMap({ $0 })
        where unsafe access(directory.string, W_OK) == 0 {
            writable.insert(directory.string)
        }
        guard let unified = layout.unified else { return }
        for name in ["cgroup.controllers", "cgroup.procs", "cgroup.subtree_control"] {
            add(unified.appending(name).string)
        }
        if let root = layout.unifiedMountPoint { add(root.appending("cgroup.controllers").string) }
    }

    private mutating func readTemporaryDirectory() {
        temporaryDirectory = Host.environment("TMPDIR") ?? "/tmp"
        if unsafe access(temporaryDirectory, W_OK | X_OK) == 0 { writable.insert(temporaryDirectory) }
        var status = statvfs()
        guard unsafe statvfs(temporaryDirectory, &status) == 0 else { return }
        // ST_NOEXEC, which Glibc's module does not show (statvfs(3)).
        isTemporaryDirectoryExecutable = status.f_flag & 8 == 0
        temporarySpace = Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }
}
