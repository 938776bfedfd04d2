import Glibc
import Synchronization
import SystemPackage

/// Where on the host the users of a cell's user namespace lie.
///
/// The host's root gives every cell two ids of its own, far from those of real users; anybody else can map only
/// themselves (`user_namespaces(7)`).
struct HostIds: Hashable {
    private static let counter = Atomic<UInt32>(0)

    /// The uid and gid of the cell's first process, root in its namespace; nil: that of the worker.
    var cell: UInt32?
    /// The uid and gid of programs, on the host.
    var program: UInt32
    /// The uid and gid of programs in the cell.
    static let programInside: UInt32 = 1000

    /// Ids that no other living cell of any judge on this host has.
    static func next() -> HostIds {
        guard geteuid() == 0, hasOwnIds else { return HostIds(cell: nil, program: geteuid()) }
        let number = counter.add(1, ordering: .relaxed).oldValue % 128
        let first = UInt32(firstId) + UInt32(getpid()) % (1 << 22) * 256 + number * 2
        return HostIds(cell: first, program: first + 1)
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
