import Sandbox
import SystemPackage
import Testing
import Units

/// After a sandbox is closed the host is as it was.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LeftoverTests {
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
        try await Census.printDifference {
            try await withSandbox { sandbox in
                for script in [
                    "exit 1", "kill -9 $$", "while :; do :; done", "sleep 50", "tail /dev/zero", "yes",
                    "(setsid sleep 50 &) ; exit 0", "sleep 50 & sleep 50 & exit 0", "mkfifo /tmp/f; cat /tmp/f",
                ] {
                    let limits = Limits(
                        cpuTime: .milliseconds(100), wallTime: .milliseconds(400), memory: .mebibytes(32),
                        output: .kibibytes(64))
                    _ = try await sandbox.run(.shell(script, limits: limits), in: .shell)
                }
                _ = try? await sandbox.run(RunRequest(command: ["/nowhere"]), in: .shell)
            }
        }
    }
}
