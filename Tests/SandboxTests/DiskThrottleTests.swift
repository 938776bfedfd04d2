import SystemPackage
import Testing
import Units

@testable import Sandbox

@Suite struct DiskThrottleTests {
    /// Whether this host's disks can be held back, and the store lies on one of them.
    private static let isPossible: Bool = {
        guard let layout = try? Host.cgroupLayout(), let path = layout.legacy["blkio"] else { return false }
        let hasDisk = Census.output("df --output=source ${TMPDIR:-/tmp} | grep -c ^/dev/") == 1
        return hasDisk && Census.output("test -w \(path) && echo 1 || echo 0") == 1
    }()

    @Test("Runs read from a disk no faster than they may", .enabled(if: isPossible), .timeLimit(.minutes(1)))
    func readsAreHeldBack() async throws {
        var options = Sandbox.Options()
        options.diskReads = .mebibytes(8)
        let sandbox = try await Sandbox(options)
        let directory = sandbox.store.appending("shown")
        let file = directory.appending("large")
        // Written, and out of the page cache again.
        let made = "mkdir \(directory) && dd if=/dev/zero of=\(file) bs=1M count=16 conv=fsync status=none"
        _ = Census.output("\(made) && dd if=\(file) iflag=nocache count=0 status=none; echo 0")
        var request = RunRequest.shell("cat /box/large | wc -c")
        request.directories = [.init(hostPath: directory, path: "/box")]
        let result = try await sandbox.run(request, in: .shell)
        await sandbox.close()
        #expect(result.text == "16777216")
        // 16 MiB at 8 MiB a second.
        #expect(result.wallTime > .milliseconds(1200))
        #expect(result.cpuTime < .milliseconds(600))
    }
}
