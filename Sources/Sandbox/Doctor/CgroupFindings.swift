import SystemPackage

/// What is to be said of the cgroup trees, and of the layers that stand on them.
struct CgroupFindings {
    let facts: HostFacts
    let trials: HostTrials

    private var fix: CgroupFix { CgroupFix(facts: facts) }

    var items: [HostReport.Item] {
        [layout, item(.memory, "memory"), item(.processes, "pids"), item(.cpu, nil), delegation, disks, swap]
            + [outOfMemoryShield].compactMap { $0 }
    }

    private var layout: HostReport.Item {
        let shape = facts.cgroupShape
        let named = facts.layout.legacy.keys.filter { !$0.contains("=") && !["rw", "ro"].contains($0) }.sorted()
        var found = shape.rawValue
        if shape == .pure || shape == .hybrid {
            let offered = facts.offeredControllers.sorted().joined(separator: " ")
            found += "; v2 gives " + (offered.isEmpty ? "no controllers" : offered)
        }
        if shape == .hybrid || shape == .legacy { found += "; v1 has \(named.joined(separator: " "))" }
        if facts.texts.privateTree != nil {
            let offered = facts.offeredControllers.sorted().joined(separator: " ")
            found += "; verdict mounts v2 for itself" + (offered.isEmpty ? "" : ", which gives \(offered)")
            return .init(.cgroups, "layout", .ok, found: found)
        }
        guard shape != .none else {
            return .init(.cgroups, "layout", .missing, found: found, fix: fix.mountUnified)
        }
        return .init(.cgroups, "layout", .ok, found: found)
    }

    /// A layer; `controller` nil: CPU time, which every v2 cgroup counts.
    private func item(_ layer: Layer, _ controller: String?) -> HostReport.Item {
        let place = controller.map { facts.place(of: $0) } ?? facts.home
        let tree = controller.map { facts.isUnified($0) ? "v2" : "v1" } ?? "v2"
        func make(_ state: HostReport.State, _ found: String, _ fix: String?) -> HostReport.Item {
            .init(.cgroups, layer.rawValue, state, found: found, fix: fix, layer: layer, isRequired: true)
        }
        if let obstacle = trials.obstacle { return make(.missing, "not tried: \(obstacle.plain)", obstacle.advice) }
        switch trials[layer] {
        case .held(let seen): return make(.ok, "\(tree), \(place.map(facts.name) ?? "nowhere"): \(seen)", nil)
        case .failed(let error):
            return make(
                .missing, "\(tree): \(error.plain)", fix.refused(at: place, errno: error.errno, isShared: isShared))
        case .blocked(let culprit):
            return make(
                .missing, "cannot be tried without \(culprit.rawValue)", NamespaceFix(facts: facts).fix(culprit))
        case .absent:
            guard let controller else { return make(.missing, "there is no v2 tree", fix.mountUnified) }
            return make(.missing, absence(of: controller), fix.absent(controller))
        }
    }

    /// No layer: without it runs see and keep nothing more.
    private var disks: HostReport.Item {
        let most = "all runs together read at most \(DiskThrottle.most) a second from each disk"
        if facts.isUnified("io") {
            return .init(.cgroups, "disk reads", .ok, found: "v2: \(most)")
        }
        if let place = facts.layout.legacy["blkio"], facts.texts.writable.contains(place.string) {
            return .init(.cgroups, "disk reads", .ok, found: "v1: \(most)")
        }
        return .init(
            .cgroups, "disk reads", .advice,
            found: "not limited: no controller io or blkio is given to this process",
            fix: "delegate the controller io, where others need this host's disks")
    }

    private func absence(of controller: String) -> String {
        if facts.isDisabled(controller) { return "the kernel was started without the controller \(controller)" }
        if facts.rootControllers.contains(controller) {
            return "the controller \(controller) is not passed on to \(facts.home?.string ?? "our cgroup")"
        }
        return "no tree has the controller \(controller)"
    }

    /// Whether others stand in the way of controllers below our own v2 cgroup ("no internal processes", `cgroups(7)`).
    private var isShared: Bool {
        facts.processesAtHome > 1 && facts.home != facts.layout.unifiedMountPoint
    }

    private var delegation: HostReport.Item {
        let places = [facts.home, facts.place(of: "memory"), facts.place(of: "pids")].compactMap { $0 }
        let closed = Set(places.filter { !facts.isWritable($0) }.map(\.string)).sorted()
        guard closed.isEmpty else {
            return .init(
                .cgroups, "delegation", .missing, found: "not ours to write: \(closed.joined(separator: ", "))",
                fix: fix.delegation(of: places.first { !facts.isWritable($0) }))
        }
        guard let home = facts.home else {
            return .init(.cgroups, "delegation", .ok, found: "our cgroups can be written")
        }
        let others = max(0, facts.processesAtHome - 1)
        let company = others == 0 ? "alone in it" : "together with \(others) other process\(others == 1 ? "" : "es")"
        let found = "\(facts.name(home)) can be written; \(company)"
        if case .failed = trials[.memory], facts.isUnified("memory"), others > 0 {
            return .init(.cgroups, "delegation", .missing, found: found, fix: fix.ownCgroup)
        }
        return .init(.cgroups, "delegation", .ok, found: found)
    }

    private var swap: HostReport.Item {
        switch (facts.hasSwap, trials.limitsSwap) {
        case (false, _): return .init(.cgroups, "swap", .ok, found: "there is none")
        case (true, true): return .init(.cgroups, "swap", .ok, found: "there is some, and the memory limit includes it")
        case (true, _):
            return .init(
                .cgroups, "swap", .missing,
                found: "there is some, and no cgroup limits it: runs can outgrow their memory",
                fix: (facts.isRoot ? "" : "sudo ") + "swapoff -a   (or boot with swapaccount=1)")
        }
    }

    /// Where v1 has memory the kernel may choose the cell's own process when a run is out of memory.
    private var outOfMemoryShield: HostReport.Item? {
        guard facts.place(of: "memory") != nil, !facts.isUnified("memory") else { return nil }
        guard !facts.has(.sysResource) else {
            return .init(.cgroups, "OOM shield", .ok, found: "CAP_SYS_RESOURCE: cells are shielded from the OOM killer")
        }
        return .init(
            .cgroups, "OOM shield", .advice,
            found: "without CAP_SYS_RESOURCE a cell is not shielded from the OOM killer of its v1 memory cgroup",
            fix: "start verdict with CAP_SYS_RESOURCE (root's full rights), or boot with cgroup v2 only")
    }
}
