import SystemPackage
import Testing

@testable import Sandbox

/// What is said of hosts of every kind, decided from texts and trials alone.
@Suite struct HostReportTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var texts: HostTexts
        var trials = HostTrials.held()
        /// Required and missing, in order.
        var missing: [String] = []
        /// Pieces of the command that mends an item, by its name.
        var fixes: [String: String] = [:]
        /// Pieces of what was found, by the item's name.
        var found: [String: String] = [:]

        var testDescription: String { name }
    }

    private static func refused(_ stage: String, _ errno: Errno) -> HostTrials.Trial {
        .failed(SandboxError(.cellFailed, stage: stage, errno: errno, advice: "not for the report"))
    }

    private static let noCgroups: [Layer: HostTrials.Trial] = {
        let error = refused("make cgroup", .permissionDenied)
        return [.memory: error, .processes: error, .cpu: error]
    }()

    private static func without(_ change: (inout HostTexts) -> Void, from texts: HostTexts) -> HostTexts {
        var texts = texts
        change(&texts)
        return texts
    }

    static let cases: [Case] = [
        Case(
            name: "hybrid as root", texts: .hybrid,
            found: [
                "layout": "v2 gives no controllers; v1 has cpu memory pids",
                "memory": "v1, /sys/fs/cgroup/memory/api/beb6",
                "cpu": "v2, /sys/fs/cgroup/unified", "OOM shield": "CAP_SYS_RESOURCE", "kernel": "6.18.44",
                "overlay": "hides", "system calls": "programs may make those that are on a list",
                "page merging": "off",
            ]),
        Case(
            name: "a kernel that nobody has looked at, without overlay, with pages merged",
            texts: without(
                {
                    $0.files["/proc/sys/kernel/osrelease"] = "7.1.0\n"
                    $0.files["/proc/filesystems"] = "nodev\ttmpfs\n\text4\n"
                    $0.files["/proc/self/ksm_stat"] = "ksm_rmap_items 0\nksm_merge_any: yes\nksm_mergeable: no\n"
                }, from: .hybrid),
            fixes: ["system calls": "newer verdict", "overlay": "modprobe overlay", "page merging": "MemoryKSM=no"],
            found: ["system calls": "what Linux 7.1 has more, programs do not get"]),
        Case(
            name: "hybrid as nobody",
            texts: without(
                {
                    $0.user = 65534
                    $0.writable = ["/tmp"]
                }, from: .hybrid), trials: .held(except: noCgroups),
            missing: ["memory", "processes", "cpu"],
            fixes: ["memory": "chown -R 65534 $d/judge-65534", "delegation": "/sys/fs/cgroup/memory/api/beb6"]),
        Case(
            name: "in a chroot",
            texts: without({ $0.isChrooted = true }, from: .hybrid),
            trials: .held(except: [.user: refused("make a user namespace", .notPermitted)]), missing: ["user"],
            fixes: ["user": "leave the chroot"]),
        Case(
            name: "an image made of a container's is no container",
            texts: without({ $0.files["/.dockerenv"] = "" }, from: .hybrid),
            trials: .held(except: [.memory: refused("make cgroup", .readOnlyFileSystem)]), missing: ["memory"],
            fixes: ["memory": "remount,bind,rw $(findmnt -no TARGET -T /sys/fs/cgroup/memory/api/beb6)"]),
        Case(
            name: "systemd user without delegation", texts: .systemdUser, trials: .held(except: noCgroups),
            missing: ["memory", "processes", "cpu"],
            fixes: [
                "memory": "systemd-run --user --scope -p Delegate=yes verdict", "SMT": "smt/control",
                "CPU frequency": "echo performance", "turbo": "no_turbo",
            ],
            found: ["SMT": "0,2", "hidepid": "invisible", "swap": "includes it"]),
        Case(
            name: "systemd root among others", texts: without({ $0.user = 0 }, from: .systemdUser),
            trials: .held(except: [.memory: refused("give memory", .resourceBusy)]), missing: ["memory"],
            fixes: ["memory": "systemd-run --scope -p Delegate=yes verdict"]),
        Case(
            name: "a controller that is not passed on",
            texts: without(
                { $0.files["/sys/fs/cgroup/user.slice/user-1000.slice/session-3.scope/cgroup.controllers"] = "pids" },
                from: .systemdUser), trials: .held(except: [.memory: .absent]), missing: ["memory"],
            fixes: ["memory": "Delegate=yes"], found: ["memory": "not passed on to /sys/fs/cgroup/user.slice"]),
        Case(
            name: "Ubuntu 24 with AppArmor", texts: .ubuntu24,
            trials: .held(except: [
                .mount: refused("make a mount namespace", .notPermitted), .pid: .blocked(by: .mount),
            ]),
            missing: ["mount", "pid"],
            fixes: [
                "mount": "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
                "ASLR": "randomize_va_space=0",
                "pid": "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
                "core dumps": "kernel.core_pattern=core",
            ],
            found: ["mount": "Operation not permitted", "core dumps": "/usr/share/apport/apport"]),
        Case(
            name: "Docker as it starts containers", texts: .docker,
            trials: .held(
                except: [
                    .mount: refused("make a mount namespace", .notPermitted),
                    .memory: refused("make cgroup", .readOnlyFileSystem),
                ], proc: refused("mount /proc for the run", .notPermitted)),
            missing: ["mount", "memory"],
            fixes: [
                "mount": "--security-opt seccomp=unconfined", "memory": "--security-opt writable-cgroups=true",
                "proc": "systempaths=unconfined", "delegation": "writable-cgroups", "huge pages": "echo madvise",
            ],
            found: ["rights": "root without CAP_SYS_ADMIN"]),
        Case(
            name: "Docker with what was asked for, and no CAP_SETUID",
            texts: without(
                {
                    $0.files["/proc/self/status"] = "CapEff:\t00000000a800050b\nSeccomp:\t0\n"
                    $0.writable.insert("/sys/fs/cgroup")
                }, from: .docker),
            fixes: ["rights": "--security-opt"], found: ["rights": "CAP_SETUID, CAP_SETGID"]),
        Case(
            name: "a user of a container without a marker",
            texts: without({ $0.user = 1000 }, from: .unmarkedContainer),
            trials: .held(except: [.memory: refused("make cgroup", .permissionDenied)]), missing: ["memory"],
            fixes: ["memory": "as root of the container", "delegation": "as root of the container"]),
        Case(
            name: "a container among processes from outside",
            texts: without(
                {
                    $0.files["/sys/fs/cgroup/cgroup.procs"] = "0\n0\n1\n"
                    $0.writable.insert("/sys/fs/cgroup")
                }, from: .unmarkedContainer),
            trials: .held(except: [.memory: refused("have cgroups below", .resourceBusy)]), missing: ["memory"],
            fixes: ["memory": "a cgroup of its own, without processes from outside"]),
        Case(
            name: "a container on a host with v1 trees", texts: .unmarkedLegacyContainer,
            trials: .held(except: [.cpu: .absent]), missing: ["cpu"],
            fixes: ["cpu": "--cap-add SYS_ADMIN"], found: ["layout": "v1 only"]),
        Case(
            name: "WSL 2", texts: .windows, trials: .held(except: [.memory: .absent, .processes: .absent]),
            missing: ["memory", "processes"], fixes: ["memory": "cgroup_no_v1=all", "kernel": "boot a newer kernel"],
            found: [
                "memory": "started without the controller memory", "processes": "no tree has", "kernel": "memory.peak",
            ]),
        Case(
            name: "cgroup v1 only, Linux 5.10", texts: .legacyOnly,
            trials: .held(except: [.mount: refused("make /usr read-only", .noFunction), .cpu: .absent]),
            missing: ["mount", "cpu"],
            fixes: [
                "mount": "boot a newer kernel", "kernel": "boot a newer kernel",
                "cpu": "mount -t cgroup2 none /sys/fs/cgroup/unified", "hard limits": "--stack=unlimited",
                "steal time": "does not share its processors",
            ],
            found: ["layout": "v1 only", "kernel": "mount_setattr", "steal time": "0.99 %", "hard limits": "64 MiB"]),
        Case(
            name: "cgroup v1 only, and a v2 tree mounted for verdict",
            texts: without(
                {
                    $0.files["/proc/self/cgroup"]?.append("0::/judge\n")
                    $0.privateTree = "/proc/self/fd/9"
                    $0.writable.insert("/proc/self/fd/9/judge")
                }, from: .legacyOnly),
            found: [
                "layout": "v1 only; v1 has memory pids; verdict mounts v2 for itself",
                "cpu": "v2, /judge (mounted for verdict alone)", "memory": "v1, /sys/fs/cgroup/memory",
            ]),
        Case(
            name: "memory switched off at boot",
            texts: without({ $0.files["/proc/cgroups"] = "memory\t0\t1\t0\n" }, from: .legacyOnly),
            trials: .held(except: [.memory: .absent]), missing: ["memory"],
            fixes: ["memory": "cgroup_enable=memory"]),
    ]

    @Test(arguments: cases) func aHostIsDescribed(_ example: Case) throws {
        let report = HostReport(HostFacts(example.texts), example.trials)
        #expect(report.missing().map(\.name) == example.missing)
        for (name, piece) in example.fixes {
            let item = try #require(report.items.first { $0.name == name })
            #expect(item.state != .ok, "\(name)")
            #expect(item.fix?.contains(piece) == true, "\(name): \(item.fix ?? "no fix")")
        }
        for (name, piece) in example.found {
            let item = try #require(report.items.first { $0.name == name })
            #expect(item.found.contains(piece), "\(name): \(item.found)")
        }
        for item in report.items {
            #expect((item.state == .ok) == (item.fix == nil), "\(item.name) has a fix if and only if it needs one")
            #expect(!item.found.contains("not for the report"))
        }
    }

    /// Each switch that closes user namespaces, by itself; the rest of the host is as it should be.
    @Test(arguments: [
        ("/proc/sys/user/max_user_namespaces", "user.max_user_namespaces=15000"),
        ("/proc/sys/kernel/unprivileged_userns_clone", "kernel.unprivileged_userns_clone=1"),
    ]) func theSwitchInTheWayIsNamed(path: String, fix: String) {
        var texts = HostTexts.systemdUser
        texts.files[path] = "0\n"
        #expect(NamespaceFix(facts: HostFacts(texts)).fix(.user).contains("sudo sysctl -w " + fix))
        texts.files["/proc/self/ns/user"] = nil
        #expect(NamespaceFix(facts: HostFacts(texts)).fix(.user).contains("CONFIG_USER_NS"))
    }

    @Test func everyKindOfNamespaceHasAQuota() {
        var texts = HostTexts.hybrid
        texts.files["/proc/sys/user/max_net_namespaces"] = "0\n"
        #expect(NamespaceFix(facts: HostFacts(texts)).fix(.network).contains("sysctl -w user.max_net_namespaces="))
        #expect(!NamespaceFix(facts: HostFacts(texts)).fix(.uts).contains("user.max_"))
    }

    @Test func rootOfARootlessContainerIsToldToBeSomebodyElse() {
        var texts = HostTexts.docker
        texts.files["/proc/self/uid_map"] = "0 1000 1\n1 100000 65536\n"
        #expect(NamespaceFix(facts: HostFacts(texts)).fix(.user).contains("--user 1000"))
    }

    @Test func swapThatNothingLimitsIsMissing() throws {
        var texts = HostTexts.hybrid
        texts.files["/proc/swaps"] = "Filename Type\n/swap file 1 0 -2\n"
        var trials = HostTrials.held()
        trials.limitsSwap = false
        let swap = try #require(HostReport(HostFacts(texts), trials).items.first { $0.name == "swap" })
        #expect(swap.state == .missing)
        #expect(swap.fix?.contains("swapoff -a") == true)
    }

    @Test func whatMakesEvaluationsSlowIsSaid() throws {
        func item(_ change: (inout HostTexts) -> Void) throws -> HostReport.Item {
            var texts = HostTexts.hybrid
            change(&texts)
            return try #require(HostReport(HostFacts(texts), .held()).items.first { $0.name == "warm starts" })
        }
        #expect(try item { _ in }.state == .ok)
        let library = try item { $0.hasWarmLibrary = false }
        #expect(library.state == .advice && library.fix?.contains("verdict-warm") == true && !library.isRequired)
        #expect(try item { $0.files[HostFacts.threadNumbers] = nil }.fix?.contains("CHECKPOINT_RESTORE") == true)
    }

    @Test func aTemporaryDirectoryMustBeOfUse() throws {
        func item(_ change: (inout HostTexts) -> Void) throws -> HostReport.Item {
            var texts = HostTexts.hybrid
            change(&texts)
            return try #require(HostReport(HostFacts(texts), .held()).items.first { $0.name == "TMPDIR" })
        }
        #expect(try item { _ in }.state == .ok)
        #expect(try item { $0.temporaryDirectory = "/nowhere" }.isRequired)
        #expect(try item { $0.temporaryDirectory = "/nowhere" }.state == .missing)
        #expect(try item { $0.isTemporaryDirectoryExecutable = false }.found.contains("noexec"))
        #expect(try item { $0.temporarySpace = 1 << 20 }.state == .advice)
    }

    @Test(
        arguments: [
            (nil, .ok, "counted", ""),
            (.noSuchFileOrDirectory, .advice, "no counter to be seen", "pmu=on"),
            (.notSupported, .advice, "no counter to be seen", "pmu=on"),
            (.permissionDenied, .advice, "kernel.perf_event_paranoid = 4", "sysctl -w kernel.perf_event_paranoid=2"),
            (.notPermitted, .advice, "not permitted", "sysctl -w kernel.perf_event_paranoid=2"),
        ] as [(Errno?, HostReport.State, String, String)])
    func whetherInstructionsAreCountedIsSaid(
        obstacle: Errno?, state: HostReport.State, found: String, fix: String
    ) throws {
        var texts = HostTexts.hybrid
        texts.counterObstacle = obstacle
        texts.files["/proc/sys/kernel/perf_event_paranoid"] = "4\n"
        let item = try #require(
            HostReport(HostFacts(texts), .held()).items.first { $0.name == "instructions" })
        #expect(item.state == state)
        #expect(item.found.contains(found))
        #expect((item.fix ?? "").contains(fix) || fix.isEmpty)
    }

    @Test func whatIsAllowedToBeMissingIsNotCounted() {
        let report = HostReport(HostFacts(.hybrid), .held(except: [.cgroup: .absent, .strictSeccomp: .absent]))
        #expect(report.missing().map(\.layer) == [.cgroup])
        #expect(report.missing(allowing: [.cgroup]).isEmpty)
    }

    @Test func anObstacleIsSaidOfEveryLayer() {
        var trials = HostTrials()
        trials.obstacle = SandboxError(.unsupportedHost, stage: "find verdict-cell", advice: "build it")
        let report = HostReport(HostFacts(.hybrid), trials)
        #expect(Set(report.missing().compactMap(\.layer)) == Set(Layer.allCases).subtracting([.strictSeccomp]))
        #expect(report.missing().allSatisfy { $0.fix == "build it" && $0.found.contains("find verdict-cell") })
    }

    @Test func textsThatSayNothingAreNoHost() {
        let report = HostReport(HostFacts(HostTexts()), HostTrials())
        #expect(!report.missing().isEmpty)
        #expect(report.items.first { $0.name == "layout" }?.state == .missing)
    }

    @Test(arguments: [
        ("6.1.0-18-amd64", KernelVersion(6, 1)), ("5.15.146.1-microsoft-standard-WSL2", KernelVersion(5, 15)),
        ("6.10", KernelVersion(6, 10)), ("7.0-rc1", KernelVersion(7, 0)),
    ]) func releasesAreRead(release: String, version: KernelVersion) {
        #expect(KernelVersion(release: release) == version)
    }

    @Test(arguments: ["", "6", "six.one", ".", "-"]) func whatIsNoReleaseHasNoVersion(release: String) {
        #expect(KernelVersion(release: release) == nil)
    }

    @Test func versionsAreOrderedByNumber() {
        #expect(KernelVersion(5, 9) < KernelVersion(5, 12))
        #expect(KernelVersion(5, 19) < KernelVersion(6, 0))
    }
}
