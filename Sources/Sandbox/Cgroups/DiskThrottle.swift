import Glibc
import SystemPackage
import Units

/// Holds all runs of a sandbox together to so many bytes a second read from disks.
///
/// What runs read of the host lies in the page cache, as a rule, and is not slowed down. A program whose memory limit leaves
/// no room for the cache could have the same files read from the disk again and again, at the cost of everybody else.
/// Only where the host gives the controller (`io` in a v2 tree, `blkio` in a v1 tree): it is no layer, since without it no
/// run sees or keeps more.
struct DiskThrottle {
    /// What is allowed of each disk. A compiler that nobody has used since the start reads some 100 MiB.
    static let most = ByteCount.mebibytes(200)

    private let directory: CgroupDirectory
    /// Whether the directory is a v1 one, into which cells must be moved.
    private let isLegacy: Bool

    /// Limits what is in `directory`.
    init(_ directory: CgroupDirectory, isLegacy: Bool, _ most: ByteCount) {
        (self.directory, self.isLegacy) = (directory, isLegacy)
        for disk in Self.disks() {
            // Not every device can be limited (a loop device without a file), and what cannot is not read from.
            if isLegacy {
                try? directory.write("\(disk) \(most.bytes)", to: "blkio.throttle.read_bps_device")
            } else {
                try? directory.write("\(disk) rbps=\(most.bytes)", to: "io.max")
            }
        }
    }

    /// Takes in a cell's first process, and so all that it starts.
    func adopt(_ pid: pid_t) throws(SandboxError) {
        if isLegacy { try directory.write("\(pid)", to: "cgroup.procs") }
    }

    /// The numbers of this host's disks, partitions left out: `254:0`.
    private static func disks() -> [String] {
        let devices = FilePath("/sys/block")
        return CgroupDirectory(path: devices).entries().compactMap { name in
            guard let text = try? Host.text(devices.appending(name).appending("dev")) else { return nil }
            return text.trimmed
        }
    }
}
