import Synchronization
import Units

/// The v2 cgroups that a cell's runs are born in: a new one for each run, made ahead of it, and removed after it when
/// nobody waits. So a run costs neither, and its counters start at zero all the same.
final class RunPlaces: Sendable {
    /// A cgroup and what a run needs of it.
    struct Place {
        let directory: CgroupDirectory
        let descriptor: OwnedDescriptor
        let cpu: OwnedDescriptor
        /// Nil where memory is counted elsewhere.
        let memory: UnifiedMemory?
        /// Nil where processes are limited elsewhere.
        let processes: ProcessCount?

        /// What has been used in it; nil if that cannot be read.
        var cpuTime: Duration? {
            var text = CgroupText()
            guard (try? text.read(cpu, "cpu.stat")) != nil else { return nil }
            return text.value(of: "usage_usec").map { .microseconds($0) }
        }
    }

    private struct State {
        /// Never used, the one to be used next first, each with the limits that it was made with.
        var ready: [(place: Place, limits: Limits)] = []
        /// Those of runs that are over.
        var used: [CgroupDirectory] = []
        /// Those of the last run; the next one's are likely the same.
        var limits = Limits()
        var number = 0
        /// Why one could not be removed.
        var failure: SandboxError?
        /// Kernel memory of the cell before its first run.
        var kernelAtStart: Int64?
        var isSpent = false
    }

    /// How many are ready: one for the next run, and one for that after it, which may come before anybody had time.
    private static let stock = 2

    private let parent: CgroupDirectory
    private let owner: UInt32?
    private let hasMemory: Bool
    private let hasProcesses: Bool
    private let state = Mutex(State())

    /// - Parameter owner: the host's uid of the cell's first process, if it differs from ours.
    init(below parent: CgroupDirectory, trees: CgroupTrees, owner: UInt32?) {
        self.parent = parent
        self.owner = owner
        hasMemory = trees.memory == .unified
        hasProcesses = trees.processes == .unified
    }

    /// A place within `limits` that nothing has been in yet.
    /// - Throws: also if a run's place before this could not be removed: something may live there still.
    func take(_ limits: Limits) throws(SandboxError) -> Place {
        let (next, failure) = state.withLock { state in
            state.limits = limits
            return (state.ready.isEmpty ? nil : state.ready.removeFirst(), state.failure)
        }
        if let failure { throw failure }
        guard let next else { return try make(limits) }
        do {
            try limit(next.place.directory, limits, known: next.limits)
            return next.place
        } catch {
            give(next.place)
            throw error
        }
    }

    /// Whether runs that are over have left more kernel memory behind than a cell is worth.
    var isSpent: Bool { state.withLock { $0.isSpent } }

    /// Takes back the place of a run that is over.
    func give(_ place: Place) {
        state.withLock { $0.used.append(place.directory) }
    }

    /// Removes what was used, and makes what will be. Only ever called by one thread at a time.
    func tidy() {
        let used = state.withLock { state in
            defer { state.used = [] }
            return state.used
        }
        for directory in used {
            do throws(SandboxError) {
                try directory.remove()
            } catch {
                state.withLock { state in
                    state.failure = error
                    state.used.append(directory)
                }
            }
        }
        lookForRemains()
        while let limits = state.withLock({ $0.ready.count < Self.stock ? $0.limits : nil }) {
            // What cannot be made now is tried again by the run that needs it, which then says why.
            guard let place = try? make(limits) else { return }
            state.withLock { $0.ready.append((place, limits)) }
        }
    }

    /// What the kernel still holds for runs that are gone, it charges to the cgroup above theirs.
    private func lookForRemains() {
        // What cannot be read is looked at after the next run.
        guard hasMemory, let kernel = try? UnifiedMemory.kernelMemory(of: parent) else { return }
        state.withLock { state in
            let start = state.kernelAtStart ?? kernel
            state.kernelAtStart = start
            state.isSpent = kernel > start + CellCgroup.mostRemains
        }
    }

    /// Removes all that are not in use.
    func remove() throws(SandboxError) {
        let directories = state.withLock { state in
            defer { (state.ready, state.used) = ([], []) }
            return state.ready.map(\.place.directory) + state.used
        }
        for directory in directories { try directory.remove() }
    }

    private func make(_ limits: Limits) throws(SandboxError) -> Place {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        let directory = parent.child(Self.name(number, isNew: hasMemory || hasProcesses))
        try directory.make()
        do throws(SandboxError) {
            if let owner { try directory.delegate(to: owner) }
            if hasMemory {
                try directory.write("1", to: "memory.oom.group")
                if directory.has("memory.swap.max") { try directory.write("0", to: "memory.swap.max") }
            }
            try limit(directory, limits, known: nil)
            return Place(
                directory: directory, descriptor: try directory.open("."), cpu: try directory.open("cpu.stat"),
                memory: hasMemory ? try UnifiedMemory(directory) : nil,
                processes: hasProcesses ? try ProcessCount(directory) : nil)
        } catch {
            try? directory.remove()
            throw error
        }
    }

    /// What the cgroup of that number is called, which a run with a `/proc` can read: a number would tell it how many runs there
    /// were before it in its cell.
    /// - Parameter isNew: whether each run has a new one; a name that serves all of them must not be the cell's alone.
    static func name(_ number: Int, isNew: Bool) -> String {
        "run-" + (isNew ? String(UInt64.random(in: 1 << 60 ... .max), radix: 16) : "\(number)")
    }

    /// - Parameter known: the limits that are set already; nil: none.
    private func limit(_ directory: CgroupDirectory, _ limits: Limits, known: Limits?) throws(SandboxError) {
        if hasMemory, limits.memory != known?.memory {
            try directory.write(limits.memory.map { "\($0.bytes)" } ?? "max", to: "memory.max")
        }
        if hasProcesses, limits.processes != known?.processes {
            try directory.write("\(limits.processes)", to: "pids.max")
        }
    }
}
