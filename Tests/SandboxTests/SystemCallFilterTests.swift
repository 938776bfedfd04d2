import Glibc
import SystemPackage
import Testing

@testable import Sandbox

@Suite struct SystemCallFilterTests {
    /// What a filter answers, as the kernel would find out (`seccomp(2)`).
    private enum Answer: Equatable {
        case allowed, killed
        case error(UInt32)
    }

    /// Runs a filter's instructions on one call.
    private struct Machine {
        let program: [UInt8]

        func answer(_ number: UInt32, _ arguments: [UInt64], architecture: UInt32 = 0xc000_003e) throws -> Answer {
            var data = [number, architecture, 0, 0]
            for index in 0..<6 {
                let value = index < arguments.count ? arguments[index] : 0
                data += [UInt32(truncatingIfNeeded: value), UInt32(value >> 32)]
            }
            var (accumulator, index): (UInt32, UInt32) = (0, 0)
            var next = 0
            while true {
                let at = next * 8
                try #require(at + 8 <= program.count, "the program has an end")
                let code = UInt16(program[at]) | UInt16(program[at + 1]) << 8
                let value = (0..<4).reduce(UInt32(0)) { $0 | UInt32(program[at + 4 + $1]) << (8 * UInt32($1)) }
                next += 1
                switch code {
                case 0x20: accumulator = data[Int(value / 4)]
                case 0x54: accumulator &= value
                case 0xa4: accumulator ^= value
                case 0x4c: accumulator |= index
                case 0x07: index = accumulator
                case 0x05: next += Int(value)
                case 0x15: next += Int(program[at + (accumulator == value ? 2 : 3)])
                case 0x35: next += Int(program[at + (accumulator >= value ? 2 : 3)])
                case 0x06: return Self.answer(value)
                default: throw Errno.invalidArgument
                }
            }
        }

        private static func answer(_ value: UInt32) -> Answer {
            switch value & 0xffff_0000 {
            case 0x7fff_0000: .allowed
            case 0x8000_0000: .killed
            default: .error(value & 0xffff)
            }
        }
    }

    private static let key: UInt64 = 0x1234_5678_9abc_def0
    private let shared = Machine(program: SystemCallFilter(.shared(key: key)).program)
    private let strict = Machine(program: SystemCallFilter(.strict).program)

