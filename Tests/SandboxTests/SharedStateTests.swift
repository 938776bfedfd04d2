import SystemPackage
import Testing
import Units

@testable import Sandbox

/// What one run could leave for the next one.
@Suite struct SharedStateTests {
    @Test("What a run reads cannot be marked, and looks the same to the next run", .timeLimit(.minutes(1)))
    func inputsCarryNothing() async throws {
        try await withSandbox { sandbox in
            let look = "stat -L -c '%a %u %g %s %X %Y %Z %h %i' /proc/self/fd/0"
            let marks = """
                chmod 0 /proc/self/fd/0; chmod 777 /proc/self/fd/0; touch -m -d 2001-01-01 /proc/self/fd/0; \
                touch /proc/self/fd/0; chown 1000 /proc/self/fd/0; truncate -s 0 /proc/self/fd/0; \
                echo x 1<>/proc/self/fd/0
                """
            var request = RunRequest.shell("\(look); (\(marks)) 2>/dev/null; \(look); cat")
            request.proc = true
            request.standardInput = .file(try InputFile(Array("kept".utf8), in: sandbox.inputs))
            var seen: Set<String> = []
            for _ in 0..<3 {
                let lines = try await sandbox.run(request, in: .shell).text.split(separator: "\n").map(String.init)
                #expect(lines.count == 3 && lines.first == lines.dropFirst().first && lines.last == "kept")
                seen.formUnion(lines)
            }
            #expect(seen.count == 2, "\(seen)")
            #expect(seen.contains { $0.hasPrefix("444 ") && $0.contains(" 4 0 0 ") })
        }
    }

    @Test("Devices and everything else that runs share are mounted read-only")
    func sharedMountsAreReadOnly() async throws {
        try await withSandbox { sandbox in
            var request = RunRequest.shell(
                "while read -r a b c d place options rest; do echo \"$place $options\"; done < /proc/self/mountinfo")
            request.proc = true
            request.scratch = [.init(path: "/tmp", size: .mebibytes(1))]
            let mounts = try await sandbox.run(request, in: .shell).text.split(separator: "\n")
            #expect(mounts.contains { $0.hasPrefix("/dev/null ") })
            for mount in mounts where !mount.hasPrefix("/tmp ") {
                #expect(mount.contains(" ro,"), "\(mount)")
            }
        }
    }

    /// Without it, a mount tells where on the host it is from (`verdict doctor` says so).
    private static let hasOverlay = (try? Host.text("/proc/filesystems").contains("overlay")) ?? false

    @Test("A run with /proc sees no path of the judge", .enabled(if: hasOverlay))
    func procShowsNoPaths() async throws {
        try await withSandbox { sandbox in
            let directory = sandbox.store.appending("shown")
            _ = Census.output("mkdir \(directory); cp /bin/sleep \(directory)/program; echo 0")
            var request = RunRequest.shell(
                """
                exec 3</box/program; /box/program 9 & cd /box; for file in mountinfo mounts mountstats maps environ cmdline; do \
                cat /proc/self/$file /proc/$!/$file; done | tr '\\0' '\\n'; \
                readlink /proc/self/fd/0 /proc/self/fd/3 /proc/$!/exe /proc/$!/cwd /proc/self/root; ls /box; kill $!
                """)
            request.directories = [.init(hostPath: directory, path: "/box")]
            request.standardInput = .file(try InputFile(Array("kept".utf8), in: sandbox.inputs))
            request.proc = true
            for _ in 0..<2 {
                let text = try await sandbox.run(request, in: .shell).text
                let lines = text.split(separator: "\n")
                #expect(lines.contains("/box/program") && lines.last == "program")
                let telling = lines.filter { line in ["verdict-", "/store", "inputs"].contains { line.contains($0) } }
                #expect(telling == [])
            }
        }
    }

    @Test("An input file that lies elsewhere is refused")
    func foreignInput() async throws {
        try await withSandbox { first in
            try await withSandbox { second in
                var request = RunRequest.shell("cat")
                request.standardInput = .file(try InputFile([], in: first.inputs))
                let error = await #expect(throws: SandboxError.self) { try await second.run(request, in: .shell) }
                #expect(error?.code == .badRequest)
            }
        }
    }

    @Test("Input files are gone when nobody refers to them")
    func inputsAreRemoved() async throws {
        try await withSandbox { sandbox in
            func count() -> Int { Census.output("ls \(sandbox.inputs) | wc -l") }
            let before = count()
            do {
                var request = RunRequest.shell("cat")
                request.standardInput = .bytes(Array("once".utf8))
                let result = try await sandbox.run(request, in: .shell)
                #expect(result.text == "once")
                let file = try InputFile(Array("kept".utf8), in: sandbox.inputs)
                #expect(count() == before + 1 && file.size == 4)
            }
            #expect(count() == before)
        }
    }

    @Test("Shared memory by name is the run's own, where it has any")
    func sharedMemoryIsScratch() async throws {
        try await withSandbox { sandbox in
            var request = RunRequest.shell("ls /dev/shm; echo left 2>/dev/null > /dev/shm/mark && cat /dev/shm/mark")
            let closed = try await sandbox.run(request, in: .shell)
            #expect(closed.text == "")
            request.scratch = [.init(path: "/dev/shm", size: .mebibytes(1))]
            for _ in 0..<2 {
                let result = try await sandbox.run(request, in: .shell)
                #expect(result.text == "left")
            }
        }
    }

    @Test("A run that met its limit of processes says so, and only that run")
    func refusedProcesses() async throws {
        try await withSandbox { sandbox in
            var request = RunRequest.shell("for i in 1 2 3 4 5 6 7 8; do sleep 5 & done 2>/dev/null; wait")
            request.limits = Limits(cpuTime: .seconds(2), wallTime: .seconds(2), processes: 4)
            let limited = try await sandbox.run(request, in: .shell)
            #expect(limited.refusedProcesses > 0)
            request.command = ["/bin/sh", "-c", "true"]
            let other = try await sandbox.run(request, in: .shell)
            #expect(other.refusedProcesses == 0)
        }
    }

    @Test("A cell in which runs have left much kernel memory is given up", .timeLimit(.minutes(2)))
    func spentCells() async throws {
        try await withSandbox { sandbox in
            // A name that nothing has is kept by the kernel, in case somebody asks again.
            let names =
                """
                i=0; while [ $i -lt 40000 ]; do [ -e /usr/a-name-that-nothing-has-and-that-is-long-$i ]; i=$((i+1)); done
                """
            var request = RunRequest.shell(names)
            request.limits = Limits(cpuTime: .seconds(20), wallTime: .seconds(60), memory: .mebibytes(256))
            for _ in 0..<3 {
                let result = try await sandbox.run(request, in: .shell)
                #expect(result.outcome == .exited(0))
            }
            // The same limit as ever, of which nothing is taken by what is gone.
            var next = RunRequest.shell("true")
            next.limits = Limits(memory: .mebibytes(8))
            let result = try await sandbox.run(next, in: .shell)
            #expect(result.outcome == .exited(0))
        }
    }
}
