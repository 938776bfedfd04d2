import CSeccomp
import Glibc

/// Which system calls a run may not make.
enum SystemCallRules {
    /// One line of a filter: what happens to a system call, if the comparisons of its arguments hold.
    struct Rule {
        var number: Int32
        var action: UInt32
        var comparisons: [scmp_arg_cmp] = []
    }

    // The macros of seccomp.h that Swift does not see: SECCOMP_RET_ALLOW, _KILL_PROCESS, _ERRNO (seccomp(2)).
    static let allow: UInt32 = 0x7fff_0000
    static let kill: UInt32 = 0x8000_0000
    static func answer(_ errno: Int32) -> UInt32 { 0x0005_0000 | UInt32(errno) }

    /// Reaching other processes, the kernel's configuration or its rarely used parts: refused to everybody.
    private static let forbidden = [
        // other processes and their memory
        "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "kcmp",
        "pidfd_getfd", "migrate_pages", "move_pages",
        // namespaces and file systems
        "unshare", "setns", "chroot", "pivot_root", "mount", "umount2", "fsopen", "fsconfig", "fsmount", "fspick",
        "open_tree", "move_mount", "mount_setattr", "open_by_handle_at", "name_to_handle_at", "quotactl",
        "quotactl_fd", "fanotify_init", "fanotify_mark", "swapon", "swapoff", "mknod", "mknodat",
        // keys, programs in the kernel, performance counters
        "add_key", "request_key", "keyctl", "bpf", "perf_event_open", "seccomp", "userfaultfd",
        // the machine
        "reboot", "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "acct", "syslog",
        "sethostname", "setdomainname", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "iopl", "ioperm",
        "vhangup", "ioprio_set", "mbind", "sched_setaffinity", "set_mempolicy", "set_mempolicy_home_node",
    ]

    /// What a program asks for only where it exists, and does without where it does not.
    private static let absent = [
        "io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup", "io_submit", "io_getevents", "io_destroy",
        "io_cancel", "modify_ldt", "lookup_dcookie", "vmsplice", "memfd_secret", "nfsservctl", "uselib", "ustat",
        "sysfs", "_sysctl", "create_module", "get_kernel_syms", "query_module", "landlock_create_ruleset",
        "landlock_add_rule", "landlock_restrict_self", "clone3", "remap_file_pages", "cachestat",
        // System V IPC and POSIX message queues
        "shmget", "shmat", "shmctl", "shmdt", "semget", "semop", "semctl", "semtimedop", "msgget", "msgsnd", "msgrcv",
        "msgctl", "mq_open", "mq_unlink", "mq_timedsend", "mq_timedreceive", "mq_notify", "mq_getsetattr",
    ]

    /// Marks on files that runs share, through which one could tell another something. Compilers need them.
    private static let channels = ["flock", "inotify_init", "inotify_init1", "inotify_add_watch", "inotify_rm_watch"]
    private static let lockCommands = [F_SETLK, F_SETLKW, 37, 38, 1024, 1026]  // F_OFD_SETLK(W), F_SETLEASE, F_NOTIFY

    private static let namespaceFlags: UInt64 = 0x7e02_0080  // CLONE_NEW* (clone(2))
    private static let families: Set<Int32> = [AF_UNIX, AF_INET, AF_INET6]
    /// Far above what any kernel has; x32's numbers, above that, are another ABI.
    private static let highestNumber: Int32 = 600

    /// What starting a run takes, between the clone of its init and execve: refused by the run's own filter, which comes
    /// after it.
    private static let starting: Set<String> = [
        "seccomp", "clone3", "chroot", "mount", "umount2", "fsopen", "fsconfig", "fsmount", "open_tree", "move_mount",
        "mount_setattr", "sched_setaffinity",
    ]

