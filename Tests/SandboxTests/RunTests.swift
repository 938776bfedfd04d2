import Sandbox
import SystemPackage
import Testing
import Units

/// Real runs in real cells on this host.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RunTests {
    @Test func outputAndStatusComeBack() async throws {
        try await withSandbox { sandbox in
            let result = try await sandbox.run(.shell("echo out; echo err >&2; exit 7"), in: .shell)
            #expect(result.outcome == .exited(7))
            #expect(result.standardOutput == Array("out\n".utf8))
            #expect(result.standardError == Array("err\n".utf8))
            #expect(result.outputBytes == ByteCount(4))
            #expect(result.limitsStruck.isEmpty)
        }
    }

    @Test func everyLayerHolds() async throws {
        try await withSandbox { sandbox in
            let all = Layer.allCases.filter { $0 != .strictSeccomp }
            #expect(sandbox.layers == all)
            let result = try await sandbox.run(.shell("true"), in: .shell)
            #expect(result.layers == all)
        }
    }

    @Test func inputIsReadFromBytesAndFromASharedFile() async throws {
        try await withSandbox { sandbox in
            var request = RunRequest.shell("cat")
            request.standardInput = .bytes(Array("one".utf8))
            do {
                let result = try await sandbox.run(request, in: .shell)
                #expect(result.text == "one")
            }
            let file = try InputFile(Array("two".utf8), in: sandbox.inputs)
            request.standardInput = .file(file)
            async let first = sandbox.run(request, in: .shell)
            async let second = sandbox.run(request, in: .shell)
            #expect(try await [first.text, second.text] == ["two", "two"])
        }
    }

    @Test func nobodyCanChangeAnInput() async throws {
        try await withSandbox { sandbox in
            var request = RunRequest.shell("(echo x 1<>/proc/self/fd/0) 2>/dev/null; cat")
            request.proc = true
            request.standardInput = .file(try InputFile(Array("kept".utf8), in: sandbox.inputs))
            let result = try await sandbox.run(request, in: .shell)
            #expect(result.text == "kept")
        }
    }

    @Test(arguments: [
        ("kill -SEGV $$", "signaled SIGSEGV"), ("kill -KILL $$", "signaled SIGKILL"), ("exit 137", "exited 137"),
        ("kill -ABRT $$", "signaled SIGABRT"), ("kill -KILL -1; exit 3", "exited 3"),
    ])
    func theProgramsEndIsReportedAsItWas(script: String, outcome: String) async throws {
        try await withSandbox { sandbox in
            let result = try await sandbox.run(.shell(script), in: .shell)
            #expect(result.outcome.description == outcome)
        }
    }

    @Test(arguments: [
        ("env | grep -v -e ^PWD= -e ^_=", "A=1"), ("ls /proc/self/fd | wc -l", "4"),  // 0, 1, 2 and ls's own
        ("id -u", "1000"), ("hostname", "verdict"), ("echo /tmp/*", "/tmp/*"), ("ls /home /root /etc 2>/dev/null", ""),
        ("cat /proc/net/dev 2>/dev/null | wc -l", "0"), ("ulimit -c -H", "0"),
    ])
    func nothingIsInheritedFromTheJudge(script: String, output: String) async throws {
        try await withSandbox { sandbox in
            var request = RunRequest.shell(script)
            request.proc = true
            request.environment = ["A": "1"]
            let result = try await sandbox.run(request, in: .shell)
            #expect(result.text == output)
        }
    }

    @Test func aProgramThatIsNotThereIsAnErrorAndTheCellGoesOn() async throws {
        try await withSandbox { sandbox in
            let error = await #expect(throws: SandboxError.self) {
                try await sandbox.run(RunRequest(command: ["/nowhere"]), in: .shell)
            }
            #expect(error?.code == .launchFailed)
            #expect(error?.description == "execute the program /nowhere: No such file or directory")
            let result = try await sandbox.run(.shell("exit 4"), in: .shell)
            #expect(result.outcome == .exited(4))
        }
    }

    @Test func aMissingMountIsNamed() async throws {
        try await withSandbox { sandbox in
            let cell = CellConfiguration(mounts: [.init(hostPath: "/no/such/place")])
            let error = await #expect(throws: SandboxError.self) {
                try await sandbox.run(RunRequest(command: ["/x"]), in: cell)
            }
            #expect(error?.description == "find /no/such/place: No such file or directory")
        }
    }

    @Test func aRunStopsWhenItsTaskIsCancelled() async throws {
        try await withSandbox { sandbox in
            let task = Task { try await sandbox.run(.shell("sleep 100"), in: .shell) }
            try await Task.sleep(for: .milliseconds(300))
            task.cancel()
            #expect(try await task.value.outcome == .cancelled)
        }
    }

    @Test func closingStopsWhatRuns() async throws {
        let sandbox = try await Sandbox()
        let task = Task { try await sandbox.run(.shell("sleep 100"), in: .shell) }
        try await Task.sleep(for: .milliseconds(300))
        await sandbox.close()
        #expect(try await task.value.outcome == .cancelled)
        let error = await #expect(throws: SandboxError.self) {
            try await sandbox.run(.shell("true"), in: .shell)
        }
        #expect(error?.code == .closed)
    }

    @Test func twoProgramsCanBeWiredToEachOther() async throws {
        try await withSandbox { sandbox in
            let (readEnd, writeEnd) = try FileDescriptor.pipe()
            var producer = RunRequest.shell("echo through the pipe")
            producer.standardOutput = .descriptor(writeEnd)
            var consumer = RunRequest.shell("cat")
            consumer.standardInput = .descriptor(readEnd)
            let first = try await sandbox.run(producer, in: .shell)
            try writeEnd.close()
            let second = try await sandbox.run(consumer, in: .shell)
            try readEnd.close()
            #expect(first.outcome == .exited(0))
            #expect(second.text == "through the pipe")
        }
    }

    @Test(
        "A run that asks for it finds its streams by name, and one that does not finds nothing",
        arguments: [true, false])
    func descriptors(_ isAsked: Bool) async throws {
        var request = RunRequest.shell("exec 3</dev/stdin && cat <&3 >/dev/stdout")
        (request.standardInput, request.descriptors) = (.bytes(Array("in\n".utf8)), isAsked)
        let result = try await withSandbox { [request] in try await $0.run(request, in: .shell) }
        #expect((result.outcome == .exited(0)) == isAsked)
        #expect(result.standardOutput == (isAsked ? Array("in\n".utf8) : []))
    }
}
