import SystemPackage
import Units

/// A leaf of the v1 memory tree, in which a cell's first process lives and its runs are born
/// (Documentation/admin-guide/cgroup-v1/memory.rst).
final class LegacyMemory {
    let directory: CgroupDirectory
    private var limit: ByteCount??
    private var killsBefore: Int64 = 0
    private var base: Int64 = 0

    init(_ directory: CgroupDirectory) {
        self.directory = directory
    }

    /// Sets the limit if it has changed, and begins to count anew.
    func prepare(limit: ByteCount?) throws(SandboxError) {
        base = try value("memory.usage_in_bytes")
        if base > 4 << 20 {
            // Page cache that earlier runs brought in; what the cell's process itself holds stays.
            try directory.write("0", to: "memory.force_empty")
            base = try value("memory.usage_in_bytes")
        }
        if self.limit != .some(limit) { try set(limit) }
        try directory.write("0", to: "memory.max_usage_in_bytes")
        killsBefore = try kills()
    }

    func measure(residentSet: ByteCount) throws(SandboxError) -> MemoryMeasure {
        let peak = try value("memory.max_usage_in_bytes") - base
        let stat = try directory.read("memory.stat")
        let cache = (keyedValue("cache", in: stat) ?? 0) - (keyedValue("shmem", in: stat) ?? 0)
        return MemoryMeasure(
            peak: peak, cache: min(cache, peak), residentSet: residentSet, kills: Int(try kills() - killsBefore))
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
