import CBench
import Glibc

/// What this process and its runs have on the host, counted.
struct Census: Equatable, Sendable, CustomStringConvertible {
    /// Processes below this one, or in a cgroup of its sandboxes.
    var processes: Int
    var zombies: Int
    var cgroups: Int
    var mounts: Int
    /// How many descriptors this process has of each kind.
    var descriptors: [String: Int]
    /// Entries of the directories for temporary files, shared memory and message queues; of these the last two are the
    /// whole machine's.
    var files: Set<String>
    /// System V shared memory, semaphores and message queues.
    var objects: Int

    /// Counts now.
    init() {
        let table = ProcessTable()
        let own = table.descendants(of: getpid())
        processes =
            Set((own.filter { !$0.isZombie } + table.members(of: getpid())).map(\.pid))
            .subtracting([getpid()]).count
        zombies = own.count { $0.isZombie } + (cbench_has_zombie() != 0 ? 1 : 0)
        cgroups = CgroupForest.directories(of: getpid()).count
        mounts = Self.lines("/proc/self/mountinfo")
        descriptors = Self.openDescriptors()
        let temporary = HostFiles.environment("TMPDIR") ?? "/tmp"
        files = Set(
            [temporary, "/dev/shm", "/dev/mqueue"].flatMap { directory in
                (HostFiles.names(in: directory) ?? []).map { "\(directory)/\($0)" }
            })
        objects = ["shm", "sem", "msg"].map { max(0, Self.lines("/proc/sysvipc/\($0)") - 1) }.reduce(0, +)
    }

    /// Counts until it is `expected` or two seconds have passed: the kernel lets go of some things a moment later.
    static func settled(at expected: Census) -> Census {
        var census = Census()
        for _ in 0..<40 where census != expected {
            usleep(50_000)
            census = Census()
        }
        return census
    }

    /// How many things more there are than in `other`, of all kinds together, each kind counting at least zero.
    func excess(over other: Census) -> Int {
        zip(counts, other.counts).map { max(0, $0 - $1) }.reduce(0, +) + files.subtracting(other.files).count
            + descriptors.map { max(0, $1 - (other.descriptors[$0] ?? 0)) }.reduce(0, +)
    }

    /// The files and descriptors that there are and that `other` does not have, as the end of a sentence.
    func news(since other: Census) -> String {
        let kinds = descriptors.filter { $1 > other.descriptors[$0] ?? 0 }.keys
        let names = (Array(files.subtracting(other.files)) + kinds).sorted()
        return names.isEmpty ? "" : " (new: \(names.prefix(5).joined(separator: ", ")))"
    }

    private var counts: [Int] { [processes, zombies, cgroups, mounts, objects] }

    var description: String {
        """
        \(processes) processes, \(zombies) zombies, \(cgroups) cgroups, \(mounts) mounts, \(descriptors.values.reduce(0, +)) descriptors, \
        \(files.count) files, \(objects) SysV objects
        """
    }

    /// What `/proc/self/fd` points at, without the numbers of sockets, pipes (`proc(5)`) and cells.
    private static func openDescriptors() -> [String: Int] {
        var kinds: [String: Int] = [:]
        for name in HostFiles.names(in: "/proc/self/fd") ?? [] {
            var buffer = [CChar](repeating: 0, count: 4096)
            let count = unsafe readlink("/proc/self/fd/\(name)", &buffer, buffer.count)
            // The one that the directory was read through is gone again.
            guard count > 0 else { continue }
            let target = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
            kinds[target.filter { !$0.isNumber }, default: 0] += 1
        }
        return kinds
    }

    private static func lines(_ path: String) -> Int {
        HostFiles.text(path)?.split(separator: "\n").count ?? 0
    }
}

/// Memory at one moment, in KiB.
struct MemoryUse: Sendable {
    /// This process, resident.
    var resident: Int
    /// Its cells, each page divided by those who share it.
    var cells: Int
    /// The kernel's slabs, and the cgroups that it keeps in memory: of the whole machine, whoever made them.
    var slab: Int
    var kernelCgroups: Int

    /// Looks now.
    init() {
        resident = Self.keyed("VmRSS", in: "/proc/self/status")
        cells = ProcessTable().descendants(of: getpid()).map { Self.proportional($0.pid) }.reduce(0, +)
        slab = Self.keyed("Slab", in: "/proc/meminfo")
        kernelCgroups =
            (HostFiles.text("/proc/cgroups") ?? "").split(separator: "\n").dropFirst()
            .map { Int($0.split(whereSeparator: \.isWhitespace).dropFirst(2).first ?? "") ?? 0 }.max() ?? 0
    }

    /// `Pss` of a process: its memory, each page divided by those who share it (`proc(5)`, `smaps_rollup`).
    static func proportional(_ pid: pid_t) -> Int { keyed("Pss", in: "/proc/\(pid)/smaps_rollup") }

    /// `Rss` of a process.
    static func resident(_ pid: pid_t) -> Int { keyed("Rss", in: "/proc/\(pid)/smaps_rollup") }

    private static func keyed(_ key: String, in path: String) -> Int {
        let line = HostFiles.text(path)?.split(separator: "\n").first { $0.hasPrefix(key + ":") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
