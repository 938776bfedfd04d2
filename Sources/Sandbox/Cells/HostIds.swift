import Glibc
import Synchronization
import SystemPackage

/// Where on the host the users of a cell's user namespace lie.
///
/// The host's root gives every cell two ids of its own, far from those of real users; anybody else can map only
/// themselves (`user_namespaces(7)`).
struct HostIds: Hashable {
    /// Which of this process's pairs of ids living cells have.
    private static let pairs = Mutex(IdPairs())

    /// The uid and gid of the cell's first process, root in its namespace; nil: that of the worker.
    var cell: UInt32?
    /// The uid and gid of programs, on the host.
    var program: UInt32
    /// The uid and gid of programs in the cell.
    static let programInside: UInt32 = 1000

    /// Ids that no other living cell of this process has, nor one of another judge in this PID namespace. They are
    /// the cell's until ``giveBack()``.
    /// - Throws: ``SandboxError`` if as many cells live as there are ids for.
    static func take() throws(SandboxError) -> HostIds {
        guard geteuid() == 0, hasOwnIds else { return HostIds(cell: nil, program: geteuid()) }
        guard let pair = pairs.withLock({ $0.take() }) else {
            throw SandboxError(
                .cellFailed, stage: "give the cell its own user ids: \(IdPairs.count) cells use all of them",
                advice: "close sandboxes that are not used, or run fewer in one process")
        }
        let first = firstId(of: getpid()) + pair * 2
        return HostIds(cell: first, program: first + 1)
    }

    /// The cell has ended, with everything in it; the next one may have its ids. Once for each cell.
    func giveBack() {
        guard let cell else { return }
        Self.pairs.withLock { $0.give((cell - Self.firstId(of: getpid())) / 2) }
    }

    private static func firstId(of process: pid_t) -> UInt32 {
        UInt32(firstId) + UInt32(process) % (1 << 22) * IdPairs.count * 2
    }

    /// Whether those ids exist here: not for the root of a container that was given few ids (`user_namespaces(7)`).
    private static let hasOwnIds = ["/proc/self/uid_map", "/proc/self/gid_map"].allSatisfy { file in
        guard let text = try? Host.text(FilePath(file)) else { return false }
        return text.split(separator: "\n").contains { line in
            let numbers = line.split(separator: " ").compactMap { UInt64($0) }
            return numbers.count == 3 && numbers[0] <= firstId && numbers[0] + numbers[2] >= endOfIds
        }
    }
    // Process numbers are below 2^22 (proc(5), pid_max), so every process has 256 ids to itself.
    private static let firstId: UInt64 = 1_000_000_000
    private static let endOfIds = firstId + (1 << 30)

    /// The content of `uid_map` and `gid_map`.
    var map: String {
        guard let cell else { return "\(Self.programInside) \(program) 1\n" }
        return "0 \(cell) 1\n\(Self.programInside) \(program) 1\n"
    }

    /// `gid_map` where only the own group may be mapped.
    var groupMap: String {
        cell == nil ? "\(Self.programInside) \(getegid()) 1\n" : map
    }
}

/// The pairs of ids of one process: which are lent.
///
/// The one that was given back longest ago is lent first, so that what might outlive a cell (a file, a counter of the
/// kernel for that user) has had the most time to go.
struct IdPairs: Hashable, Sendable {
    /// How many there are.
    static let count: UInt32 = 128

    private var free = Array(0..<count)

    /// The number of a pair that nobody has; nil if there is none.
    mutating func take() -> UInt32? {
        free.isEmpty ? nil : free.removeFirst()
    }

    /// `pair` is nobody's again.
    mutating func give(_ pair: UInt32) {
        free.append(pair)
    }
}
