import Glibc
import SystemPackage
import Testing

@testable import Sandbox

/// A cell that is set up and waits, with nothing of ours between the test and its socket.
struct BareCell {
    let process: CellProcess
    private let directory: SandboxDirectory
    private let trees: CgroupTrees
    let blueprint: CellBlueprint

    /// Where cgroups and directories are told from those of sandboxes, which count from 0.
    private static let number = 900_000

    /// Makes one, and ends it whatever happens.
    static func with(
        _ configuration: CellConfiguration = .shell, _ body: (BareCell) throws -> Void
    ) async throws {
        let directory = try SandboxDirectory(number: number)
        defer { directory.remove() }
        let layout = try Host.cgroupLayout()
        let trees = try CgroupTrees(layout: layout, number: number)
        defer { try? trees.remove() }
        let (blueprint, first) = try await HostProbe(
            options: Sandbox.Options(), directory: directory, trees: trees, watch: HostWatch(layout: layout)
        ).run()
        await first.close()
        let process = try CellProcess(blueprint, configuration, number: 1)
        defer { process.end() }
        // A reply that never comes must not hold up the tests.
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        _ = unsafe setsockopt(
            process.channel.socket.rawValue, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        try body(BareCell(process: process, directory: directory, trees: trees, blueprint: blueprint))
    }

    /// A run that ends well: `true`, without a cgroup of its own.
    static var harmlessRun: Verdict_Cell_V1_Run {
        var run = Verdict_Cell_V1_Run()
        run.arguments = ["/bin/true"]
        run.workingDirectory = "/"
        run.fileSize = 1 << 20
        run.openFiles = 64
        run.processors = 1
        return run
    }

    /// Sends one request with `count` descriptors of `/dev/null`.
    func send(_ kind: CellRequest.OneOf_Kind, descriptors count: Int = 0) throws {
        let descriptors = (0..<count).map { _ in
            OwnedDescriptor(unsafe open("/dev/null", O_RDWR | O_CLOEXEC))
        }
        try process.channel.send(kind, descriptors: descriptors.map(\.rawValue))
    }

    /// The next reply's kind; nil: the cell has hung up.
    func reply() -> CellReply.OneOf_Kind? {
        (try? process.channel.receive())?.reply.kind
    }

    /// What the process holds that a request could have left behind: descriptors and mounts. Nil where only root may look.
    var holdings: [Int]? {
        let counts = [Self.count("ls /proc/\(process.pid)/fd"), Self.count("cat /proc/\(process.pid)/mountinfo")]
        return counts.contains(0) ? nil : counts
    }

    private static func count(_ command: String) -> Int {
        Census.output("\(command) 2>/dev/null | wc -l")
    }
}