    private func number(_ name: String) throws -> UInt32 {
        UInt32(try #require(SystemCallTable.number(of: name), "\(name) is in the table"))
    }

    /// What a run gets.
    private func answer(_ name: String, _ arguments: [UInt64] = []) throws -> Answer {
        try shared.answer(number(name), arguments)
    }

    @Test("The table's numbers are the kernel's")
    func tableAgreesWithHeaders() throws {
        let header = try Host.text("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
        var count = 0
        for line in header.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count == 3, fields[0] == "#define", fields[1].hasPrefix("__NR_"), let number = Int(fields[2]),
                number <= SystemCallTable.highest, !["__NR_uretprobe", "__NR_uprobe"].contains(fields[1])
            else { continue }
            #expect(SystemCallTable.name(of: number) == String(fields[1].dropFirst(5)), "\(number)")
            count += 1
        }
        #expect(count > 300)
    }

    @Test("Every name in the rules is a system call")
    func rulesNameCalls() {
        let known = Set((0...SystemCallTable.highest).compactMap(SystemCallTable.name(of:)))
        #expect(SystemCallRules.starting.subtracting(known).isEmpty)
        #expect(Set(SystemCallRules.byArguments.keys).subtracting(known).isEmpty)
        #expect(Set(SystemCallRules.answers.keys).subtracting(known).isEmpty)
        // One call, one rule.
        #expect(Set(SystemCallRules.answers.keys).isDisjoint(with: SystemCallRules.byArguments.keys))
    }

    @Test("Numbers that nobody reviewed do not exist, and kill nobody", arguments: [335, 423, 470, 600, 0x3fff_ffff])
    func unknownNumbers(number: UInt32) throws {
        #expect(try shared.answer(number, []) == .error(UInt32(ENOSYS)))
        #expect(try strict.answer(number, []) == .allowed)
    }

    @Test("Calls of another ABI do not exist")
    func foreignCalls() throws {
        for (number, architecture) in [(4, 0x4000_0003), (0x4000_0000, 0xc000_003e), (UInt32.max, 0xc000_003e)]
            as [(UInt32, UInt32)]
        {
            #expect(try shared.answer(number, [], architecture: architecture) == .error(UInt32(ENOSYS)))
            #expect(try strict.answer(number, [], architecture: architecture) == .killed)
        }
    }

    @Test(
        "What runs need is allowed",
        arguments: [
            "read", "write", "mmap", "clone", "execve", "futex", "epoll_create1", "timerfd_create", "openat", "statx",
        ])
    func allowed(name: String) throws {
        #expect(try answer(name) == .allowed)
    }

    private static let high: UInt64 = 0xdead_beef_0000_0000
    private static let refusals: [(String, [UInt64], Int32)] = [
        ("socket", [UInt64(AF_INET)], EAFNOSUPPORT), ("socket", [UInt64(AF_UNIX)], EAFNOSUPPORT),
        ("socketpair", [UInt64(AF_INET), 1], EAFNOSUPPORT),
        ("socketpair", [UInt64(AF_UNIX), 2], EAFNOSUPPORT), ("socketpair", [UInt64(AF_UNIX), 0x80803], EAFNOSUPPORT),
        ("connect", [], EPERM), ("bind", [], EPERM),
        ("setsockopt", [0, 1, 26], EPERM), ("getsockopt", [0, 1, 57], EOPNOTSUPP), ("setrlimit", [4, 8], EPERM),
        ("prlimit64", [0, 4, 8], EPERM), ("prlimit64", [1, 0, 8], EPERM), ("prlimit64", [0, 4, 1 << 32], EPERM),
        ("mincore", [], ENOSYS),
        ("getsockopt", [0, 6], EOPNOTSUPP), ("sendmsg", [0, 0, 1], EOPNOTSUPP),
        ("fsetxattr", [], EOPNOTSUPP), ("setxattrat", [], EOPNOTSUPP), ("file_setattr", [], ENOSYS),
        ("flock", [0, 2], 0), ("fcntl", [0, 6], 0), ("fcntl", [0, 38], 0), ("fcntl", [0, 1024], EPERM),
        ("fcntl", [0, high | 1024], EPERM), ("fcntl", [0, 1036], EINVAL), ("fcntl", [0, 4, 0x4000], EINVAL),
        ("fadvise64", [0, 0, 0, 4], 0), ("syncfs", [], 0), ("sync", [], 0), ("madvise", [0, 0, 3], 0),
        ("madvise", [0, 0, 21], EINVAL), ("madvise", [0, 0, 12], EINVAL), ("madvise", [0, 0, high | 100], EINVAL),
        ("prctl", [67], EPERM), ("prctl", [62], EPERM), ("prctl", [15], EPERM), ("prctl", [0x5356_4d41], EPERM),
        ("preadv2", [0, 0, 0, 0, 0, 0x80], EOPNOTSUPP), ("open", [0, 0x4000], EINVAL),
        ("openat", [0, 0, high | 0x4000], EINVAL), ("mmap", [0, 0, 0, 0x40022], ENOMEM),
        ("ioctl", [0, 0x4004_6629], ENOTTY), ("ioctl", [0, 0x5412], EPERM), ("clone3", [], ENOSYS),
        ("clone", [0x1000_0000], EPERM), ("clone", [0x2_0000], EPERM), ("personality", [0x4_0000], EPERM),
        ("ptrace", [], EPERM), ("seccomp", [], EPERM), ("mount", [], EPERM), ("sched_setaffinity", [], EPERM),
        ("io_uring_setup", [], ENOSYS), ("openat2", [], ENOSYS), ("inotify_init1", [], ENOSYS),
    ]

    @Test("What leaves marks, costs others or reaches the host is refused", arguments: refusals)
    func refused(name: String, arguments: [UInt64], error: Int32) throws {
        #expect(try answer(name, arguments) == .error(UInt32(error)))
    }

    @Test(
        "Arguments beside the refused ones are allowed",
        arguments: [
            ("socketpair", [UInt64(AF_UNIX), 0x80001]), ("socketpair", [high | UInt64(AF_UNIX), high | 5]),
            ("fcntl", [0, 4, 0x800]),
            ("fcntl", [0, 0, 3]), ("fcntl", [0, 5]), ("madvise", [0, 0, 4]), ("prctl", [1, 9]), ("prctl", [38, 1]),
            ("ioctl", [0, 0x5401]), ("clone", [0x0011_0f00]), ("personality", [0xffff_ffff]), ("arch_prctl", [0x1002]),
            ("preadv2", [0, 0, 0, 0, high, 0]), ("open", [0, 0x242]), ("getsockopt", [0, 1, 4]),
            ("prlimit64", [0, 4, 0, 8]), ("prlimit64", [0, 3, 8]), ("prlimit64", [1, 3, 0]), ("setrlimit", [3, 8]),
            ("sendmsg", [0, 0, 0x4000]),
        ] as [(String, [UInt64])])
    func allowedArguments(name: String, arguments: [UInt64]) throws {
        #expect(try answer(name, arguments) == .allowed)
    }

    @Test("Who has the key may start runs, and nobody else, however near the guess")
    func starting() throws {
        for name in SystemCallRules.starting {
            let others: [UInt64] = name == "prlimit64" ? [0, 4, 8, 0, 0] : [0, 0, 0, 0, 0]
            #expect(try answer(name, others + [Self.key]) == .allowed, "\(name)")
            let guesses =
                [0, .max, Self.key & 0xffff_ffff, Self.key & ~0xffff_ffff, ~Self.key]
                + (0..<64).map { Self.key ^ (1 << $0) }
            for guess in guesses { #expect(try answer(name, others + [guess]) != .allowed, "\(name) with \(guess)") }
        }
    }

    @Test("Copies of a warm process get what any run gets, and no key opens anything to them")
    func copies() throws {
        let open = Machine(program: SystemCallFilter(.open).program)
        let closing = Machine(program: SystemCallFilter(.closing(.run)).program)
        for name in SystemCallRules.starting { #expect(try open.answer(number(name), []) == .allowed, "\(name)") }
        for number in 0...UInt32(SystemCallTable.highest + 1) {
            for last in [0, Self.key] {
                let arguments = [UInt64](repeating: 0, count: 5) + [last]
                let own = try closing.answer(number, arguments)
                let both = own == .allowed ? try open.answer(number, arguments) : own
                let name = SystemCallTable.name(of: Int(number)) ?? ""
                let isStarting = SystemCallRules.starting.contains(name)
                let expected = try shared.answer(number, isStarting ? [] : arguments)
                #expect(both == expected, "\(name), \(last)")
            }
        }
    }

    @Test("The key opens no other call")
    func otherCalls() throws {
        for number in 0...SystemCallTable.highest {
            let name = SystemCallTable.name(of: number) ?? ""
            guard !SystemCallRules.starting.contains(name) else { continue }
            let number = UInt32(number)
            // Of this one the sixth argument means something.
            let other: UInt64 = name == "preadv2" || name == "pwritev2" ? Self.key &+ 1 : 0
            let with = try shared.answer(number, [0, 0, 0, 0, 0, Self.key])
            #expect(try with == shared.answer(number, [0, 0, 0, 0, 0, other]), "\(name)")
        }
    }

    @Test("The strict policy kills for attacks, and not for what runtimes try")
    func strictPolicy() throws {
        for name in ["ptrace", "mount", "unshare", "bpf", "kexec_load", "keyctl", "seccomp", "io_uring_enter"] {
            #expect(try strict.answer(number(name), []) == .killed, "\(name)")
        }
        #expect(try strict.answer(number("clone"), [0x1000_0000]) == .killed)
        for name in ["socket", "setsockopt", "prctl", "flock", "fsetxattr", "io_uring_setup", "read"] {
            #expect(try strict.answer(number(name), [15]) == .allowed, "\(name)")
        }
        // The shared filter answers these, whatever the policy.
        for name in ["clone3", "sched_setaffinity"] {
            #expect(try strict.answer(number(name), []) == .allowed, "\(name)")
        }
    }
}
