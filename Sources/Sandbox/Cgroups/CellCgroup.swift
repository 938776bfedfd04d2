import Glibc
import SystemPackage
import Units

/// The cgroups of one cell: where its first process lives, and where its runs are born, limited and counted.
///
/// Where the v2 tree has the controllers, every run has a new cgroup there (``RunPlaces``), whose counters therefore start
/// at zero. Where memory or pids sit in v1 trees the cell's first process lives in a leaf
/// there and runs are born beside it, for moving each by its number would stall every fork on the host for milliseconds;
/// the v2 cgroup of the runs then only counts CPU time, by difference, and is kept. The init of a run is in no v2 cgroup of
/// a run: it shares the memory of the cell's first process, and whoever kills one kills both.
final class CellCgroup {
    private let trees: CgroupTrees
    private let unified: CgroupDirectory?
    private let memoryLeaf: LegacyMemory?
    private let processLeaf: CgroupDirectory?
    private let places: RunPlaces?
    /// Whether one place serves all runs.
    private let isKept: Bool
    private let ownProcesses: Int
    private var keptPlace: RunPlaces.Place?
    private var processLimit: Int?
    /// CPU time of the runs so far where one place serves all of them, as far as it was looked at.
    private var cpuSeen = Duration.zero
    private let processCount: ProcessCount?

    /// Kernel memory that runs may leave behind, together: beyond it the cell is given up, and what they left with it.
    static let mostRemains: Int64 = 4 << 20

    /// - Parameters:
    ///   - owner: the host's uid of the cell's first process, if it differs from ours.
    ///   - isReusable: whether a v2 cgroup that only counts may serve many runs. One whose processes were killed by
    ///     `cgroup.kill` may not: kernels were seen to kill whatever is born in it afterwards.
    ///   - ownProcesses: how many processes the cell has besides those of runs.
    init(
        trees: CgroupTrees, number: Int, owner: UInt32?, isReusable: Bool, ownProcesses: Int = 1
    ) throws(SandboxError) {
        self.trees = trees
        self.ownProcesses = ownProcesses
        isKept = trees.unifiedControllers.isEmpty && isReusable
        let name = "cell-\(number)"
        unified = trees.unified?.child(name)
        places = unified.map { RunPlaces(below: $0, trees: trees, owner: owner) }
        processLeaf = trees.legacy["pids"]?.child(name)
        if let unified { try unified.make() }
        if let unified, let owner { try unified.delegate(to: owner) }
        if let processLeaf { try processLeaf.make() }
        processCount = try processLeaf.flatMap { directory throws(SandboxError) in try ProcessCount(directory) }
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
        try trees.disks?.adopt(pid)
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
        let refusals = try processCount?.refusals() ?? 0
        guard let places else {
            return RunCgroup(place: nil, memory: memoryLeaf, processes: processCount, refusalsBefore: refusals)
        }
        let place = if isKept, let keptPlace { keptPlace } else { try places.take(limits) }
        if isKept { keptPlace = place }
        return RunCgroup(
            place: place, places: isKept ? nil : places, memory: memoryLeaf, processes: place.processes ?? processCount,
            refusalsBefore: refusals, cpuBefore: isKept ? cpuSeen : .zero)
    }

    /// Takes note of a run that is over, so that the next one's CPU time can be told even if the cell's process is gone by then.
    /// - Parameter cpuTime: what the run used, if it was short; nil: it was not, and the kernel is asked.
    func note(_ cpuTime: Duration?) {
        guard let keptPlace else { return }
        cpuSeen = cpuTime.map { cpuSeen + $0 } ?? keptPlace.cpuTime ?? cpuSeen
    }

    /// Whether there is something to do between runs.
    var isTidied: Bool { places != nil && !isKept }

    /// Whether runs that are over have left more kernel memory behind than ``mostRemains``, as ``tidy()`` has seen it. Of a
    /// v1 leaf its own ``LegacyMemory/isSpent`` tells.
    var isSpent: Bool { places?.isSpent ?? false }

    /// Removes what earlier runs have left and makes what later ones will need. For a thread that nobody waits for.
    func tidy() {
        if isTidied { places?.tidy() }
    }

    /// Removes the cell's cgroups after its last process.
    func remove() throws(SandboxError) {
        try keptPlace?.directory.remove()
        try places?.remove()
        // Names that were looked for and the like: nobody needs them, but the kernel keeps them while there is room.
        if let unified, places?.isSpent == true, unified.has("memory.reclaim") {
            let kernel = try UnifiedMemory.kernelMemory(of: unified)
            try? unified.write("\(kernel)", to: "memory.reclaim")  // EAGAIN: not all of it could be had
        }
        if let unified {
            try unified.child("supervisor").remove()
            try unified.remove()
        }
        try processLeaf?.remove()
        try memoryLeaf?.directory.remove()
    }

    private func limitProcesses(_ processes: Int) throws(SandboxError) {
        guard let processLeaf, processLimit != processes else { return }
        try processLeaf.write("\(processes + 1 + ownProcesses)", to: "pids.max")  // and the init
        processLimit = processes
    }
}

/// What the kernel counts for one run.
struct RunCgroup {
    /// A v2 cgroup where the run is born.
    let place: RunPlaces.Place?
    /// To whom that is given back; nil where it serves the cell's next run, too.
    var places: RunPlaces?
    let memory: LegacyMemory?
    /// Nil where the kernel does not count.
    let processes: ProcessCount?
    let refusalsBefore: Int64
    var cpuBefore = Duration.zero

    /// Readable once the run is out of memory; nil where the kernel ends the whole run itself.
    var outOfMemory: OwnedDescriptor? { memory?.outOfMemory }

    /// Peak and OOM kills, after the run and before ``release()``.
    func measure(residentSet: ByteCount) throws(SandboxError) -> MemoryMeasure {
        if let memory = place?.memory { return try memory.measure(residentSet: residentSet) }
        if let memory { return try memory.measure(residentSet: residentSet) }
        return MemoryMeasure(
            peak: residentSet.bytes, cache: 0, left: 0, hasReclaimed: false, residentSet: residentSet, kills: 0)
    }

    /// The run's CPU time so far, what starting it took included; nil where it is not counted.
    var cpuTime: Duration? {
        place?.cpuTime.map { max(.zero, $0 - cpuBefore) }
    }

    /// How often the run was refused a process or thread; after the run and before ``release()``.
    func refusedProcesses() throws(SandboxError) -> Int {
        Int(try (processes?.refusals() ?? refusalsBefore) - refusalsBefore)
    }

    /// Kills whatever is in it (`cgroups(7)`, Linux 5.14).
    func kill() throws(SandboxError) {
        try place?.directory.write("1", to: "cgroup.kill")
    }

    /// Ends its use.
    func release() {
        if let place { places?.give(place) }
    }
}
