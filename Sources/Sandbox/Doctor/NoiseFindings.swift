import SystemPackage

/// What on this host makes the same program take another time or other memory from run to run.
struct NoiseFindings {
    let facts: HostFacts

    var items: [HostReport.Item] {
        [
            processors, sharing, siblings, governor, boost, steal, addresses, hugePages, pageMerging, corePattern,
            hiddenProcesses,
            instructions,
        ].compactMap { $0 }
    }

    private var processors: HostReport.Item {
        let count = facts.texts.processors
        guard count > 1 else {
            return advice(
                "processors", "1: a run shares it with the judge and everything else",
                "judge on a machine with at least two (or widen the mask: taskset -p)")
        }
        let cores = facts.texts.cores
        return .init(
            .noise, "processors", .ok,
            found: "\(count) can be used, of \(cores) cores: as many runs at once have one each")
    }

    /// Judges divide the processors by locks on files that only who shares `/dev/shm` sees.
    private var sharing: HostReport.Item {
        guard facts.surroundings == .container else {
            return .init(.noise, "core locks", .ok, found: "the judges of this host divide its processors (/dev/shm)")
        }
        return advice(
            "core locks", "judges in other containers are not seen, and may hold their runs to the same processors",
            "give each container its own processors (--cpuset-cpus), or let them share /dev/shm (--ipc=host)")
    }

    /// Processors of one core share its units; the list of a processor has a comma or a dash then.
    private var siblings: HostReport.Item {
        let lists = facts.texts.files.filter { $0.key.hasSuffix("/topology/thread_siblings_list") }
        let shared = Set(lists.values.map(\.trimmed)).filter { $0.contains(",") || $0.contains("-") }.sorted()
        let active = facts.texts.files["/sys/devices/system/cpu/smt/active"]?.trimmed
        guard !shared.isEmpty, active != "0" else {
            return .init(.noise, "SMT", .ok, found: "off: no two processors share a core, as far as the kernel knows")
        }
        return advice(
            "SMT", "on: processors \(shared.joined(separator: "; ")) share a core each",
            shell("echo off >/sys/devices/system/cpu/smt/control"))
    }

    private var governor: HostReport.Item {
        let found = facts.texts.files.filter { $0.key.hasSuffix("/cpufreq/scaling_governor") }
        let names = Set(found.values.map(\.trimmed)).sorted()
        guard !names.isEmpty else {
            return .init(.noise, "CPU frequency", .ok, found: "not governed by this kernel")
        }
        guard names != ["performance"] else { return .init(.noise, "CPU frequency", .ok, found: "performance") }
        return advice(
            "CPU frequency", "governor \(names.joined(separator: ", ")): the clock follows the load",
            shell("for f in /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor; do echo performance >$f; done"))
    }

    private var boost: HostReport.Item? {
        if facts.number("/sys/devices/system/cpu/intel_pstate/no_turbo") == 0 {
            return advice(
                "turbo", "on: a core is faster while the others idle",
                shell("echo 1 >/sys/devices/system/cpu/intel_pstate/no_turbo"))
        }
        if facts.number("/sys/devices/system/cpu/cpufreq/boost") == 1 {
            return advice(
                "turbo", "on: a core is faster while the others idle",
                shell("echo 0 >/sys/devices/system/cpu/cpufreq/boost"))
        }
        return nil
    }

