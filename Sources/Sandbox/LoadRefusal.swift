import Glibc
import SystemPackage
import Units

/// Whether a program is one that the kernel cannot load, because what it maps is more than the machine can promise.
///
/// The kernel finds that out when the old image is gone already, so it can only kill the process (SIGSEGV, before Linux
/// 5.17 SIGKILL), which looks like a crash of a program that never ran. It is the memory that was too little.
/// A static array beyond the memory limit is none of this: what is never touched costs nothing.
struct LoadRefusal: Hashable {
    /// `vm.overcommit_memory` (Documentation/mm/overcommit-accounting.rst).
    enum Policy: Int {
        case heuristic, always, never
    }

    let policy: Policy
    /// Memory and swap of the machine, in bytes.
    let machine: Int64
    /// `CommitLimit` of `/proc/meminfo`, in bytes.
    let commitLimit: Int64

    /// Beyond this there is no user address space (x86-64 and arm64 with 48 bits).
    static let addressSpace: Int64 = 1 << 47

    /// Whether the kernel refuses to load `image`.
    func refuses(_ image: ProgramImage) -> Bool {
        if image.total >= Self.addressSpace { return true }
        return switch policy {
        case .heuristic: image.largest > machine
        case .never: image.total > commitLimit
        case .always: false
        }
    }

    /// Whether `result` is the end of a program that could not be loaded. Asked only of runs that a signal ended.
    static func explains(_ result: RunResult, of request: RunRequest) -> Bool {
        guard result.limitsStruck.isEmpty, let limit = request.limits.memory,
            result.exit == .signaled(.segmentationFault) || result.exit == .signaled(.kill),
            let program = request.hostFile, let image = ProgramImage(file: program), image.total > limit.bytes
        else { return false }
        return ofHost()?.refuses(image) ?? false
    }

    private static func ofHost() -> LoadRefusal? {
        guard let meminfo = try? Host.text("/proc/meminfo"),
            let policy = (try? Host.text("/proc/sys/vm/overcommit_memory")).flatMap({ Int($0.trimmed) })
        else { return nil }
        return LoadRefusal(meminfo: meminfo, policy: policy)
    }

    /// - Parameters:
    ///   - meminfo: the text of `/proc/meminfo`, values in KiB.
    ///   - policy: `vm.overcommit_memory`.
    init?(meminfo: String, policy: Int) {
        func bytes(_ key: String) -> Int64? {
            let line = meminfo.split(separator: "\n").first { $0.hasPrefix(key + ":") }
            return line?.split(separator: " ").dropFirst().first.flatMap { Int64($0) }.map { $0 * 1024 }
        }
        guard let policy = Policy(rawValue: policy), let memory = bytes("MemTotal") else { return nil }
        self.policy = policy
        machine = memory + (bytes("SwapTotal") ?? 0)
        commitLimit = bytes("CommitLimit") ?? .max
    }
}

/// What a program maps when it is loaded, by its program headers (`elf(5)`, 64 bits, little-endian).
struct ProgramImage: Hashable {
    /// Bytes of all loaded segments, and of the largest.
    let total: Int64
    let largest: Int64

    /// - Parameter head: the file's beginning, with all program headers.
    init?(head: [UInt8]) {
        func number(_ offset: Int, _ size: Int) -> UInt64? {
            guard offset >= 0, offset + size <= head.count else { return nil }
            return head[offset..<offset + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        guard head.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]),
            let start = number(32, 8).flatMap(Int.init(exactly:)), start < head.count,
            let size = number(54, 2).map(Int.init), let count = number(56, 2).map(Int.init), size >= 56
        else { return nil }
        var (total, largest): (UInt64, UInt64) = (0, 0)
        for header in 0..<count {
            guard let type = number(start + header * size, 4), let bytes = number(start + header * size + 40, 8) else {
                return nil
            }
            guard type == 1 else { continue }  // PT_LOAD
            let (sum, isTooMuch) = total.addingReportingOverflow(bytes)
            total = isTooMuch ? .max : sum
            largest = max(largest, bytes)
        }
        self.total = Int64(clamping: total)
        self.largest = Int64(clamping: largest)
    }

    /// Of a file of the host; nil if it is no such program.
    init?(file: FilePath) {
        let descriptor = unsafe Glibc.open(file.string, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        let owned = OwnedDescriptor(descriptor)
        var head = [UInt8](repeating: 0, count: 1 << 12)
        let count = unsafe Glibc.pread(owned.rawValue, &head, head.count, 0)
        guard count > 0 else { return nil }
        self.init(head: Array(head[..<count]))
    }
}

extension RunResult {
    /// The run came to its end before it began: it wanted more memory than it may have, whatever was measured.
    mutating func markTooBigToLoad(under limits: Limits) {
        limitsStruck.insert(.memory)
        peakMemory = limits.memory ?? peakMemory
    }
}

extension RunRequest {
    /// Where the program is on the host, if it lies right in a directory that the run is shown.
    fileprivate var hostFile: FilePath? {
        guard let program = command.first.map({ FilePath($0) }), program.isAbsolute else { return nil }
        for directory in directories {
            var rest = program
            guard rest.removePrefix(FilePath(directory.path)), rest.components.count == 1 else { continue }
            return directory.hostPath.pushing(rest)
        }
        return nil
    }
}
