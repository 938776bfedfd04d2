import Glibc

/// Calls that are allowed with some arguments and not with others, by lists of what is allowed.
extension SystemCallRules {
    static let byArguments: [String: SystemCallRule] = [
        "clone": .withBits(namespaceFlags, in: 0, .refuse(EPERM)),
        // Asking is allowed; switching off address randomisation, or making memory executable, is not.
        "personality": .byValue(of: 0, [([0xffff_ffff], .allow)], otherwise: .refuse(EPERM)),
        "arch_prctl": .byValue(of: 0, [(threadPointers, .allow)], otherwise: .fail(EINVAL)),
        "prctl": .byValue(of: 0, [(processOptions, .allow)], otherwise: .fail(EPERM)),
        "fcntl": descriptorCommands,
        "ioctl": .byValue(
            of: 1, [(queries, .allow), (terminalInput, .refuse(EPERM)), (randomPool, .fail(EPERM))],
            otherwise: .fail(ENOTTY)),
        "madvise": .byValue(of: 2, [(ownPages, .allow), ([willNeed], .pretend)], otherwise: .fail(EINVAL)),
        // No control group pays for huge pages of the pool.
        "mmap": .withBits(0x40000, in: 3, .fail(ENOMEM)),  // MAP_HUGETLB
        "memfd_create": .withBits(0x4, in: 1, .fail(EINVAL)),  // MFD_HUGETLB
        // Past the page cache, a disk can be read without an end.
        "open": .withBits(direct, in: 1, .fail(EINVAL)), "openat": .withBits(direct, in: 2, .fail(EINVAL)),
        // Flags tell what of a shared file is in memory (RWF_NOWAIT), or take it out (RWF_DONTCACHE).
        "preadv2": .withBits(.max, in: 5, .fail(EOPNOTSUPP)), "pwritev2": .withBits(.max, in: 5, .fail(EOPNOTSUPP)),
        "socket": .always(.fail(EAFNOSUPPORT)),
        "socketpair": socketPairs,
        "getsockopt": socketQuestions,
        // To a core_pattern that is a pipe, 0 is no limit: it would start a program of the host's (core(5)).
        "setrlimit": .byValue(of: 0, [([UInt32(RLIMIT_CORE.rawValue)], .fail(EPERM))], otherwise: .allow),
        "prlimit64": limitsOfProcesses,
        "sendto": .withBits(outOfBand, in: 3, .fail(EOPNOTSUPP)),
        "sendmsg": .withBits(outOfBand, in: 2, .fail(EOPNOTSUPP)),
        "sendmmsg": .withBits(outOfBand, in: 3, .fail(EOPNOTSUPP)),
        "recvfrom": .withBits(outOfBand, in: 3, .fail(EOPNOTSUPP)),
        "recvmsg": .withBits(outOfBand, in: 2, .fail(EOPNOTSUPP)),
        "recvmmsg": .withBits(outOfBand, in: 3, .fail(EOPNOTSUPP)),
    ]

    /// Pairs of streams and of sequenced packets. A pair of datagrams (SOCK_DGRAM, and SOCK_RAW, which is one) is none: what is
    /// sent from one end can be addressed to any socket that has a name (unix(7)), and where, no filter sees.
    private static let socketPairs: SystemCallRule = {
        let isUnix = SystemCallRule.Condition(argument: 0, value: UInt32(AF_UNIX))
        let types: [UInt32] = [1, 5]  // SOCK_STREAM, SOCK_SEQPACKET
        return SystemCallRule(
            cases: types.map { type in
                .init(conditions: [isUnix, .init(argument: 1, mask: 0xf, value: type)], answer: .allow)
            }, otherwise: .fail(EAFNOSUPPORT))
    }()

    private static let namespaceFlags: UInt32 = 0x7e02_0080  // CLONE_NEW* (clone(2))
    private static let direct: UInt32 = 0x4000  // O_DIRECT
    private static let asynchronous: UInt32 = 0x2000  // O_ASYNC
    /// MSG_OOB: the part of the kernel's socket code that nobody uses.
    private static let outOfBand: UInt32 = 1

    /// Limits can be read, which is a null pointer for the new one, in both halves; a process sets its own, and none of core
    /// dumps. Without the host's root the first process of the run's namespace has the run's own user id, so that the kernel
    /// would let a run set the limits of that one, too.
    private static let limitsOfProcesses: SystemCallRule = {
        let isRead = [false, true].map { SystemCallRule.Condition(argument: 2, isHighHalf: $0, value: 0) }
        let isCore = SystemCallRule.Condition(argument: 1, value: UInt32(RLIMIT_CORE.rawValue))
        let isOwn = SystemCallRule.Condition(argument: 0, value: 0)
        return SystemCallRule(
            cases: [
                .init(conditions: isRead, answer: .allow), .init(conditions: [isCore], answer: .fail(EPERM)),
                .init(conditions: [isOwn], answer: .allow),
            ], otherwise: .fail(EPERM))
    }()

