import SystemPackage
import Testing
import Units

@testable import Sandbox

/// What the host's kernel holds for a run, whoever is charged with it.
@Suite struct KernelMemoryTests {
    /// In KiB.
    private struct Sample {
        var total: Int64

        /// Slabs, page tables, stacks, memory of each processor, and what sockets hold.
        static func now() throws -> Sample {
            let memory = try Host.text("/proc/meminfo")
            var total: Int64 = 0
            for line in memory.split(separator: "\n") {
                let fields = line.split(separator: " ")
                let isKernel = ["SReclaimable:", "SUnreclaim:", "PageTables:", "KernelStack:", "Percpu:"]
                guard fields.count > 1, isKernel.contains(String(fields[0])) else { continue }
                total += Int64(fields[1]) ?? 0
            }
            let sockets = try Host.text("/proc/net/sockstat").split(whereSeparator: \.isWhitespace)
            for (word, value) in zip(sockets, sockets.dropFirst()) where word == "mem" {
                total += (Int64(value) ?? 0) * 4
            }
            return Sample(total: total)
        }
    }

    private static let kinds = [
        "epoll", "watch", "eventfd", "timerfd", "signalfd", "inotify", "pidfd", "memfd", "pipe", "socketpair", "flight",
        "tcp", "filter", "timer", "signal", "thread", "page-table", "area", "area-name", "missing-name", "file",
        "symlink", "attribute", "lock", "key", "message-queue", "posix-queue", "huge-page", "io-context", "session",
    ]
    private static let limit = ByteCount.mebibytes(32)
    /// What is not charged, and what the host's other processes do meanwhile.
    private static let tolerance: Int64 = 12 << 10

    @Test("No kernel object takes more than the memory limit, and none is left", .timeLimit(.minutes(5)))
    func objectsAreChargedOrCapped() async throws {
        let sandbox = try await Sandbox()
        let directory = sandbox.store.appending("shown")
        let source = FilePath(#filePath).appending("../../../Testcases/kernel-objects/objects.c").lexicallyNormalized()
        let built = Census.output(
            "mkdir \(directory) && gcc -O2 -static -pthread -o \(directory)/objects \(source) && echo 1")
        try #require(built == 1)
        for kind in Self.kinds {
            let before = try Sample.now()
            let (result, peak) = try await follow(kind, directory, in: sandbox)
            // Refused what the objects were made of, or out of memory.
            #expect([.exited(0), .memoryLimit].contains(result.outcome), "\(kind): \(result.outcome)")
            let during = peak.total - before.total
            #expect(during < Self.limit.bytes >> 10 + Self.tolerance, "\(kind): \(during) KiB while it ran")
            try await expectNothingLeft(of: kind, since: before)
        }
        await sandbox.close()
    }

    /// Runs one kind and looks at the kernel all the while.
    private func follow(
        _ kind: String, _ directory: FilePath, in sandbox: Sandbox
    ) async throws -> (RunResult, Sample) {
        var request = RunRequest(command: ["/box/objects", kind])
        request.directories = [.init(hostPath: directory, path: "/box")]
        request.scratch = [.init(path: "/tmp", size: .mebibytes(16))]
        request.limits = Limits(cpuTime: .seconds(30), wallTime: .seconds(60), memory: Self.limit)
        let watch = Task {
            var peak = try Sample.now()
            while !Task.isCancelled {
                peak.total = max(peak.total, try Sample.now().total)
                try? await Task.sleep(for: .milliseconds(5))
            }
            return peak
        }
        defer { watch.cancel() }
        let result = try await sandbox.run(request, in: .shell)
        watch.cancel()
        return (result, try await watch.value)
    }

    /// The kernel frees some of it only when nobody can be looking at it any more (RCU).
    private func expectNothingLeft(of kind: String, since before: Sample) async throws {
        var left: Int64 = 0
        for _ in 0..<100 {
            left = try Sample.now().total - before.total
            if left < Self.tolerance { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("\(kind): \(left) KiB left after it had run")
    }
}
