/// The command that makes a host give a layer that the kernel itself makes.
struct NamespaceFix {
    let facts: HostFacts

    /// The first kernel with all that cells are made with: `mount_setattr(2)` is the newest.
    static let leastKernel = KernelVersion(5, 12)
    static let newerKernel = "boot a newer kernel (on Debian: apt install linux-image-amd64)"

    func fix(_ layer: Layer) -> String {
        switch layer {
        case .seccomp, .strictSeccomp: facts.seccompActions.isEmpty ? newKernel("CONFIG_SECCOMP_FILTER=y") : general
        case .cgroup where facts.texts.files["/proc/self/ns/cgroup"] == nil: newKernel("CONFIG_CGROUPS=y")
        default: quota(of: layer) ?? general
        }
    }

    /// Each kind of namespace may be limited in number, down to none (`namespaces(7)`).
    private func quota(of layer: Layer) -> String? {
        let kinds: [Layer: String] = [
            .mount: "mnt", .pid: "pid", .ipc: "ipc", .network: "net", .uts: "uts", .cgroup: "cgroup",
        ]
        guard let kind = kinds[layer], facts.number("/proc/sys/user/max_\(kind)_namespaces") == 0 else { return nil }
        return setting("user.max_\(kind)_namespaces", "15000")
    }

    /// What stands in the way of namespaces, most certain first.
    private var general: String {
        if let kernel = facts.kernel, kernel < Self.leastKernel { return Self.newerKernel }
        if !facts.hasUserNamespaces { return newKernel("CONFIG_USER_NS=y") }
        if facts.maxUserNamespaces == 0 { return setting("user.max_user_namespaces", "15000") }
        if facts.texts.isChrooted { return Self.chroot }
        if !facts.isRoot, facts.unprivilegedUserNamespaces == 0 {
            return setting("kernel.unprivileged_userns_clone", "1")
        }
        if !facts.isRoot, let restriction = facts.appArmorRestriction, restriction != 0 {
            return setting("kernel.apparmor_restrict_unprivileged_userns", "0")
        }
        if facts.isRoot, !facts.hasAllIds {
            return "run verdict as a user other than root here (podman run --user 1000 …, su -s /bin/sh nobody -c …)"
        }
        if facts.surroundings == .container || facts.isFiltered { return Self.container }
        if facts.isRoot { return forRestrictedRoot }
        return "run verdict as root: sudo verdict …"
    }

    /// In a chroot nobody gets a user namespace, whatever the settings (`user_namespaces(7)`).
    static let chroot = """
        leave the chroot, in which the kernel gives no user namespace, and whose root is no mount: run verdict outside of it, or make the directory the root \
        of a mount namespace instead (systemd-nspawn --directory DIR, bwrap --bind DIR / --dev /dev --proc /proc …)
        """

    /// Root in name, without root's rights.
    var forRestrictedRoot: String {
        facts.surroundings == .container || facts.isFiltered
            ? Self.container : "start verdict with root's full rights, or as an ordinary user (setpriv --reuid 1000 …)"
    }

    /// What a container must be started with. The engines' own filters refuse namespaces and mounts, their masks over
    /// /proc a new one, and their cgroup mount is read-only.
    static let container = """
        start the container with: docker run --cgroupns=private --security-opt seccomp=unconfined \
        --security-opt apparmor=unconfined --security-opt systempaths=unconfined --security-opt writable-cgroups=true … \
        (Docker 28; older: docker run --privileged --cgroupns=private …), or: podman run --cgroupns=private \
        --security-opt seccomp=unconfined --security-opt unmask=ALL --security-opt label=disable …
        """

    /// A new /proc is given only to who can see all of the old one.
    var forProc: String {
        facts.surroundings == .container
            ? "start the container with --security-opt systempaths=unconfined (docker) or unmask=ALL (podman)"
            : "umount what is mounted below /proc (findmnt -R /proc shows it)"
    }

    private func setting(_ name: String, _ value: String) -> String {
        let now = "sysctl -w \(name)=\(value)"
        let command = facts.isRoot ? now : "sudo " + now
        return "\(command)   (to keep it: put \(name)=\(value) into /etc/sysctl.d/50-verdict.conf)"
    }

    private func newKernel(_ option: String) -> String {
        "boot a kernel built with \(option) (distributions' kernels are)"
    }
}