    /// What a pair of sockets is asked about: SO_REUSEADDR, _TYPE, _ERROR, _BROADCAST, _SNDBUF, _RCVBUF, _KEEPALIVE,
    /// _OOBINLINE, _LINGER, _PASSCRED, _PEERCRED, _RCVLOWAT, _SNDLOWAT, _RCVTIMEO, _SNDTIMEO, _ACCEPTCONN, _PROTOCOL, _DOMAIN
    /// (socket(7)). Not SO_COOKIE, a counter that all runs advance.
    private static let socketQuestions: SystemCallRule = {
        let isSocket = SystemCallRule.Condition(argument: 1, value: UInt32(SOL_SOCKET))
        let options: [UInt32] = [2, 3, 4, 6, 7, 8, 9, 10, 13, 16, 17, 18, 19, 20, 21, 30, 38, 39, 66, 67]
        return SystemCallRule(
            cases: options.map { option in
                .init(conditions: [isSocket, .init(argument: 2, value: option)], answer: .allow)
            }, otherwise: .fail(EOPNOTSUPP))
    }()

    /// ARCH_SET_GS, _SET_FS, _GET_FS, _GET_GS (arch_prctl(2)).
    private static let threadPointers: [UInt32] = [0x1001, 0x1002, 0x1003, 0x1004]

    /// PR_SET_PDEATHSIG, _GET_PDEATHSIG, _GET_DUMPABLE, _SET_DUMPABLE, _GET_KEEPCAPS, _GET_NAME, _GET_SECCOMP,
    /// _CAPBSET_READ, _GET_SECUREBITS, _SET_TIMERSLACK, _GET_TIMERSLACK, _SET_CHILD_SUBREAPER, _GET_CHILD_SUBREAPER,
    /// _SET_NO_NEW_PRIVS, _GET_NO_NEW_PRIVS, _GET_TID_ADDRESS, _GET_THP_DISABLE, _GET_SPECULATION_CTRL (prctl(2)).
    ///
    /// Not the name of a thread: the kernel's log would repeat it. Not the names of memory areas: nobody pays for them.
    private static let processOptions: [UInt32] = [
        1, 2, 3, 4, 7, 16, 21, 23, 27, 29, 30, 36, 37, 38, 39, 40, 42, 52,
    ]

    /// What asks about a descriptor and nothing more, and switches that are its own: TCGETS, TCGETS2, TIOCGPGRP, TIOCGWINSZ,
    /// FIONREAD, FIONBIO, FIONCLEX, FIOCLEX (ioctl_tty(2)).
    private static let queries: [UInt32] = [0x5401, 0x802c_542a, 0x540f, 0x5413, 0x541b, 0x5421, 0x5450, 0x5451]
    /// TIOCSTI, TIOCLINUX: they write where a person would.
    private static let terminalInput: [UInt32] = [0x5412, 0x541c]

    /// RNDADDTOENTCNT, RNDADDENTROPY, RNDZAPENTCNT, RNDCLEARPOOL, RNDRESEEDCRNG (random(4)).
    private static let randomPool: [UInt32] = [0x4004_5201, 0x4008_5203, 0x5204, 0x5206, 0x5207]

    /// MADV_NORMAL, _RANDOM, _SEQUENTIAL, _DONTNEED, _FREE, _REMOVE, _DONTFORK, _DOFORK, _HUGEPAGE, _NOHUGEPAGE, _DONTDUMP,
    /// _DODUMP, _WIPEONFORK, _KEEPONFORK, _POPULATE_READ, _POPULATE_WRITE, _DONTNEED_LOCKED, _GUARD_INSTALL,
    /// _GUARD_REMOVE (madvise(2)): what changes nothing but the program's own view.
    private static let ownPages: [UInt32] = [
        0, 1, 2, 4, 8, 9, 10, 11, 14, 15, 16, 17, 18, 19, 22, 23, 24, 102, 103,
    ]
    private static let willNeed: UInt32 = 3

    /// Locks are granted, and nobody is asked: no two runs share a file that either could write.
    private static let descriptorCommands: SystemCallRule = {
        let command = { (value: UInt32) in SystemCallRule.Condition(argument: 1, value: value) }
        let isHarmless = SystemCallRule.Condition(argument: 2, mask: direct | asynchronous, value: 0)
        var rule = SystemCallRule.byValue(
            of: 1,
            [
                // F_DUPFD, _GETFD, _SETFD, _GETFL, _GETLK, _GETOWN, _GETSIG, _OFD_GETLK, _GETLEASE, _DUPFD_QUERY,
                // _CREATED_QUERY, _DUPFD_CLOEXEC, _GETPIPE_SZ, _ADD_SEALS, _GET_SEALS (fcntl(2))
                ([0, 1, 2, 3, 5, 9, 11, 36, 1025, 1027, 1028, 1030, 1032, 1033, 1034], .allow),
                // F_SETLK, _SETLKW, _OFD_SETLK, _OFD_SETLKW
                ([6, 7, 37, 38], .pretend),
                // F_SETLEASE, _NOTIFY, _SETPIPE_SZ
                ([1024, 1026, 1031], .fail(EPERM)),
            ], otherwise: .fail(EINVAL))
        // F_SETFL
        rule.cases.append(.init(conditions: [command(4), isHarmless], answer: .allow))
        return rule
    }()
}
