import Glibc
import Synchronization
import SystemPackage
import Units

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

    /// Why a layer that the host's trees have was refused to this process.
    let refusals: [Layer: SandboxError]

    /// Where reading from disks is held back; nil: nowhere.
    let disks: DiskThrottle?

    private let home: UnifiedHome?
    private let claims: [DirectoryClaim]

    /// Makes the directories, named after this process and `number`. What this process may not make is left out and is
    /// in ``refusals``; what limits the layers `without` is left out, too.
    init(
        layout: CgroupLayout, number: Int, without: Set<Layer> = [], diskReads: ByteCount = DiskThrottle.most
    ) throws(SandboxError) {
        let name = "verdict-\(getpid())-\(number)"
        var refusals: [Layer: SandboxError] = [:]
        let home = layout.unified.map { UnifiedHome(current: $0, below: layout.unifiedMountPoint) }
        let offered = home?.offeredControllers() ?? []
        let controllers = ["memory", "pids"].filter(offered.contains)
        unified = try Self.permitted(&refusals, [.cpu]) { () throws(SandboxError) in
            let others = ["io"].filter(offered.contains)
            return try home.map { home throws(SandboxError) in
                try Self.makeUnified(name, in: home, controllers, others)
            }
        }
        self.home = unified == nil ? nil : home
        var legacy: [String: CgroupDirectory] = [:]
        var places: [String: Place] = [:]
        var claims: [DirectoryClaim] = []
        do {
            let layers = [("memory", Layer.memory), ("pids", .processes)]
            for (controller, layer) in layers where !without.contains(layer) {
                if controllers.contains(controller) {
                    places[controller] = unified == nil ? nil : .unified
                    refusals[layer] = refusals[.cpu]
                } else if let path = layout.legacy[controller] {
                    legacy[controller] = try Self.permitted(&refusals, [layer]) { () throws(SandboxError) in
                        try Self.replace(CgroupDirectory(path: path).child(name))
                    }
                    places[controller] = legacy[controller] == nil ? nil : .legacy
                }
            }
            if unified?.has("io.max") != true, let path = layout.legacy["blkio"] {
                legacy["blkio"] = try? Self.replace(CgroupDirectory(path: path).child(name))
            }
            for directory in [unified].compactMap(\.self) + legacy.values {
                claims.append(try DirectoryClaim(directory.path))
            }
        } catch {
            for directory in legacy.values { try? directory.remove() }
            try? unified?.remove()
            if unified != nil { home?.release() }
            throw error
        }
        self.legacy = legacy
        self.refusals = refusals
        self.claims = claims
        if let directory = legacy["blkio"] {
            disks = DiskThrottle(directory, isLegacy: true, diskReads)
        } else {
            disks = unified.flatMap { $0.has("io.max") ? DiskThrottle($0, isLegacy: false, diskReads) : nil }
        }
        (memory, processes) = (places["memory"], places["pids"])
    }

    private static func makeUnified(
        _ name: String, in home: UnifiedHome, _ controllers: [String], _ others: [String]
    ) throws(SandboxError) -> CgroupDirectory {
        // The others are for the sandbox as a whole; cells do not pass them on.
        try home.retain(controllers.isEmpty ? [] : controllers + others)
        do {
            let directory = try replace(home.directory.child(name))
            try directory.enable(controllers)
            return directory
        } catch {
            home.release()
            throw error
        }
    }

    /// What `make` makes; nil, with the reason for `layers`, if this process lacks the right to.
    private static func permitted(
        _ refusals: inout [Layer: SandboxError], _ layers: [Layer],
        _ make: () throws(SandboxError) -> CgroupDirectory?
    ) throws(SandboxError) -> CgroupDirectory? {
        do {
            return try make()
        } catch {
            let isRefusal = [.permissionDenied, .notPermitted, .readOnlyFileSystem].contains(error.errno)
            guard isRefusal || error.code == .unsupportedHost else { throw error }
            for layer in layers { refusals[layer] = error }
            return nil
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

    private static func replace(_ directory: CgroupDirectory) throws(SandboxError) -> CgroupDirectory {
        removeAbandoned(beside: directory)
        try directory.make()
        return directory
    }

    /// Clears what a judge that was killed has left.
    private static func removeAbandoned(beside directory: CgroupDirectory) {
        for path in DirectoryClaim.abandoned(in: directory.path.removingLastComponent()) {
            // Who has moved aside goes on living there: this process perhaps, or the shell that started it.
            guard !UnifiedHome.isShelter(path.lastComponent?.string ?? "") else {
                CgroupDirectory(path: path).removeIfEmpty()
                continue
            }
            CgroupDirectory(path: path).removeWithChildren()
        }
    }
}

extension CgroupDirectory {
    /// Offers `controllers` to the cgroups below.
    func enable(_ controllers: [String]) throws(SandboxError) {
        guard !controllers.isEmpty else { return }
        try write(controllers.map { "+\($0)" }.joined(separator: " "), to: "cgroup.subtree_control")
    }

    /// Removes the cgroup unless something is in it.
    fileprivate func removeIfEmpty() {
        if let text = try? Host.text(path.appending("cgroup.procs")), text.isEmpty { try? remove() }
    }

    /// Removes an abandoned cgroup from its leaves up, killing what is still in it. What cannot be removed now is found
    /// again by the next start.
    fileprivate func removeWithChildren() {
        if has("cgroup.kill") { try? write("1", to: "cgroup.kill") }
        for name in children() { child(name).removeWithChildren() }
        try? remove()
    }
}
