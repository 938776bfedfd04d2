import Glibc
import Synchronization
import SystemPackage

/// The v2 cgroup that this process was started in, made fit to have children with controllers.
///
/// v2 wants processes in leaves only. So where controllers are needed and this process itself stands in the way, it
/// moves into a child of its own cgroup first, and back when the last sandbox of the process is closed.
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

    /// - Parameter current: where `/proc/self/cgroup` says this process is now.
    init(current: FilePath) {
        // Ours, or that of the process that started us and has moved aside before.
        let name = current.lastComponent?.string ?? ""
        let isMoved = name.hasPrefix("verdict-") && name.hasSuffix(Self.workerSuffix)
        directory = CgroupDirectory(path: isMoved ? current.removingLastComponent() : current)
    }

    /// The controllers that could be given to children.
    func offeredControllers() -> Set<String> {
        guard let text = try? directory.read("cgroup.controllers") else { return [] }
        return Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    /// Gives `controllers` to children until as many releases.
    func retain(_ controllers: [String]) throws(SandboxError) {
        try Self.state.withLock { state throws(SandboxError) in
            if !controllers.isEmpty, !state.controllers.isSuperset(of: controllers) {
                try enable(controllers, &state)
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

    private func enable(_ controllers: [String], _ state: inout State) throws(SandboxError) {
        let present = try directory.read("cgroup.subtree_control").split(whereSeparator: \.isWhitespace).map(
            String.init)
        guard !Set(present).isSuperset(of: controllers) else { return }
        do {
            try directory.enable(controllers)
        } catch  where error.errno == .resourceBusy {
            try moveAside(&state)
            do {
                try directory.enable(controllers)
            } catch {
                leave(&state)
                throw SandboxError(
                    .unsupportedHost,
                    stage: "give \(controllers.joined(separator: ", ")) to cgroups below \(directory.path)",
                    errno: error.errno, advice: Self.advice)
            }
        } catch {
            throw SandboxError(.unsupportedHost, stage: error.stage, errno: error.errno, advice: Self.advice)
        }
        state.controllers = Set(controllers).subtracting(present)
    }

    private func moveAside(_ state: inout State) throws(SandboxError) {
        let worker = directory.child("verdict-\(getpid())" + Self.workerSuffix)
        try worker.make()
        state.worker = worker
        state.claim = try DirectoryClaim(worker.path)
        try worker.write("\(getpid())", to: "cgroup.procs")
    }

    /// Undoes what ``retain(_:)`` did. A failure leaves an empty cgroup behind, which the next start removes.
    private func leave(_ state: inout State) {
        if !state.controllers.isEmpty {
            let text = state.controllers.map { "-\($0)" }.joined(separator: " ")
            try? directory.write(text, to: "cgroup.subtree_control")
            state.controllers = []
        }
        guard let worker = state.worker else { return }
        try? directory.write("\(getpid())", to: "cgroup.procs")
        try? worker.remove()
        (state.worker, state.claim) = (nil, nil)
    }

    private static let advice = """
        start verdict in a cgroup of its own, for example: systemd-run --scope -p Delegate=yes verdict …
        """
}
