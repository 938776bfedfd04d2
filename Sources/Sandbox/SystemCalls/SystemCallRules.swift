import Glibc

/// What a run may ask of the kernel: a list of what is allowed. Everything else does not exist.
///
/// Three kinds of calls are refused: what reaches the host or other programs; what leaves something behind in files,
/// caches and namespaces that runs share; what takes memory of the kernel's that no control group pays for.
enum SystemCallRules {
    /// - Parameter name: of a call in ``SystemCallTable``; nil: there is none of that number.
    static func rule(for name: String?) -> SystemCallRule {
        guard let name else { return .always(.fail(ENOSYS)) }
        if let rule = byArguments[name] { return rule }
        return .always(answers[name] ?? .refuse(ENOSYS))
    }

    /// What starting a run takes, between the clone of its init and execve. None of it takes six arguments: the sixth is where
    /// a cell's key stands, which lets its own calls pass.
    static let starting: Set<String> = [
        "seccomp", "clone3", "chroot", "mount", "umount2", "fsopen", "fsconfig", "fsmount", "open_tree", "move_mount",
        "mount_setattr", "sched_setaffinity", "prlimit64",
    ]

    static let answers: [String: SystemCallRule.Answer] = {
        var answers: [String: SystemCallRule.Answer] = [:]
        for (names, answer) in groups {
            for name in names.split(whereSeparator: \.isWhitespace) { answers[String(name)] = answer }
        }
        return answers
    }()

    private static let groups: [(names: String, answer: SystemCallRule.Answer)] = [
        (files, .allow), (memory, .allow), (processes, .allow), (time, .allow), (descriptors, .allow),
        (nothing, .pretend), (attributes, .fail(EOPNOTSUPP)), (sockets, .fail(EPERM)), (tried, .fail(ENOSYS)),
        (forbidden, .refuse(EPERM)), ("sched_setaffinity mbind set_mempolicy ioprio_set", .fail(EPERM)),
    ]

    private static let files = """
        read write readv writev pread64 pwrite64 preadv pwritev creat close close_range lseek sendfile splice \
        tee copy_file_range stat fstat lstat newfstatat statx access faccessat faccessat2 statfs fstatfs getdents \
        getdents64 getcwd chdir fchdir rename renameat renameat2 mkdir mkdirat rmdir link linkat unlink unlinkat symlink \
        symlinkat readlink readlinkat chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat umask truncate \
        ftruncate fallocate utime utimes futimesat utimensat
        """

    private static let memory = """
        mprotect munmap brk mremap mlock mlock2 munlock mlockall munlockall membarrier pkey_mprotect pkey_alloc \
        pkey_free map_shadow_stack mseal
        """

    private static let processes = """
        fork vfork execve execveat exit exit_group wait4 waitid kill tkill tgkill pidfd_open pidfd_send_signal getpid \
        gettid getppid getuid geteuid getgid getegid getresuid getresgid getgroups setuid setgid setreuid setregid \
        setresuid setresgid setgroups setfsuid setfsgid getpgid getpgrp setpgid setsid getsid capget capset \
        rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigqueueinfo rt_tgsigqueueinfo \
        rt_sigsuspend sigaltstack sched_yield sched_getaffinity sched_getparam sched_setparam sched_getscheduler \
        sched_setscheduler sched_get_priority_max sched_get_priority_min sched_rr_get_interval sched_getattr \
        sched_setattr getpriority setpriority getrlimit getrusage ioprio_get set_tid_address \
        set_robust_list get_robust_list futex futex_waitv futex_wake futex_wait futex_requeue rseq restart_syscall \
        getcpu uname sysinfo getrandom
        """

    private static let time = """
        time gettimeofday clock_gettime clock_getres clock_nanosleep nanosleep pause alarm getitimer setitimer times \
        timer_create timer_settime timer_gettime timer_getoverrun timer_delete
        """

    /// Bounded by the number of descriptors and of processes.
    private static let descriptors = """
        pipe pipe2 dup dup2 dup3 poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait \
        epoll_pwait2 eventfd eventfd2 timerfd_create timerfd_settime timerfd_gettime signalfd signalfd4 shutdown \
        getsockname getpeername
        """

    /// What would reach files and caches that runs share, and is nothing in a run that shares nothing: locks, orders to
    /// write to the disk, advice about pages.
    private static let nothing = "flock sync syncfs fsync fdatasync sync_file_range msync fadvise64 readahead"

    /// Marks on files. A file system without them answers so.
    private static let attributes = """
        setxattr lsetxattr fsetxattr setxattrat getxattr lgetxattr fgetxattr getxattrat listxattr llistxattr flistxattr \
        listxattrat removexattr lremovexattr fremovexattr removexattrat
        """

    /// A run has pairs of sockets and no others, of kinds that know no third, so there is nobody to bind for and nobody to meet.
    private static let sockets = "bind listen accept accept4 connect setsockopt"

    /// What C libraries and runtimes ask for and do without.
    private static let tried = """
        clone3 io_uring_setup io_setup inotify_init inotify_init1 inotify_add_watch inotify_rm_watch openat2 \
        get_mempolicy landlock_create_ruleset cachestat statmount listmount modify_ldt memfd_secret mincore semget shmget msgget \
        mq_open mq_unlink file_getattr file_setattr
        """

    private static let forbidden = """
        ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_getfd migrate_pages \
        move_pages unshare setns chroot pivot_root mount umount2 fsopen fsconfig fsmount fspick open_tree open_tree_attr \
        move_mount mount_setattr open_by_handle_at name_to_handle_at quotactl quotactl_fd fanotify_init fanotify_mark \
        swapon swapoff mknod mknodat add_key request_key keyctl bpf perf_event_open seccomp userfaultfd reboot kexec_load \
        kexec_file_load init_module finit_module delete_module acct syslog sethostname setdomainname settimeofday \
        clock_settime adjtimex clock_adjtime iopl ioperm vhangup set_mempolicy_home_node
        """
}
