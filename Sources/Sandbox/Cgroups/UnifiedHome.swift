import Glibc
import Synchronization
import SystemPackage

/// The v2 cgroup that this process was started in, made fit to have children with controllers.
///
/// v2 wants processes in leaves only. So where controllers are needed and processes stand in the way, they move into a
/// child of their cgroup first, and back when the last sandbox of this process is closed: this process itself, and in the
/// topmost cgroup of a container whoever else is there. Enabling controllers and waiting for a refusal would not do: those
/// that count threads, such as pids, are enabled all the same, and then no child can hold a process (`cgroups(7)`).
struct UnifiedHome: Sendable {
    private struct State {
        var users = 0
        var controllers: Set<String> = []
        var worker: CgroupDirectory?
        var claim: DirectoryClaim?
    }
    private static let state = Mutex(State())
    private static let workerSuffix = "-worker"

    /// The cgroup below which sandboxes make theirs.
    let directory: CgroupDirectory

    /// Where this process is now, if somebody has moved aside before: itself, or who started it.
    private let shelter: CgroupDirectory?
    /// Whether all processes in the cgroup are this container's.
    private let isTopmost: Bool

    /// - Parameters:
    ///   - current: where `/proc/self/cgroup` says this process is now.
    ///   - mountPoint: the highest cgroup that can be seen.
    init(current: FilePath, below mountPoint: FilePath? = nil) {
        let isMoved = Self.isShelter(current.lastComponent?.string ?? "")
        shelter = isMoved ? CgroupDirectory(path: current) : nil
        directory = CgroupDirectory(path: isMoved ? current.removingLastComponent() : current)
        isTopmost = directory.path == mountPoint
    }

    /// Whether a cgroup of that name holds processes that have moved aside, rather than runs.
    static func isShelter(_ name: String) -> Bool {
        name.hasPrefix("verdict-") && name.hasSuffix(workerSuffix)
    }

    /// The controllers that could be given to children.
    func offeredControllers() -> Set<String> {
        guard let text = try? directory.read("cgroup.controllers") else { return [] }
        return Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    /// Gives `controllers` to children until as many releases.
    func retain(_ controllers: [String]) throws(SandboxError) {
        try Self.state.withLock { state throws(SandboxError) in
            if !controllers.isEmpty {
                if state.users == 0 { inherit(controllers, &state) }
                if !state.controllers.isSuperset(of: controllers) { try enable(controllers, &state) }
            }
            state.users += 1
        }
    }

    func release() {
        Self.state.withLock { state in
            state.users -= 1
            guard state.users == 0 else { return }
            leave(&state)
        }
    }

    /// Takes over what a process that was killed could not undo.
    private func inherit(_ controllers: [String], _ state: inout State) {
        guard let shelter, let claim = try? DirectoryClaim(shelter.path) else { return }
        (state.worker, state.claim) = (shelter, claim)
        state.controllers = ((try? enabled()) ?? []).intersection(controllers)
    }

    private func enable(_ controllers: [String], _ state: inout State) throws(SandboxError) {
        let present = try enabled()
        do {
            if !holders().isEmpty { try moveAside(&state) }
            if !present.isSuperset(of: controllers) { try enableBesideTheDead(controllers) }
        } catch {
            leave(&state)
            throw SandboxError(.unsupportedHost, stage: error.stage, errno: error.errno, advice: Self.advice)
        }
        state.controllers.formUnion(Set(controllers).subtracting(present))
    }

    /// A process that has ended stands in the way, unlisted, until its parent has asked for its end.
    private func enableBesideTheDead(_ controllers: [String]) throws(SandboxError) {
        for _ in 0..<100 {
            do {
                return try directory.enable(controllers)
            } catch {
                guard error.errno == .resourceBusy else { throw error }
                usleep(5000)
            }
        }
        try directory.enable(controllers)
    }

    private func enabled() throws(SandboxError) -> Set<String> {
        Set(try directory.read("cgroup.subtree_control").split(whereSeparator: \.isWhitespace).map(String.init))
    }

    /// The processes that stand in the way; only the kernel's root cgroup, which has no type, may have some.
    private func holders() -> [Substring] {
        guard directory.has("cgroup.type") else { return [] }
        return Self.processes(in: directory)
    }

    private static func processes(in directory: CgroupDirectory) -> [Substring] {
        ((try? Host.text(directory.path.appending("cgroup.procs"))) ?? "").split(separator: "\n")
    }

    private func moveAside(_ state: inout State) throws(SandboxError) {
        if state.worker == nil {
            let worker = directory.child("verdict-\(getpid())" + Self.workerSuffix)
            try worker.make()
            state.worker = worker
            state.claim = try DirectoryClaim(worker.path)
        }
        try state.worker?.write("\(getpid())", to: "cgroup.procs")
        // Who starts processes meanwhile is moved before them in the end.
        for _ in 0..<16 where isTopmost {
            for process in holders() { try? state.worker?.write(String(process), to: "cgroup.procs") }
        }
        guard holders().isEmpty else {
            throw SandboxError(
                .unsupportedHost, stage: "have cgroups below \(directory.path), which holds other processes",
                errno: .resourceBusy)
        }
    }

    /// Undoes what ``retain(_:)`` did. A failure leaves a cgroup behind, which the next start takes over.
    private func leave(_ state: inout State) {
        if !state.controllers.isEmpty {
            let text = state.controllers.map { "-\($0)" }.joined(separator: " ")
            try? directory.write(text, to: "cgroup.subtree_control")
            state.controllers = []
        }
        guard let worker = state.worker else { return }
        for process in Self.processes(in: worker) {
            // What has ended meanwhile need not move.
            try? directory.write(String(process), to: "cgroup.procs")
        }
        try? worker.remove()
        (state.worker, state.claim) = (nil, nil)
    }

    private static let advice = """
        start verdict in a cgroup of its own, for example: systemd-run --scope -p Delegate=yes verdict …
        """
}
