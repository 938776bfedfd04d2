import CLinux
import Glibc
import SystemPackage
import Units

/// A leaf of the v1 memory tree, in which a cell's first process lives and its runs are born
/// (Documentation/admin-guide/cgroup-v1/memory.rst).
final class LegacyMemory {
    let directory: CgroupDirectory
    private var limit: ByteCount??
    private var killsBefore: Int64 = 0
    /// What the cell's own process holds.
    private var base: Int64 = 0

    /// Raised by the kernel when the leaf is out of memory, before it kills anybody. v1 cannot kill a group, so the run is
    /// stopped on this word.
    let outOfMemory: OwnedDescriptor

    /// Makes the leaf and asks to be told of its end of memory (memory.rst, section 10).
    init(_ directory: CgroupDirectory) throws(SandboxError) {
        self.directory = directory
        outOfMemory = try OwnedDescriptor(checking: clinux_event(), "make an event descriptor")
        try directory.make()
        do {
            let control = try directory.open("memory.oom_control")
            try directory.write("\(outOfMemory.rawValue) \(control.rawValue)", to: "cgroup.event_control")
        } catch {
            try? directory.remove()
            throw error
        }
    }

    /// Sets the limit if it has changed, and begins to count anew.
    func prepare(limit: ByteCount?) throws(SandboxError) {
        let usage = try value("memory.usage_in_bytes")
        if usage > 16 << 20 {
            // Page cache that earlier runs brought in; what the cell's process itself holds stays.
            try directory.write("0", to: "memory.force_empty")
            base = try value("memory.usage_in_bytes") - (try cache())
        } else {
            base = usage - (try cache())
        }
        if self.limit != .some(limit) { try set(limit) }
        try directory.write("0", to: "memory.max_usage_in_bytes")
        try directory.write("0", to: "memory.failcnt")
        killsBefore = try kills()
        var count: UInt64 = 0
        // Not raised is the usual case.
        _ = unsafe Glibc.read(outOfMemory.rawValue, &count, MemoryLayout<UInt64>.size)
    }

    func measure(residentSet: ByteCount) throws(SandboxError) -> MemoryMeasure {
        let peak = try value("memory.max_usage_in_bytes") - base
        return MemoryMeasure(
            peak: peak, cache: try cache(), left: try value("memory.usage_in_bytes") - base - cache(),
            hasReclaimed: try value("memory.failcnt") > 0, residentSet: residentSet,
            kills: Int(try kills() - killsBefore))
    }

    /// Page cache of files; what lies in a tmpfs is the program's own.
    private func cache() throws(SandboxError) -> Int64 {
        let stat = try directory.read("memory.stat")
        return max(0, (keyedValue("cache", in: stat) ?? 0) - (keyedValue("shmem", in: stat) ?? 0))
    }

    /// Memory and swap together must never be less than memory, so which goes first depends on the direction.
    private func set(_ limit: ByteCount?) throws(SandboxError) {
        // The cell's own process is charged here as well.
        let text = limit.map { "\($0.bytes + base)" } ?? "-1"
        let swap = directory.has("memory.memsw.limit_in_bytes")
        if swap { try directory.write("-1", to: "memory.memsw.limit_in_bytes") }
        try directory.write(text, to: "memory.limit_in_bytes")
        if swap { try directory.write(text, to: "memory.memsw.limit_in_bytes") }
        self.limit = .some(limit)
    }

    private func kills() throws(SandboxError) -> Int64 {
        keyedValue("oom_kill", in: try directory.read("memory.oom_control")) ?? 0
    }

    private func value(_ file: String) throws(SandboxError) -> Int64 {
        Int64(try directory.read(file).filter(\.isNumber)) ?? 0
    }
}
