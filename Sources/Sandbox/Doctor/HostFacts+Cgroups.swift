import SystemPackage

/// The cgroup part of the facts.
extension HostFacts {
    /// The shape of the host's cgroup trees.
    enum CgroupShape: String {
        case pure = "cgroup v2"
        case hybrid = "hybrid: v1 trees beside a v2 tree"
        case legacy = "cgroup v1 only"
        case none = "no cgroup file system is mounted"
    }

    var cgroupShape: CgroupShape {
        let controllers = layout.legacy.keys.filter { !$0.hasPrefix("name=") }
        return switch (layout.unified != nil && texts.privateTree == nil, controllers.isEmpty) {
        case (true, true): .pure
        case (true, false): .hybrid
        case (false, false): .legacy
        case (false, true): .none
        }
    }

    /// This process's own cgroup in the v2 tree, without the child that a judge moves aside into.
    var home: FilePath? { layout.unified }

    /// A cgroup's directory in words for people, to whom the way to a tree that only this process sees says nothing.
    func name(_ place: FilePath) -> String {
        guard let tree = texts.privateTree, place.starts(with: tree) else { return place.string }
        var rest = place
        _ = rest.removePrefix(tree)
        return "/\(rest) (mounted for verdict alone)"
    }

    /// What the v2 tree gives to this process's cgroup.
    var offeredControllers: Set<String> {
        Set(home.map { words($0.appending("cgroup.controllers").string) }?.map(String.init) ?? [])
    }

    /// What the v2 tree has at the highest cgroup that can be seen.
    var rootControllers: Set<String> {
        let root = layout.unifiedMountPoint.map { words($0.appending("cgroup.controllers").string) } ?? []
        return Set(root.map(String.init))
    }

    /// How many processes share this process's cgroup in the v2 tree, this one included.
    var processesAtHome: Int {
        home.map { words($0.appending("cgroup.procs").string).count } ?? 0
    }

    /// Whether processes that this PID namespace does not see share it as well: the kernel lists them as 0.
    var hasOutsidersAtHome: Bool {
        home.map { words($0.appending("cgroup.procs").string).contains("0") } ?? false
    }

    /// Whether this process may make cgroups where it stands.
    func isWritable(_ directory: FilePath) -> Bool { texts.writable.contains(directory.string) }

    /// Whether the kernel was told at its start to leave `controller` out (`/proc/cgroups`, `cgroups(7)`).
    func isDisabled(_ controller: String) -> Bool {
        (texts.files["/proc/cgroups"] ?? "").split(separator: "\n").contains { line in
            let fields = line.split(whereSeparator: \.isWhitespace)
            return fields.count == 4 && fields[0] == controller && fields[3] == "0"
        }
    }

    /// Whether there is anything to swap to (`/proc/swaps`).
    var hasSwap: Bool {
        (texts.files["/proc/swaps"] ?? "").split(separator: "\n").count > 1
    }

    /// Where `controller` is for this process; nil: nowhere.
    func place(of controller: String) -> FilePath? {
        offeredControllers.contains(controller) ? home : layout.legacy[controller]
    }

    /// Whether the v2 tree, rather than a v1 one, has `controller` for this process.
    func isUnified(_ controller: String) -> Bool { offeredControllers.contains(controller) }
}