    /// Time that the machine's own host gave to others, since it started (`proc(5)`, `/proc/stat`).
    private var steal: HostReport.Item {
        let line = facts.texts.files["/proc/stat"]?.split(separator: "\n").first ?? ""
        let ticks = line.split(separator: " ").dropFirst().compactMap { Int64($0) }
        guard ticks.count >= 8 else { return .init(.noise, "steal time", .ok, found: "not told") }
        // Guest time, after the eighth, is counted as user time already.
        let total = max(1, ticks.prefix(8).reduce(0, +))
        let hundredths = ticks[7] * 10_000 / total
        let share = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) %"
        guard hundredths >= 10 else {
            return .init(.noise, "steal time", .ok, found: "\(share) of all processor time since the start")
        }
        return advice(
            "steal time", "\(share) of all processor time since the start went to other machines on the same host",
            "judge on a machine that does not share its processors")
    }

    private var addresses: HostReport.Item {
        guard let value = facts.number("/proc/sys/kernel/randomize_va_space"), value != 0 else {
            return .init(.noise, "ASLR", .ok, found: "off: every run has the same addresses")
        }
        return advice(
            "ASLR",
            "on (kernel.randomize_va_space = \(value)): addresses, and with them caches, differ from run to run",
            setting("kernel.randomize_va_space=0") + "   (only on a machine that does nothing but judge)")
    }

    private var hugePages: HostReport.Item {
        let text = facts.texts.files["/sys/kernel/mm/transparent_hugepage/enabled"] ?? ""
        guard text.contains("[always]") else {
            return .init(.noise, "huge pages", .ok, found: "only for programs that ask (or none)")
        }
        return advice(
            "huge pages", "always: peak memory depends on how the kernel found pages",
            shell("echo madvise >/sys/kernel/mm/transparent_hugepage/enabled"))
    }

    private var corePattern: HostReport.Item {
        let pattern = facts.texts.files["/proc/sys/kernel/core_pattern"]?.trimmed ?? ""
        guard pattern.hasPrefix("|") else {
            return .init(.noise, "core dumps", .ok, found: "to files, of which runs may write none")
        }
        return advice(
            "core dumps", "a crash may start a program of the host: \(pattern.dropFirst().prefix { $0 != " " })",
            setting("kernel.core_pattern=core"))
    }

    /// An option of the host's /proc. A run has a /proc of its own, so no run depends on it; people may.
    private var hiddenProcesses: HostReport.Item {
        let line = (facts.texts.files["/proc/self/mountinfo"] ?? "").split(separator: "\n").first {
            $0.contains(" /proc ") && $0.contains(" - proc ")
        }
        let options = line?.split { $0 == "," || $0 == " " } ?? []
        guard let option = options.first(where: { $0.hasPrefix("hidepid=") && $0 != "hidepid=off" }) else {
            return .init(
                .noise, "hidepid", .ok,
                found: "off: this host's users see what the judge starts; runs see only themselves")
        }
        return .init(.noise, "hidepid", .ok, found: "\(option): users see only their own processes")
    }

    /// Pages that programs have alike would be one, and how long a write to one takes would tell that another has it. Runs may
    /// not ask for that, but a process hands it down.
    private var pageMerging: HostReport.Item {
        let merges = facts.words("/proc/self/ksm_stat").drop { $0 != "ksm_merge_any:" }.dropFirst().first == "yes"
        guard merges else {
            return .init(.noise, "page merging", .ok, found: "off for this process, and programs cannot ask for it")
        }
        return advice(
            "page merging", "on: equal pages of all programs are one (KSM), which each can find out",
            "start the judge without it (systemd: MemoryKSM=no)")
    }

    /// No verdict depends on them: they tell two programs apart that the clock does not.
    private var instructions: HostReport.Item {
        switch facts.texts.counterObstacle {
        case nil: return .init(.noise, "instructions", .ok, found: "counted")
        case .permissionDenied, .notPermitted:
            let level = facts.number("/proc/sys/kernel/perf_event_paranoid").map { " = \($0)" } ?? ""
            return advice(
                "instructions", "not counted: not permitted (kernel.perf_event_paranoid\(level))",
                setting("kernel.perf_event_paranoid=2"))
        case let obstacle?:
            return advice(
                "instructions", "not counted: no counter to be seen, as in most virtual machines (\(obstacle))",
                "judge on a machine with a performance monitoring unit (a hypervisor may pass it on: kvm, pmu=on)")
        }
    }

    private func advice(_ name: String, _ found: String, _ fix: String) -> HostReport.Item {
        .init(.noise, name, .advice, found: found, fix: fix)
    }

    private func shell(_ command: String) -> String { facts.isRoot ? command : "sudo sh -c '\(command)'" }

    private func setting(_ value: String) -> String { (facts.isRoot ? "" : "sudo ") + "sysctl -w \(value)" }
}
