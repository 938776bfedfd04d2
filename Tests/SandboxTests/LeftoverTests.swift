import Glibc
import Sandbox
import SystemPackage
import Testing
import Units

/// After a sandbox is closed the host is as it was.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LeftoverTests {
    /// What a run could leave behind on the host, counted.
    struct Census: Equatable, CustomStringConvertible {
        var descriptors = Census.entries("/proc/self/fd")
        var mounts = Census.lines("/proc/self/mountinfo")
        var directories = Census.entries("/tmp") { $0.hasPrefix("verdict-\(getpid())-") }
        var cgroups = Census.output("find /sys/fs/cgroup -name 'verdict-\(getpid())-*' 2>/dev/null | wc -l")
        var children = waitpid(-1, nil, WNOHANG) == -1 ? 0 : 1
        var shared = Census.lines("/proc/sysvipc/shm")

        var description: String {
            "\(descriptors) descriptors, \(mounts) mounts, \(directories) directories, \(cgroups) cgroups, "
                + "\(children) children, \(shared) shared memory segments"
        }

        static func entries(_ path: String, where isCounted: (String) -> Bool = { _ in true }) -> Int {
            guard let directory = unsafe opendir(path) else { return -1 }
            defer { unsafe closedir(directory) }
            var count = 0
            while let entry = unsafe readdir(directory) {
                let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if isCounted(name) { count += 1 }
            }
            return count
        }

        static func lines(_ path: String) -> Int {
            output("wc -l < \(path)")
        }

        static func output(_ command: String) -> Int {
            guard let stream = unsafe popen(command, "r") else { return -1 }
            var buffer = [CChar](repeating: 0, count: 64)
            let line = unsafe fgets(&buffer, 64, stream)
            unsafe pclose(stream)
            guard unsafe line != nil else { return -1 }
            return Int(
                String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).filter(
                    \.isNumber)) ?? -1
        }
    }

    // Each in a process of its own, in which no other test opens or makes anything.
    @Test func theCensusSeesOpenDescriptors() async {
        await #expect(processExitsWith: .success) {
            let before = Census()
            for _ in 0..<16 { _ = try FileDescriptor.pipe() }
            // The runtime may close one of its own meanwhile.
            #expect(Census().descriptors >= before.descriptors + 16)
        }
    }

    @Test func runsThatFailInEveryWayLeaveNothing() async throws {
        // On v2 a process that shares its cgroup with others can give no controllers to children. While this one has a
        // sandbox it has moved aside, and the new process starts beside it.
        try await withSandbox { _ in
            let ending = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                try await Self.compareBeforeAndAfter()
            }
            let words = String(decoding: ending?.standardOutputContent ?? [], as: UTF8.self)
            #expect(words.isEmpty)
        }
    }

    private static func compareBeforeAndAfter() async throws {
        // The first sandbox of a process starts threads and opens what the runtime keeps.
        try await withSandbox { _ = try await $0.run(.shell("true"), in: .shell) }
        try await Task.sleep(for: .milliseconds(200))
        let before = Census()
        let short = Limits(cpuTime: .milliseconds(100), wallTime: .milliseconds(400), memory: .mebibytes(32))
        try await withSandbox { sandbox in
            for script in [
                "exit 1", "kill -9 $$", "while :; do :; done", "sleep 50", "tail /dev/zero", "yes",
                "(setsid sleep 50 &) ; exit 0", "sleep 50 & sleep 50 & exit 0", "mkfifo /tmp/f; cat /tmp/f",
            ] {
                var limits = short
                limits.output = .kibibytes(64)
                _ = try await sandbox.run(.shell(script, limits: limits), in: .shell)
            }
            _ = try? await sandbox.run(RunRequest(command: ["/nowhere"]), in: .shell)
        }
        // The queue of a cell lets go of the last run's descriptors a moment after the run has been answered.
        var after = Census()
        for _ in 0..<100 where after != before {
            try await Task.sleep(for: .milliseconds(20))
            after = Census()
        }
        // What an exit test records reaches the test without its words; what it prints is looked at above.
        if after != before { print("before: \(before), after: \(after)") }
    }
}
