import Glibc
import Sandbox
import Synchronization
import SystemPackage
import Testing
import Units

/// Programs whose output somebody reads while they run.
@Suite(.serialized, .timeLimit(.minutes(5))) struct OutputReaderTests {
    /// Keeps what it reads, and wants no more once that are `most` bytes.
    private final class Gatherer: OutputReader {
        private let most: Int
        private let pieces = Mutex<[[UInt8]]>([])

        init(most: Int = .max) { self.most = most }

        var bytes: [UInt8] { pieces.withLock { $0.flatMap(\.self) } }
        var sizes: [Int] { pieces.withLock { $0.map(\.count) } }

        func read(_ bytes: RawSpan) -> Bool {
            let piece = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
            return pieces.withLock { pieces in
                pieces.append(piece)
                return pieces.reduce(0) { $0 + $1.count } < most
            }
        }
    }

    private static let limits = Limits(cpuTime: .seconds(20), wallTime: .seconds(60))

    private static func run(
        _ script: String, limits: Limits = Self.limits, output: RunRequest.StandardOutput = .collect,
        error: RunRequest.StandardOutput = .collect
    ) async throws -> RunResult {
        var request = RunRequest.shell(script, limits: limits)
        (request.standardOutput, request.standardError) = (output, error)
        return try await withSandbox { [request] in try await $0.run(request, in: .shell) }
    }

    @Test(arguments: [1, 1_000_000])
    func everyByteIsReadInOrderAndNoneIsKept(lines: Int) async throws {
        let (output, error) = (Gatherer(), Gatherer())
        let result = try await Self.run("echo err >&2; seq 1 \(lines)", output: .reader(output), error: .reader(error))
        #expect(result.outcome == .exited(0))
        #expect(output.bytes.elementsEqual((1...lines).map { "\($0)\n" }.joined().utf8))
        #expect(output.sizes.allSatisfy { (1...65536).contains($0) })
        #expect(error.bytes == Array("err\n".utf8))
        #expect(result.outputBytes == ByteCount(Int64(output.bytes.count)))
        #expect(result.standardOutput.isEmpty && result.standardError.isEmpty)
    }

    @Test(arguments: ["yes", "sleep 0.1; yes", "trap '' PIPE; yes 2>/dev/null; sleep 60"])
    func aReaderThatWantsNoMoreStopsTheProgram(script: String) async throws {
        let reader = Gatherer(most: 1)
        let result = try await Self.run(script, output: .reader(reader))
        #expect(result.exit == nil)
        #expect(result.outcome == .cancelled)
        #expect(result.limitsStruck.isEmpty)
        #expect(reader.sizes.count == 1)
        #expect(result.outputBytes == ByteCount(Int64(reader.bytes.count)))
    }

    @Test func aProgramThatWaitsIsStoppedForWhatItWroteToStandardError() async throws {
        let reader = Gatherer(most: 1)
        let result = try await Self.run("echo err >&2; sleep 60", error: .reader(reader))
        #expect(result.exit == nil)
        #expect(reader.bytes == Array("err\n".utf8))
    }

    /// Lets the program end while it reads, and then wants no more.
    ///
    /// It waits until the run's init is gone, too: the end of a program is known once its init has noted it.
    private final class LateRefuser: OutputReader {
        private let program: FileDescriptor
        /// - Parameter program: what the program waits for on standard input.
        init(_ program: FileDescriptor) { self.program = program }

        func read(_ bytes: RawSpan) -> Bool {
            let find = "grep -al '[l]ate-refusal' /proc/[0-9]*/cmdline 2>/dev/null | head -n 1"
            let number = Census.output(find)
            let initNumber = pid_t(Census.output("sed -n 's/^PPid:[^0-9]*//p' /proc/\(number)/status"))
            #expect(throws: Never.self) { try program.close() }
            guard initNumber > 1 else {
                Issue.record("the program is not there")
                return false
            }
            while kill(initNumber, 0) == 0 || errno == EPERM { usleep(1000) }
            return false
        }
    }

    @Test func aProgramThatHadEndedKeepsItsEnd() async throws {
        let pipe = try FileDescriptor.pipe()
        var request = RunRequest.shell(": late-refusal; echo x; read end; exit 5", limits: Self.limits)
        request.standardInput = .passed(PassedDescriptor(pipe.readEnd))
        request.standardOutput = .reader(LateRefuser(pipe.writeEnd))
        let result = try await withSandbox { [request] in try await $0.run(request, in: .shell) }
        #expect(result.outcome == .exited(5))
        #expect(result.limitsStruck.isEmpty)
    }

    @Test func theOutputLimitStrikesAndWhatIsWithinItIsRead() async throws {
        let reader = Gatherer()
        let limits = Limits(cpuTime: .seconds(20), wallTime: .seconds(60), output: ByteCount(100_001))
        let result = try await Self.run("yes", limits: limits, output: .reader(reader))
        #expect(result.outcome == .outputLimit)
        #expect(reader.bytes == (0..<100_001).map { UInt8(ascii: $0 % 2 == 0 ? "y" : "\n") })
        #expect(result.outputBytes > ByteCount(100_001))
    }
}

