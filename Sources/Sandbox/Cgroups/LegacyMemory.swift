import CLinux
import Glibc
import Units

/// A leaf of the v1 memory tree, in which a cell's first process lives and its runs are born
/// (Documentation/admin-guide/cgroup-v1/memory.rst).
final class LegacyMemory {
    private struct Files {
        let usage: CgroupFile
        let peak: CgroupFile
        let failures: CgroupFile
        let stat: CgroupFile
        let control: CgroupFile

        init(_ directory: CgroupDirectory) throws(SandboxError) {
            usage = try CgroupFile(directory, "memory.usage_in_bytes")
            peak = try CgroupFile(directory, "memory.max_usage_in_bytes", isWritable: true)
            failures = try CgroupFile(directory, "memory.failcnt", isWritable: true)
            stat = try CgroupFile(directory, "memory.stat")
            control = try CgroupFile(directory, "memory.oom_control")
        }
    }

    let directory: CgroupDirectory
    /// Raised by the kernel when the leaf is out of memory, before it kills anybody. v1 cannot kill a group, so the run is
    /// stopped on this word.
    let outOfMemory: OwnedDescriptor
    private let files: Files
    private var text = CgroupText()
    private var limit: ByteCount??
    private var killsBefore: Int64 = 0
    /// What was charged when the last run had ended, and how much of it was page cache; at first nothing is known.
    private var usageAtEnd = Int64.max
    private var cacheAtEnd: Int64 = 0
    /// What the cell's own process holds.
    private var base: Int64 = 0
    /// Kernel memory charged before the first run.
    private var kernelAtStart: Int64?
    /// What the cell's own processes held before the first run.
    private var baseAtStart: Int64 = 0
    /// Whether runs have left more of it behind than a cell is worth.
    private(set) var isSpent = false

    /// What the kernel charges at once, 64 pages.
    private static let swapSlack: Int64 = 256 << 10

    /// Makes the leaf and asks to be told of its end of memory (memory.rst, section 10).
    init(_ directory: CgroupDirectory) throws(SandboxError) {
        self.directory = directory
        outOfMemory = try OwnedDescriptor(checking: clinux_event(), "make an event descriptor")
        try directory.make()
        do {
            files = try Files(directory)
            try directory.write("\(outOfMemory.rawValue) \(files.control.rawValue)", to: "cgroup.event_control")
        } catch {
            try? directory.remove()
            throw error
        }
    }

    /// Sets the limit if it has changed, and begins to count anew.
    func prepare(limit: ByteCount?) throws(SandboxError) {
        var usage = try files.usage.number(&text)
        if usage > baseAtStart + 16 << 20 {
            // Page cache that earlier runs brought in; what the cell's process itself holds stays.
            try directory.write("0", to: "memory.force_empty")
            usage = try files.usage.number(&text)
            usageAtEnd = .max
        }
        // Between two runs the kernel only takes cache away here. Less than this, and looking again is not worth it.
        if usage < usageAtEnd - (512 << 10) { cacheAtEnd = try cache() }
        base = usage - cacheAtEnd
        if kernelAtStart == nil {
            kernelAtStart = try kernelMemory()
            baseAtStart = base
        }
        if self.limit != .some(limit) { try set(limit) }
        try files.peak.write("0")
        try files.failures.write("0")
        killsBefore = try kills()
        _ = takeAnnouncement()
    }

    /// Whether the kernel has announced an OOM kill since this was last asked.
    private func takeAnnouncement() -> Bool {
        var count: UInt64 = 0
        // Not raised (EAGAIN) is the usual case.
        return unsafe Glibc.read(outOfMemory.rawValue, &count, MemoryLayout<UInt64>.size) > 0
    }

    func measure(residentSet: ByteCount) throws(SandboxError) -> MemoryMeasure {
        usageAtEnd = try files.usage.number(&text)
        // What the run brought in would be charged still. Below this the kernel's own count is no finer: it charges in
        // batches for each processor.
        if usageAtEnd > base + cacheAtEnd + (128 << 10) { cacheAtEnd = try cache() }
        if usageAtEnd > base + cacheAtEnd + CellCgroup.mostRemains { try lookForRemains() }
        return MemoryMeasure(
            peak: try files.peak.number(&text) - base, cache: cacheAtEnd, left: usageAtEnd - base - cacheAtEnd,
            hasReclaimed: try files.failures.number(&text) > 0, residentSet: residentSet,
            kills: Int(try kills() - killsBefore), isAnnounced: takeAnnouncement())
    }

    /// Has the kernel give back what it keeps only because there is room (names of files, say), and sees what stays. The
    /// leaf's counters are the cell's for all its life, so what stays would be taken from later runs.
    private func lookForRemains() throws(SandboxError) {
        let most = (kernelAtStart ?? 0) + CellCgroup.mostRemains
        guard try kernelMemory() > most else { return }
        try directory.write("0", to: "memory.force_empty")
        isSpent = try kernelMemory() > most
    }

    /// All that is charged and not memory of programs: page cache and tmpfs (`cache`), anonymous pages (`rss`).
    private func kernelMemory() throws(SandboxError) -> Int64 {
        let usage = try files.usage.number(&text)
        try files.stat.read(into: &text)
        return usage - (text.value(of: "cache") ?? 0) - (text.value(of: "rss") ?? 0)
    }

    /// Page cache of files; what lies in a tmpfs is the program's own.
    private func cache() throws(SandboxError) -> Int64 {
        try files.stat.read(into: &text)
        return max(0, (text.value(of: "cache") ?? 0) - (text.value(of: "shmem") ?? 0))
    }

    /// Memory and swap together must never be less than memory, so which goes first depends on the direction.
    ///
    /// Together they may be a little more: the kernel asks that limit first, and where it refuses, the refusal is not
    /// counted among the memory's own (`memory.failcnt`), which tell whether a kill was announced for this leaf.
    private func set(_ limit: ByteCount?) throws(SandboxError) {
        // The cell's own process is charged here as well.
        let text = limit.map { "\($0.bytes + base)" } ?? "-1"
        let swap = directory.has("memory.memsw.limit_in_bytes")
        if swap { try directory.write("-1", to: "memory.memsw.limit_in_bytes") }
        try directory.write(text, to: "memory.limit_in_bytes")
        let together = limit.map { "\($0.bytes + base + Self.swapSlack)" } ?? "-1"
        if swap { try directory.write(together, to: "memory.memsw.limit_in_bytes") }
        self.limit = .some(limit)
    }

    private func kills() throws(SandboxError) -> Int64 {
        try files.control.read(into: &text)
        return text.value(of: "oom_kill") ?? 0
    }
}
