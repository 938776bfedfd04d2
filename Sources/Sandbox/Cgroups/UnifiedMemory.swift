import Units

/// The memory counters of a v2 cgroup, kept open (Documentation/admin-guide/cgroup-v2.rst).
struct UnifiedMemory {
    /// Nil before Linux 5.19.
    private let peak: CgroupFile?
    private let stat: CgroupFile
    private let current: CgroupFile
    private let events: CgroupFile

    init(_ directory: CgroupDirectory) throws(SandboxError) {
        peak = directory.has("memory.peak") ? try CgroupFile(directory, "memory.peak") : nil
        stat = try CgroupFile(directory, "memory.stat")
        current = try CgroupFile(directory, "memory.current")
        events = try CgroupFile(directory, "memory.events")
    }

    /// Kernel memory charged to `directory` and those below it, in bytes.
    static func kernelMemory(of directory: CgroupDirectory) throws(SandboxError) -> Int64 {
        var text = CgroupText()
        try directory.read("memory.stat", into: &text)
        // One sum since Linux 5.18.
        let parts = ["slab", "kernel_stack", "pagetables", "percpu", "sock", "vmalloc"]
        return text.value(of: "kernel") ?? parts.reduce(0) { $0 + (text.value(of: $1) ?? 0) }
    }

    func measure(residentSet: ByteCount) throws(SandboxError) -> MemoryMeasure {
        var text = CgroupText()
        let peak = try peak?.number(&text) ?? residentSet.bytes
        try stat.read(into: &text)
        let cache = (text.value(of: "file") ?? 0) - (text.value(of: "shmem") ?? 0)
        let current = try current.number(&text)
        try events.read(into: &text)
        return MemoryMeasure(
            peak: peak, cache: cache, left: current - cache, hasReclaimed: text.value(of: "max") ?? 0 > 0,
            residentSet: residentSet, kills: Int(text.value(of: "oom_kill") ?? 0))
    }
}
