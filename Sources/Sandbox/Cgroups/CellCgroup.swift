import Glibc
import SystemPackage
import Units

/// The cgroups of one cell: where its first process lives, and where its runs are born, limited and counted.
///
/// Where the v2 tree has the controllers, every run has a cgroup of its own there, made before it and removed after it,
/// whose counters therefore start at zero. Where memory or pids sit in v1 trees the cell's first process lives in a leaf
/// there and runs are born beside it, for moving each by its number would stall every fork on the host for milliseconds;
/// the v2 cgroup of the runs then only counts CPU time, by difference, and is kept. The init of a run is in no v2 cgroup of
/// a run: it shares the memory of the cell's first process, and whoever kills one kills both.
final class CellCgroup {
    private let trees: CgroupTrees
    private let unified: CgroupDirectory?
    private let memoryLeaf: LegacyMemory?
    private let processLeaf: CgroupDirectory?
    private let owner: UInt32?
    private let isReusable: Bool
    private var runNumber = 0
    private var keptPlace: RunCgroup.Place?
    private var processLimit: Int?

    /// - Parameters:
    ///   - owner: the host's uid of the cell's first process, if it differs from ours.
    ///   - isReusable: whether a v2 cgroup that only counts may serve many runs. One whose processes were killed by
    ///     `cgroup.kill` may not: kernels were seen to kill whatever is born in it afterwards.
    init(trees: CgroupTrees, number: Int, owner: UInt32?, isReusable: Bool) throws(SandboxError) {
        self.trees = trees
        self.owner = owner
        self.isReusable = isReusable
        let name = "cell-\(number)"
        unified = trees.unified?.child(name)
        processLeaf = trees.legacy["pids"]?.child(name)
        if let unified { try unified.make() }
        if let unified, let owner { try unified.delegate(to: owner) }
        if let processLeaf { try processLeaf.make() }
        if let directory = trees.legacy["memory"] {
            memoryLeaf = try LegacyMemory(directory.child(name))
        } else {
            memoryLeaf = nil
        }
    }

    /// Puts the cell's new process where its cgroup namespace shall have its root.
    func adopt(_ pid: pid_t) throws(SandboxError) {
        try unified?.write("\(pid)", to: "cgroup.procs")
        try processLeaf?.write("\(pid)", to: "cgroup.procs")
        try memoryLeaf?.directory.write("\(pid)", to: "cgroup.procs")
    }

    /// Moves the process into a leaf, so that the cell's cgroup may have runs with controllers beside it.
    func settle(_ pid: pid_t) throws(SandboxError) {
        guard let unified else { return }
        let supervisor = unified.child("supervisor")
        try supervisor.make()
        try supervisor.write("\(pid)", to: "cgroup.procs")
        try unified.enable(trees.unifiedControllers)
    }

    /// Makes everything ready for a run within `limits`.
    func prepare(_ limits: Limits) throws(SandboxError) -> RunCgroup {
        try memoryLeaf?.prepare(limit: limits.memory)
        try limitProcesses(limits.processes)
        guard let unified else { return RunCgroup(place: nil, isKept: true, memory: memoryLeaf) }
        let isKept = trees.unifiedControllers.isEmpty && isReusable
        let place = if isKept, let keptPlace { keptPlace } else { try makePlace(below: unified, limits) }
        if isKept { keptPlace = place }
        return RunCgroup(place: place, isKept: isKept, memory: memoryLeaf, hasMemory: trees.memory == .unified)
    }

    private func makePlace(below parent: CgroupDirectory, _ limits: Limits) throws(SandboxError) -> RunCgroup.Place {
        runNumber += 1
        let directory = parent.child("run-\(runNumber)")
        try directory.make()
        do {
            try configure(directory, limits)
            return RunCgroup.Place(
                directory: directory, descriptor: try directory.open("."), cpu: try directory.open("cpu.stat"))
        } catch {
            try? directory.remove()
            throw error
        }
    }

    /// Removes the cell's cgroups after its last process.
    func remove() throws(SandboxError) {
        try keptPlace?.directory.remove()
        if let unified {
            try unified.child("supervisor").remove()
            try unified.remove()
        }
        try processLeaf?.remove()
        try memoryLeaf?.directory.remove()
    }

    private func configure(_ directory: CgroupDirectory, _ limits: Limits) throws(SandboxError) {
        if let owner { try directory.delegate(to: owner) }
        if trees.memory == .unified {
            try directory.write("1", to: "memory.oom.group")
            if directory.has("memory.swap.max") { try directory.write("0", to: "memory.swap.max") }
            if let memory = limits.memory { try directory.write("\(memory.bytes)", to: "memory.max") }
        }
        if trees.processes == .unified {
            try directory.write("\(limits.processes)", to: "pids.max")
        }
    }

    private func limitProcesses(_ processes: Int) throws(SandboxError) {
        guard let processLeaf, processLimit != processes else { return }
        try processLeaf.write("\(processes + 2)", to: "pids.max")  // and the init, and the cell's first process
        processLimit = processes
    }
}

/// What the kernel counts for one run.
struct RunCgroup {
    /// A v2 cgroup where runs are born, and what the cell needs of it.
    struct Place {
        let directory: CgroupDirectory
        let descriptor: OwnedDescriptor
        let cpu: OwnedDescriptor
    }

    let place: Place?
    /// Whether the place serves the cell's next run, too.
    let isKept: Bool
    let memory: LegacyMemory?
    var hasMemory = false

    /// Readable once the run is out of memory; nil where the kernel ends the whole run itself.
    var outOfMemory: OwnedDescriptor? { memory?.outOfMemory }

    /// Peak and OOM kills, after the run and before ``remove()``.
    func measure(residentSet: ByteCount) throws(SandboxError) -> MemoryMeasure {
        if hasMemory, let directory = place?.directory { return try Self.measure(directory, residentSet) }
        if let memory { return try memory.measure(residentSet: residentSet) }
        return MemoryMeasure(
            peak: residentSet.bytes, cache: 0, left: 0, hasReclaimed: false, residentSet: residentSet, kills: 0)
    }

    private static func measure(
        _ directory: CgroupDirectory, _ residentSet: ByteCount
    ) throws(SandboxError) -> MemoryMeasure {
        var text = CgroupText()
        var peak = residentSet.bytes
        if directory.has("memory.peak") {
            try directory.read("memory.peak", into: &text)
            peak = text.number
        }
        try directory.read("memory.stat", into: &text)
        let cache = (text.value(of: "file") ?? 0) - (text.value(of: "shmem") ?? 0)
        try directory.read("memory.current", into: &text)
        let current = text.number
        try directory.read("memory.events", into: &text)
        return MemoryMeasure(
            peak: peak, cache: cache, left: current - cache, hasReclaimed: text.value(of: "max") ?? 0 > 0,
            residentSet: residentSet, kills: Int(text.value(of: "oom_kill") ?? 0))
    }

    /// Kills whatever is in it (`cgroups(7)`, Linux 5.14).
    func kill() throws(SandboxError) {
        try place?.directory.write("1", to: "cgroup.kill")
    }

    func remove() throws(SandboxError) {
        if !isKept { try place?.directory.remove() }
    }
}
