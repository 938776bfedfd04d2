import CLinux
import Glibc
import SystemPackage

/// The first process of a cell, from its start to its end, with its cgroups. Everything here blocks.
struct CellProcess {
    let channel: CellChannel
    let cgroup: CellCgroup
    let encoder: RunEncoder
    /// What its runs read, as they may see it.
    let inputs: InputDirectory
    let pid: pid_t
    private let ids: HostIds

    /// Starts `verdict-cell` and leads it through its setup.
    /// - Throws: ``SandboxError``, with `layer` set where one layer could not be had.
    init(
        _ blueprint: CellBlueprint, _ configuration: CellConfiguration, number: Int
    ) throws(CellSetupError) {
        encoder = RunEncoder(
            store: blueprint.store, online: UInt32(clamping: sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            warmStart: blueprint.warmLibrary == nil ? nil : configuration.warmStart)
        do {
            let layers = blueprint.layers
            ids = try HostIds.take()
            do {
                cgroup = try CellCgroup(
                    trees: blueprint.trees, number: number, owner: layers.contains(.user) ? ids.cell : nil,
                    isReusable: layers.contains(.pid), ownProcesses: configuration.warmStart == nil ? 1 : 2)
            } catch {
                ids.giveBack()
                throw error
            }
            do {
                (channel, pid) = try Self.spawn(blueprint.executable)
            } catch {
                try? cgroup.remove()
                ids.giveBack()
                throw error
            }
            do {
                try cgroup.adopt(pid)
                let setup = blueprint.setup(for: configuration, ids: ids)
                let mount = try Self.lead(setup, ids, channel, pid, cgroup)
                inputs = InputDirectory(empty: blueprint.emptyInput, mount: mount)
            } catch {
                Self.end(channel, pid, cgroup, ids)
                throw error
            }
        } catch let error as CellSetupError {
            throw error
        } catch let error as SandboxError {
            throw CellSetupError(error: error, layer: nil)
        } catch {
            throw CellSetupError(error: SandboxError(.cellFailed, stage: "make a cell: \(error)"), layer: nil)
        }
    }

    /// Ends the process by hanging up, waits for it, removes its cgroups and gives its ids back. By then nothing of the cell is
    /// left.
    func end() {
        Self.end(channel, pid, cgroup, ids)
    }

    private static func end(_ channel: CellChannel, _ pid: pid_t, _ cgroup: CellCgroup, _ ids: HostIds) {
        Glibc.shutdown(channel.socket.rawValue, Int32(SHUT_RDWR))
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        // What cannot be removed now (a process in the kernel's hands) is cleared by the next start.
        try? cgroup.remove()
        ids.giveBack()
    }

    private static func spawn(_ executable: FilePath) throws(SandboxError) -> (CellChannel, pid_t) {
        var near: Int32 = -1
        var far: Int32 = -1
        try checked(unsafe clinux_socket_pair(&near, &far), "make a socket pair")
        let channel = CellChannel(socket: OwnedDescriptor(near))
        let farEnd = OwnedDescriptor(far)
        var pid: pid_t = 0
        let result = unsafe clinux_spawn(executable.string, farEnd.rawValue, &pid)
        guard result == 0 else {
            throw SandboxError(.cellFailed, stage: "start \(executable)", errno: Errno(rawValue: -result))
        }
        return (channel, pid)
    }

    /// The cell's setup, in which the worker has to lend a hand twice: only it may write the id maps and move processes
    /// between cgroups.
    /// - Returns: the directory of input files, through a mount that is read-only.
    private static func lead(
        _ setup: Verdict_Cell_V1_Setup, _ ids: HostIds, _ channel: CellChannel, _ pid: pid_t, _ cgroup: CellCgroup
    ) throws -> OwnedDescriptor {
        try channel.send(.setup(setup))
        while true {
            let (reply, descriptors) = try channel.receive()
            switch reply.kind {
            case .userNamespace:
                try writeMaps(ids, of: pid)
                try channel.send(.proceed(.init()))
            case .namespaces:
                try cgroup.settle(pid)
                try channel.send(.proceed(.init()))
            case .ready:
                guard let mount = descriptors.first, descriptors.count == 1 else {
                    throw SandboxError(.cellFailed, stage: "take the cell's inputs", errno: .protocolError)
                }
                return mount
            case .failure(let failure):
                let error = SandboxError(.cellFailed, stage: failure.stage, errno: Errno(rawValue: failure.error))
                throw CellSetupError(error: error, layer: Layer(bit: failure.layer))
            case .outcome, nil:
                throw SandboxError(.cellFailed, stage: "follow the cell's setup", errno: .protocolError)
            }
        }
    }

    private static func writeMaps(_ ids: HostIds, of pid: pid_t) throws(SandboxError) {
        let process = CgroupDirectory(path: FilePath("/proc/\(pid)"))
        do {
            // Who is not root may map a group only after giving up setgroups (user_namespaces(7)).
            if ids.cell == nil { try process.write("deny", to: "setgroups") }
            try process.write(ids.map, to: "uid_map")
            try process.write(ids.groupMap, to: "gid_map")
        } catch {
            var failure = SandboxError(.cellFailed, stage: "write the id maps", errno: error.errno)
            failure.step = .writingIDMaps
            throw failure
        }
    }
}

/// Why a cell could not be made, and the layer in the way if it was one.
struct CellSetupError: Error {
    var error: SandboxError
    var layer: Layer?
}
