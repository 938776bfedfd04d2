import Units

/// What is to be said of the layers that the kernel itself makes, and of what they stand on.
struct LayerFindings {
    let facts: HostFacts
    let trials: HostTrials

    var items: [HostReport.Item] {
        [kernel, user]
            + [Layer.user, .mount, .pid, .ipc, .network, .uts, .cgroup, .privileges, .seccomp, .rlimits].map(item)
            + [systemCalls, strictSeccomp, proc, overlay, scratch, temporaryDirectory, hardLimits, warmStarts]
    }

    private func item(_ layer: Layer) -> HostReport.Item {
        item(layer.rawValue, trials[layer], layer: layer, isRequired: true, fix: NamespaceFix(facts: facts).fix(layer))
    }

    /// A layer, or what stands on one, as its trial went.
    private func item(
        _ name: String, _ trial: HostTrials.Trial, layer: Layer? = nil, isRequired: Bool = false,
        fix: @autoclosure () -> String
    ) -> HostReport.Item {
        if let obstacle = trials.obstacle {
            return HostReport.Item(
                .layers, name, .missing, found: "not tried: \(obstacle.plain)", fix: obstacle.advice, layer: layer,
                isRequired: isRequired)
        }
        let (state, found, fix): (HostReport.State, String, String?) =
            switch trial {
            case .held(let seen): (.ok, seen, nil)
            case .failed(let error): (.missing, error.plain, fix())
            case .blocked(let culprit):
                (
                    .missing, "cannot be tried without the layer \(culprit.rawValue)",
                    NamespaceFix(facts: facts).fix(culprit)
                )
            case .absent: (.missing, "not tried", fix())
            }
        return HostReport.Item(
            .layers, name, state, found: found, fix: fix, layer: layer, isRequired: isRequired)
    }

    /// The newest of the features that cells are made with, and two that they only like to have. Trials decide, not the
    /// version: distributions carry features back to older kernels.
    private var kernel: HostReport.Item {
        let found = facts.release.isEmpty ? "the version is not told" : "Linux \(facts.release)"
        guard let kernel = facts.kernel else { return .init(.layers, "kernel", .advice, found: found) }
        let update = NamespaceFix.newerKernel
        for (needed, name) in [
            (KernelVersion(5, 7), "clone3 into a cgroup"), (.init(5, 8), "a /proc of the own processes only"),
            (NamespaceFix.leastKernel, "mount_setattr, for a root that is read-only"),
        ] where kernel < needed {
            return .init(.layers, "kernel", .missing, found: "\(found); \(name) came with \(needed)", fix: update)
        }
        for (wished, name) in [
            (KernelVersion(5, 14), "cgroup.kill, to clear what a killed judge left,"),
            (.init(5, 19), "memory.peak, the exact peak of all processes,"),
        ] where kernel < wished {
            return .init(.layers, "kernel", .advice, found: "\(found); \(name) came with \(wished)", fix: update)
        }
        return .init(.layers, "kernel", .ok, found: "\(found); \(NamespaceFix.leastKernel) or newer is needed")
    }

    /// Whether somebody has looked at all that this kernel can be asked.
    private var systemCalls: HostReport.Item {
        let reviewed = SystemCallTable.reviewedKernel
        let found = "looked at up to number \(SystemCallTable.highest), which is Linux \(reviewed)"
        guard let kernel = facts.kernel, kernel > reviewed else {
            return .init(.layers, "system calls", .ok, found: "\(found); programs may make those that are on a list")
        }
        return .init(
            .layers, "system calls", .advice, found: "\(found); what Linux \(kernel) has more, programs do not get",
            fix: "use a newer verdict where a program should need it; nothing is less safe without")
    }

    /// What shows a run with /proc a directory, and not where on the host it is.
    private var overlay: HostReport.Item {
        guard facts.words("/proc/filesystems").contains("overlay") else {
            return .init(
                .layers, "overlay", .advice,
                found: "none: a program with /proc can read where on this host the judge keeps its files",
                fix: "as root: modprobe overlay")
        }
        return .init(.layers, "overlay", .ok, found: "hides from programs with /proc where the judge keeps its files")
    }

