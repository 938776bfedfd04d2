import Glibc
import Synchronization
import SystemPackage

/// The part of the host's cgroup trees that belongs to one sandbox: a directory of its own below this process's cgroup
/// in every tree that it needs, and nothing anywhere else.
final class CgroupTrees: Sendable {
    /// Which controller is found where.
    enum Place: Hashable, Sendable {
        case unified
        case legacy
    }

    /// The v2 directory, where runs are born and CPU time is counted.
    let unified: CgroupDirectory?
    /// v1 directories by controller.
    let legacy: [String: CgroupDirectory]
    /// Where memory and process numbers are limited; nil: nowhere.
    let memory: Place?
    let processes: Place?

    private let home: UnifiedHome?

    /// Makes the directories, named after this process and `number`.
    init(layout: CgroupLayout, number: Int) throws(SandboxError) {
        let name = "verdict-\(getpid())-\(number)"
        let home = layout.unified.map { UnifiedHome(current: $0) }
        let offered = home?.offeredControllers() ?? []
        memory = offered.contains("memory") ? .unified : layout.legacy["memory"] == nil ? nil : .legacy
        processes = offered.contains("pids") ? .unified : layout.legacy["pids"] == nil ? nil : .legacy
        var legacy: [String: CgroupDirectory] = [:]
        if memory == .legacy {
            legacy["memory"] = layout.legacy["memory"].map { CgroupDirectory(path: $0).child(name) }
        }
        if processes == .legacy { legacy["pids"] = layout.legacy["pids"].map { CgroupDirectory(path: $0).child(name) } }
        self.legacy = legacy
        self.home = home
        let controllers = [memory == .unified ? "memory" : nil, processes == .unified ? "pids" : nil].compactMap { $0 }
        for directory in legacy.values { try Self.replace(directory) }
        guard let home else {
            unified = nil
            return
        }
        try home.retain(controllers)
        let directory = home.directory.child(name)
        unified = directory
        do {
            try Self.replace(directory)
            try directory.enable(controllers)
        } catch {
            home.release()
            throw error
        }
    }

    /// The controllers that cells pass on to their runs in the v2 tree.
    var unifiedControllers: [String] {
        [memory == .unified ? "memory" : nil, processes == .unified ? "pids" : nil].compactMap { $0 }
    }

    /// Removes the directories; cells must have removed theirs.
    func remove() throws(SandboxError) {
        for directory in legacy.values { try directory.remove() }
        if let unified { try unified.remove() }
        home?.release()
    }

    private static func replace(_ directory: CgroupDirectory) throws(SandboxError) {
        removeAbandoned(beside: directory)
        try directory.make()
    }

    /// Clears what a judge that was killed has left: `verdict-PID-…` whose process is gone.
    private static func removeAbandoned(beside directory: CgroupDirectory) {
        let parent = CgroupDirectory(path: directory.path.removingLastComponent())
        for name in parent.children() where name.hasPrefix("verdict-") {
            let fields = name.split(separator: "-")
            guard fields.count >= 2, let pid = Int32(fields[1]), kill(pid, 0) != 0, errno == ESRCH else { continue }
            parent.child(name).removeWithChildren()
        }
    }
}

extension CgroupDirectory {
    /// Offers `controllers` to the cgroups below.
    func enable(_ controllers: [String]) throws(SandboxError) {
        guard !controllers.isEmpty else { return }
        try write(controllers.map { "+\($0)" }.joined(separator: " "), to: "cgroup.subtree_control")
    }

    /// Removes an abandoned cgroup from its leaves up, killing what is still in it. What cannot be removed now is found
    /// again by the next start.
    fileprivate func removeWithChildren() {
        if has("cgroup.kill") { try? write("1", to: "cgroup.kill") }
        for name in children() { child(name).removeWithChildren() }
        try? remove()
    }
}