/// Outputs that become inputs.
@Suite(.serialized, .timeLimit(.minutes(5))) struct InputFileWriterTests {
    private static func write(_ text: String, to writer: InputFileWriter) -> Bool {
        let bytes = Array(text.utf8)
        return unsafe writer.read(bytes.span.bytes)
    }

    @Test func whatOneProgramWroteAnotherReads() async throws {
        try await withSandbox { sandbox in
            let writer = try InputFileWriter(in: sandbox.inputs)
            var first = RunRequest.shell("seq 1 300000")
            first.standardOutput = .reader(writer)
            let written = try await sandbox.run(first, in: .shell)
            let file = try writer.finish()
            #expect(ByteCount(Int64(file.size)) == written.outputBytes)
            var second = RunRequest.shell("wc -l; tail -c 1 /dev/stdin")
            second.standardInput = .file(file)
            let read = try await sandbox.run(second, in: .shell)
            #expect(read.text == "300000")
        }
    }

    @Test func nothingIsLeftOfAWriterThatIsDropped() async throws {
        try await withSandbox { sandbox in
            let before = Census.entries(sandbox.inputs.string)
            do {
                let writer = try InputFileWriter(in: sandbox.inputs)
                #expect(Self.write("text", to: writer))
                #expect(Census.entries(sandbox.inputs.string) == before + 1)
            }
            #expect(Census.entries(sandbox.inputs.string) == before)
        }
    }

    @Test func aFinishedFileTakesNoMore() async throws {
        try await withSandbox { sandbox in
            let writer = try InputFileWriter(in: sandbox.inputs)
            let file = try writer.finish()
            #expect(!Self.write("text", to: writer))
            #expect(throws: SandboxError.self) { try writer.finish() }
            #expect(file.size == 0)
        }
    }

    @Test func withoutADirectoryThereIsNoWriter() {
        let error = #expect(throws: SandboxError.self) { try InputFileWriter(in: "/nowhere") }
        #expect(error?.errno == .noSuchFileOrDirectory)
    }

    @Test func aFileThatHasNoRoomIsToldInTheEndAndRemoved() async {
        await #expect(processExitsWith: .success) {
            var most = rlimit(rlim_cur: 4096, rlim_max: .max)
            var template = Array("/tmp/writer-test-XXXXXX".utf8CString)
            guard unsafe setrlimit(__rlimit_resource_t(1), &most) == 0, unsafe mkdtemp(&template) != nil else {
                exit(2)
            }
            _ = signal(SIGXFSZ, SIG_IGN)
            let directory = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
            do {
                let writer = try InputFileWriter(in: directory)
                guard Self.write(String(repeating: "x", count: 4096), to: writer), !Self.write("y", to: writer) else {
                    exit(3)
                }
                let error = #expect(throws: SandboxError.self) { try writer.finish() }
                guard error?.errno == .fileTooLarge, !Self.write("z", to: writer) else { exit(4) }
            }
            guard unsafe rmdir(directory.string) == 0 else { exit(5) }
        }
    }
}