    /// Everything that is refused, with the answer; what no rule names is allowed.
    static func rules(for scope: SystemCallFilter.Scope) -> [Rule] {
        let refusal = scope == .policy(.strict) ? { (_: Int32) in kill } : answer
        var refused: [String: Int32] = [:]
        for name in forbidden { refused[name] = EPERM }
        for name in absent { refused[name] = ENOSYS }
        switch scope {
        case .shared:
            return numberRules(refused.filter { !starting.contains($0.key) }, unknown: ENOSYS, refusal)
                + argumentRules(refusal)
        case .policy(.strict):
            // Killing outweighs the shared filter's answers (seccomp(2)), so it has to name them all.
            for name in channels { refused[name] = ENOSYS }
            return numberRules(refused, unknown: ENOSYS, refusal) + argumentRules(refusal) + lockRules(refusal)
        case .policy(let policy):
            refused = refused.filter { starting.contains($0.key) }
            if policy == .run {
                for name in channels { refused[name] = ENOSYS }
            }
            return numberRules(refused, unknown: nil, refusal) + (policy == .run ? lockRules(refusal) : [])
        }
    }

    /// - Parameter unknown: the answer to numbers that have no name here; nil: no rule.
    private static func numberRules(
        _ refused: [String: Int32], unknown: Int32?, _ refusal: (Int32) -> UInt32
    ) -> [Rule] {
        (0...highestNumber).compactMap { number in
            let errno = name(of: number).map { refused[$0] } ?? unknown
            return errno.map { Rule(number: number, action: refusal($0)) }
        }
    }

    /// Calls that are wrong by an argument.
    private static func argumentRules(_ refusal: (Int32) -> UInt32) -> [Rule] {
        var rules: [Rule] = []
        func refuse(_ name: String, _ errno: Int32, _ comparison: scmp_arg_cmp) {
            rules.append(Rule(number: number(of: name), action: refusal(errno), comparisons: [comparison]))
        }
        for bit in UInt64(0)..<32 where namespaceFlags & (1 << bit) != 0 {
            refuse("clone", EPERM, compare(0, SCMP_CMP_MASKED_EQ, 1 << bit, 1 << bit))
        }
        for family in Int32(0)..<64 where !families.contains(family) {
            refuse("socket", EAFNOSUPPORT, lowHalf(0, UInt64(family)))
        }
        refuse("socket", EAFNOSUPPORT, compare(0, SCMP_CMP_GE, 64))
        refuse("socketpair", EAFNOSUPPORT, compare(0, SCMP_CMP_NE, UInt64(AF_UNIX)))
        // Asking is allowed; switching off address randomisation, or making memory executable, is not.
        refuse("personality", EPERM, compare(0, SCMP_CMP_NE, 0xffff_ffff))
        for request in [0x5412, 0x541c] as [UInt64] {  // TIOCSTI, TIOCLINUX: input for a terminal (ioctl_tty(2))
            refuse("ioctl", EPERM, lowHalf(1, request))
        }
        // RWF_NOWAIT tells what of a shared file is in memory, and so what others have read.
        refuse("preadv2", EOPNOTSUPP, compare(5, SCMP_CMP_MASKED_EQ, 8, 8))
        return rules
    }

    private static func lockRules(_ refusal: (Int32) -> UInt32) -> [Rule] {
        lockCommands.map { command in
            Rule(number: number(of: "fcntl"), action: refusal(EPERM), comparisons: [lowHalf(1, UInt64(command))])
        }
    }

    /// The kernel looks at the low 32 bits of such an argument only, so a filter must, too.
    private static func lowHalf(_ argument: UInt32, _ value: UInt64) -> scmp_arg_cmp {
        compare(argument, SCMP_CMP_MASKED_EQ, 0xffff_ffff, value)
    }

    private static func compare(
        _ argument: UInt32, _ operation: scmp_compare, _ first: UInt64, _ second: UInt64 = 0
    ) -> scmp_arg_cmp {
        scmp_arg_cmp(arg: argument, op: operation, datum_a: first, datum_b: second)
    }

    private static func number(of name: String) -> Int32 {
        unsafe seccomp_syscall_resolve_name(name)
    }

    private static func name(of number: Int32) -> String? {
        guard let name = unsafe seccomp_syscall_resolve_num_arch(seccomp_arch_native(), number) else { return nil }
        defer { unsafe free(name) }
        return unsafe String(cString: name)
    }
}
