@testable import Sandbox

/// What hosts of every kind say of themselves, abridged to what is read.
extension HostTexts {
    private static func host(
        release: String, user: UInt32, cgroup: String, mounts: String, files: [String: String] = [:],
        writable: Set<String> = []
    ) -> HostTexts {
        var texts = HostTexts()
        let cap = user == 0 ? "000001ffffffffff" : "0000000000000000"
        texts.files = [
            "/proc/sys/kernel/osrelease": release + "\n",
            "/proc/self/status": "Name:\tverdict\nCapEff:\t\(cap)\nNoNewPrivs:\t0\nSeccomp:\t0\n",
            "/proc/self/uid_map": "         0          0 4294967295\n",
            "/proc/self/cgroup": cgroup, "/proc/self/mountinfo": mounts,
            "/proc/self/limits": "Max stack size            8388608              unlimited            bytes     \n",
            "/proc/self/ns/user": "", "/proc/self/ns/cgroup": "", HostFacts.threadNumbers: "",
            "/proc/sys/user/max_user_namespaces": "15000\n",
            "/proc/sys/kernel/seccomp/actions_avail": "kill_process kill_thread trap errno trace log allow\n",
            "/proc/sys/kernel/randomize_va_space": "0\n", "/proc/sys/kernel/core_pattern": "core\n",
            "/proc/swaps": "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n",
            "/proc/filesystems": "nodev\tproc\nnodev\toverlay\nnodev\ttmpfs\n\text4\n",
            "/proc/stat": "cpu  1000 0 500 8500 0 0 0 0 0 0\n",
            "/sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
        ].merging(files) { $1 }
        texts.user = user
        texts.processors = 4
        texts.cores = 4
        texts.writable = writable.union(["/tmp"])
        texts.temporarySpace = 50 << 30
        return texts
    }

    static let hybrid = host(
        release: "6.18.44-fc", user: 0,
        cgroup: "8:pids:/\n4:memory:/api/beb6\n1:cpu:/\n0::/\n",
        mounts: """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw

            """,
        files: [
            "/sys/fs/cgroup/unified/cgroup.controllers": "\n",
            "/sys/fs/cgroup/unified/cgroup.procs": "1\n2\n3\n",
        ],
        writable: ["/sys/fs/cgroup/memory/api/beb6", "/sys/fs/cgroup/pids", "/sys/fs/cgroup/unified"])

    private static let scope = "/sys/fs/cgroup/user.slice/user-1000.slice/session-3.scope"
    private static let pureMount = """
        24 1 0:22 / /proc rw,nosuid,nodev,noexec,relatime shared:5 - proc proc rw,hidepid=invisible
        30 1 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate

        """

    static let systemdUser = host(
        release: "6.1.0-18-amd64", user: 1000, cgroup: "0::/user.slice/user-1000.slice/session-3.scope\n",
        mounts: pureMount,
        files: [
            "/run/systemd/system": "", "\(scope)/cgroup.controllers": "memory pids\n",
            "\(scope)/cgroup.procs": "7\n8\n",
            "/sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory pids\n",
            "/proc/swaps": "Filename\tType\tSize\tUsed\tPriority\n/dev/sda2  partition 1000 0 -2\n",
            "/sys/devices/system/cpu/smt/active": "1\n",
            "/sys/devices/system/cpu/cpu0/topology/thread_siblings_list": "0,2\n",
            "/sys/devices/system/cpu/cpu2/topology/thread_siblings_list": "0,2\n",
            "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": "powersave\n",
            "/sys/devices/system/cpu/intel_pstate/no_turbo": "0\n",
        ])

    static let ubuntu24 = host(
        release: "6.8.0-31-generic", user: 1000, cgroup: "0::/user.slice/user-1000.slice/session-3.scope\n",
        mounts: pureMount,
        files: [
            "/run/systemd/system": "", "\(scope)/cgroup.controllers": "cpu memory pids\n",
            "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1\n",
            "/proc/sys/kernel/unprivileged_userns_clone": "1\n",
            "/proc/sys/kernel/core_pattern": "|/usr/share/apport/apport -p%p -s%s\n",
            "/proc/sys/kernel/randomize_va_space": "2\n",
        ])

    static let docker = host(
        release: "6.5.0-14-generic", user: 0, cgroup: "0::/\n",
        mounts: """
            900 800 0:50 / / rw,relatime - overlay overlay rw,lowerdir=/a
            901 900 0:26 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw

            """,
        files: [
            "/.dockerenv": "", "/sys/fs/cgroup/cgroup.controllers": "cpu memory pids\n",
            "/sys/fs/cgroup/cgroup.procs": "1\n9\n",
            "/proc/self/status": "CapEff:\t00000000a80425fb\nSeccomp:\t2\n",
            "/sys/kernel/mm/transparent_hugepage/enabled": "[always] madvise never\n",
        ])

    /// Kubernetes' engines put no marker into a container's root.
    static let unmarkedContainer = host(
        release: "6.1.0-18-amd64", user: 0, cgroup: "0::/\n",
        mounts: "901 900 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup rw\n",
        files: [
            "/proc/self/ns/pid": "pid:[4026532187]", "/sys/fs/cgroup/cgroup.controllers": "cpu memory pids\n",
            "/sys/fs/cgroup/cgroup.procs": "1\n9\n",
        ])

    static let unmarkedLegacyContainer = host(
        release: "5.15.0-18-amd64", user: 0, cgroup: "4:memory:/\n8:pids:/\n0::/\n",
        mounts: """
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids

            """,
        files: ["/proc/self/ns/pid": "pid:[4026532187]"], writable: ["/sys/fs/cgroup/memory", "/sys/fs/cgroup/pids"])

    static let windows = host(
        release: "5.15.146.1-microsoft-standard-WSL2", user: 0, cgroup: "2:cpu:/\n0::/\n",
        mounts: "30 1 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
        files: [
            "/sys/fs/cgroup/unified/cgroup.controllers": "\n", "/proc/cgroups": "memory\t0\t1\t0\npids\t0\t1\t1\n",
        ],
        writable: ["/sys/fs/cgroup/unified"])

    static let legacyOnly = host(
        release: "5.10.0-28-amd64", user: 0, cgroup: "4:memory:/\n8:pids:/\n",
        mounts: """
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids

            """,
        files: [
            "/proc/self/limits": "Max stack size            8388608              67108864             bytes     \n",
            "/proc/stat": "cpu  1000 0 500 8500 0 0 0 100 0 0\ncpu0 1 1 1\n",
        ],
        writable: ["/sys/fs/cgroup/memory", "/sys/fs/cgroup/pids"])
}

extension HostTrials {
    /// Everything there, save for what `changes` say.
    static func held(except changes: [Layer: Trial] = [:], proc: Trial = .held("tried")) -> HostTrials {
        var trials = HostTrials()
        for layer in Layer.allCases { trials.layers[layer] = changes[layer] ?? .held("tried") }
        trials.proc = proc
        trials.scratch = .held("tried")
        trials.limitsSwap = true
        return trials
    }
}
