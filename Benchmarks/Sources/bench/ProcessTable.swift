import Glibc

/// The processes of this machine, as `/proc` shows them at one moment.
struct ProcessTable: Sendable {
    struct Process: Sendable {
        var pid: pid_t
        var parent: pid_t
        /// `R`, `S`, `Z` and so on (`proc(5)`).
        var state: Character
        /// When it started, in clock ticks; with the pid it names the process for good.
        var start: UInt64

        var isZombie: Bool { state == "Z" || state == "X" }
    }

    let processes: [Process]

    /// Looks now.
    init() {
        processes = (HostFiles.names(in: "/proc") ?? []).compactMap { name in
            pid_t(name).flatMap { Self.process($0) }
        }
    }

    /// One process; nil if it is not there.
    static func process(_ pid: pid_t) -> Process? {
        // The name in parentheses may hold anything; what follows the last one does not.
        guard let text = HostFiles.text("/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, let state = fields[0].first, let parent = pid_t(fields[1]),
            let start = UInt64(fields[19])
        else { return nil }
        return Process(pid: pid, parent: parent, state: state, start: start)
    }

    /// All below `pid` that are of its line.
    func descendants(of pid: pid_t) -> [Process] {
        var line: Set<pid_t> = [pid]
        var found: [Process] = []
        while true {
            let next = processes.filter { line.contains($0.parent) && !line.contains($0.pid) }
            if next.isEmpty { return found }
            found += next
            line.formUnion(next.map(\.pid))
        }
    }

    /// Those that live in a cgroup of the sandbox of `pid`.
    func members(of pid: pid_t) -> [Process] {
        processes.filter { process in
            !process.isZombie
                && HostFiles.text("/proc/\(process.pid)/cgroup")?.contains("/verdict-\(pid)-") ?? false
        }
    }
}

/// The cgroup trees of this machine.
enum CgroupForest {
    /// Where trees are mounted.
    static let mounts: [String] = (HostFiles.text("/proc/self/mountinfo") ?? "").split(separator: "\n")
        .compactMap { line in
            let fields = line.split(separator: " ")
            guard let dash = fields.firstIndex(of: "-"), fields.count > dash + 1, fields.count > 4,
                fields[dash + 1].hasPrefix("cgroup")
            else { return nil }
            return String(fields[4])
        }

    /// The cgroups that the sandboxes of `pid` have made, in all trees.
    static func directories(of pid: pid_t) -> [String] {
        mounts.flatMap { below($0, "verdict-\(pid)-") }
    }

    private static func below(_ path: String, _ prefix: String) -> [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var found: [String] = []
        while let entry = unsafe readdir(directory) {
            guard unsafe entry.pointee.d_type == UInt8(DT_DIR) else { continue }
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            if name.hasPrefix(prefix) { found.append(path + "/" + name) }
            found += below(path + "/" + name, prefix)
        }
        return found
    }
}