    /// Who we are: with root's rights cells get user ids of their own.
    private var user: HostReport.Item {
        guard facts.isRoot else {
            return .init(
                .layers, "rights", .ok,
                found: "user \(facts.texts.user), not root: programs have your own user id on the host")
        }
        guard facts.hasAllIds else {
            return .init(
                .layers, "rights", .ok, found: "root of a user namespace with few ids: programs have your own user id")
        }
        // Who may not mount goes the way of an unprivileged user, but for the ids.
        let mount: [(HostFacts.Capability, String)] =
            facts.has(.sysAdmin) ? [(.sysChroot, "CAP_SYS_CHROOT")] : [(.chown, "CAP_CHOWN")]
        let needed = [(.setUID, "CAP_SETUID"), (.setGID, "CAP_SETGID")] + mount
        let lacking = needed.filter { !facts.has($0.0) }.map(\.1)
        guard lacking.isEmpty else {
            return .init(
                .layers, "rights", .advice, found: "root without \(lacking.joined(separator: ", "))",
                fix: NamespaceFix(facts: facts).forRestrictedRoot)
        }
        let manner = facts.has(.sysAdmin) ? "root" : "root without CAP_SYS_ADMIN, which user namespaces make up for"
        return .init(.layers, "rights", .ok, found: "\(manner): every cell has its own user ids")
    }

    private var strictSeccomp: HostReport.Item {
        item(
            "strict-seccomp", trials[.strictSeccomp], layer: .strictSeccomp,
            fix: NamespaceFix(facts: facts).fix(.seccomp))
    }

    /// A /proc that somebody has mounted over in parts may not be mounted anew (`mount_namespaces(7)`).
    private var proc: HostReport.Item {
        item("proc", trials.proc, fix: NamespaceFix(facts: facts).forProc)
    }

    private var scratch: HostReport.Item {
        item("tmpfs", trials.scratch, fix: NamespaceFix(facts: facts).fix(.mount))
    }

    private var temporaryDirectory: HostReport.Item {
        let path = facts.texts.temporaryDirectory
        guard facts.texts.writable.contains(path) else {
            return .init(
                .layers, "TMPDIR", .missing, found: "\(path) cannot be written", fix: "export TMPDIR=/var/tmp",
                isRequired: true)
        }
        guard facts.texts.isTemporaryDirectoryExecutable else {
            return .init(
                .layers, "TMPDIR", .missing,
                found: "\(path) is mounted noexec: what is compiled cannot be run from there",
                fix: "export TMPDIR=/var/tmp, or as root: mount -o remount,exec \(path)")
        }
        let space = ByteCount(facts.texts.temporarySpace)
        guard space >= .mebibytes(512) else {
            return .init(
                .layers, "TMPDIR", .advice, found: "\(path) has only \(space) left",
                fix: "make room there, or set TMPDIR to a directory with more")
        }
        return .init(.layers, "TMPDIR", .ok, found: "\(path) can be written and executed from; \(space) left")
    }

    /// A run's limits cannot be above the hard limits of the judge.
    private var hardLimits: HostReport.Item {
        if let stack = facts.hardLimit("Max stack size") {
            return .init(
                .layers, "hard limits", .advice,
                found: "no program's stack can be larger than \(ByteCount(stack)) (RLIMIT_STACK)",
                fix: "as root, in the shell that starts verdict: prlimit --pid $$ --stack=unlimited")
        }
        if let files = facts.hardLimit("Max open files"), files < 1024 {
            return .init(
                .layers, "hard limits", .advice, found: "only \(files) open files (RLIMIT_NOFILE)",
                fix: "as root, in the shell that starts verdict: prlimit --pid $$ --nofile=4096:4096")
        }
        return .init(.layers, "hard limits", .ok, found: "stack unlimited, open files enough")
    }

    /// Without them an evaluation starts the interpreter anew for each program.
    private var warmStarts: HostReport.Item {
        let name = "warm starts"
        guard facts.texts.hasWarmLibrary else {
            return .init(
                .layers, name, .advice, found: "libverdict-warm.so is not beside verdict-cell: evaluations are slower",
                fix: "build it (swift build --product verdict-warm) and put it beside verdict-cell")
        }
        guard facts.texts.files[HostFacts.threadNumbers] != nil else {
            return .init(
                .layers, name, .advice,
                found: "the kernel does not tell where a thread keeps its number: evaluations are slower",
                fix: "boot a kernel with CONFIG_CHECKPOINT_RESTORE=y")
        }
        return .init(.layers, name, .ok, found: "evaluations may run copies of an interpreter that has started")
    }
}

extension SandboxError {
    /// The error without its advice, which the report gives itself.
    var plain: String {
        stage + (errno.map { ": \($0)" } ?? "")
    }
}
