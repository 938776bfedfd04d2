import SystemPackage

/// The command that makes a host give a layer that stands on cgroups.
struct CgroupFix {
    let facts: HostFacts

    /// For a controller that no tree has for this process.
    func absent(_ controller: String) -> String {
        if facts.surroundings == .windowsSubsystem { return windowsSubsystem }
        if facts.isDisabled(controller) { return boot(controller) }
        if facts.rootControllers.contains(controller) { return ownCgroup }
        if facts.surroundings == .container { return container }
        let directory = "/sys/fs/cgroup/\(controller)"
        return "\(sudo)sh -c 'mkdir -p \(directory) && mount -t cgroup -o \(controller) none \(directory)'"
    }

    /// For a tree that is there but was refused.
    func refused(at place: FilePath?, errno: Errno?, isShared: Bool) -> String {
        switch errno {
        case .readOnlyFileSystem: writable(place)
        case .resourceBusy: ownCgroup
        case .permissionDenied, .notPermitted: delegation(of: place)
        default: isShared ? ownCgroup : delegation(of: place)
        }
    }

    /// CPU time is counted by any v2 tree, whether it has controllers or not.
    var mountUnified: String {
        if facts.surroundings == .container { return mountingContainer }
        if facts.cgroupShape == .none { return "\(sudo)mount -t cgroup2 none /sys/fs/cgroup" }
        let directory = "/sys/fs/cgroup/unified"
        return "\(sudo)sh -c 'mkdir -p \(directory) && mount -t cgroup2 none \(directory)'"
    }

    /// Engines show containers no v2 tree on hosts that have v1 trees. Who may mount has one of his own.
    private var mountingContainer: String {
        "start the container with --cap-add SYS_ADMIN --security-opt apparmor=unconfined as well (docker run, podman run), "
            + "or boot its host with cgroup v2 only (systemd.unified_cgroup_hierarchy=1)"
    }

    /// A cgroup of our own that we may write.
    func delegation(of place: FilePath?) -> String {
        // What bars root is no owner.
        if facts.surroundings == .container || facts.isRoot { return writable(place) }
        guard !facts.hasSystemd, facts.cgroupShape != .pure else { return ownCgroup }
        let places = [facts.home, facts.layout.legacy["memory"], facts.layout.legacy["pids"]].compactMap { $0?.string }
        let user = facts.texts.user
        return """
            \(sudo)sh -c 'for d in \(places.joined(separator: " ")); do mkdir -p $d/judge-\(user) && \
            chown -R \(user) $d/judge-\(user) && echo $0 >$d/judge-\(user)/cgroup.procs; done' $$
            """
    }

    /// A v2 cgroup in which verdict is alone, so that it may give controllers to the cgroups below.
    var ownCgroup: String {
        if facts.hasSystemd {
            return facts.isRoot
                ? "systemd-run --scope -p Delegate=yes verdict …"
                : "systemd-run --user --scope -p Delegate=yes verdict …"
        }
        if facts.hasOutsidersAtHome {
            return """
                give the container a cgroup of its own, without processes from outside (docker run and podman run do; \
                else start it with: systemd-run --user --scope -p Delegate=yes …)
                """
        }
        guard facts.texts.privateTree == nil else {
            return "mount -t cgroup2 none /sys/fs/cgroup, and run verdict doctor again"
        }
        let root = facts.layout.unifiedMountPoint?.string ?? "/sys/fs/cgroup"
        // Only the host's own root cgroup may have processes and give controllers to its children.
        let aside =
            facts.surroundings == .container
            ? "mkdir -p \(root)/others; for p in $(cat \(root)/cgroup.procs); do echo $p >\(root)/others/cgroup.procs; done; "
            : ""
        let enter = """
            \(aside)echo "+memory +pids" >\(root)/cgroup.subtree_control && mkdir -p \(root)/judge && \
            echo $$ >\(root)/judge/cgroup.procs
            """
        guard !facts.isRoot else { return "sh -c '\(enter) && exec verdict …'" }
        return """
            sudo sh -c '\(enter) && cd \(root)/judge && chown $0 . cgroup.procs cgroup.threads cgroup.subtree_control \
            && cd - >/dev/null && exec setpriv --reuid=$0 --regid=$1 --init-groups verdict …' $(id -u) $(id -g)
            """
    }

    private func writable(_ place: FilePath?) -> String {
        guard facts.surroundings != .container, let place else { return container }
        return "\(sudo)mount -o remount,bind,rw $(findmnt -no TARGET -T \(place))"
    }

    private var sudo: String { facts.isRoot ? "" : "sudo " }

    /// The cgroup of a container belongs to its root.
    private var container: String {
        facts.isRoot
            ? NamespaceFix.container : "run verdict as root of the container (docker run --user 0, podman run --user 0)"
    }

    private func boot(_ controller: String) -> String {
        let option = controller == "memory" ? "cgroup_enable=memory" : "cgroup_disable= without \(controller)"
        return """
            boot with \(option): edit GRUB_CMDLINE_LINUX in /etc/default/grub, then \(sudo)update-grub and reboot
            """
    }

    private var windowsSubsystem: String {
        """
        put kernelCommandLine=cgroup_no_v1=all below [wsl2] in %UserProfile%\\.wslconfig and systemd=true below [boot] \
        in /etc/wsl.conf, then: wsl.exe --shutdown
        """
    }
}
