import CLinux
import Glibc
import SystemPackage
import Testing
import Units

@testable import Sandbox

/// A program too big to load is the memory limit's, not a crash's.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LoadRefusalTests {
    /// An ELF program for x86-64 that exits with status 0, with one loaded segment of its own size and one of zeros.
    static func program(zeros: UInt64) -> [UInt8] {
        let code: [UInt8] = [0x31, 0xff, 0xb8, 60, 0, 0, 0, 0x0f, 0x05]  // xor edi, edi; mov eax, 60; syscall
        let base: UInt64 = 0x400000
        let headers = 64 + 2 * 56
        let size = UInt64(headers + code.count)
        var bytes: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        func add(_ value: UInt64, _ width: Int) {
            for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))) }
        }
        for (value, width) in [
            (2, 2), (62, 2), (1, 4), (base + UInt64(headers), 8), (64, 8), (0, 8), (0, 4), (64, 2), (56, 2), (2, 2),
            (0, 2), (0, 2), (0, 2),
        ] as [(UInt64, Int)] { add(value, width) }
        for (flags, offset, address, inFile, inMemory) in [
            (5, 0, base, size, size), (6, 0, 0x1_0000_0000, 0, zeros),
        ] as [(UInt64, UInt64, UInt64, UInt64, UInt64)] {
            add(1, 4)
            add(flags, 4)
            for value in [offset, address, address, inFile, inMemory, 4096] { add(value, 8) }
        }
        return bytes + code
    }

    @Test func whatAProgramMapsIsReadFromItsHeaders() {
        let image = ProgramImage(head: Self.program(zeros: 1 << 40))
        #expect(image?.largest == 1 << 40)
        #expect(image?.total == (Int64(1) << 40) + 185)
        #expect(ProgramImage(head: Self.program(zeros: .max))?.total == .max)
    }

    @Test func whatIsNoProgramIsNotReadAsOne() {
        let program = Self.program(zeros: 4096)
        #expect(ProgramImage(head: []) == nil)
        #expect(ProgramImage(head: Array("#!/bin/sh\n".utf8)) == nil)
        for length in 0..<168 { #expect(ProgramImage(head: Array(program[..<length])) == nil) }
        var odd = program
        odd.replaceSubrange(32..<40, with: [UInt8](repeating: 0xff, count: 8))
        #expect(ProgramImage(head: odd) == nil)
    }

    @Test(arguments: [
        (0, 3, false), (0, 4, false), (0, 5, true), (1, 5, false), (2, 1, false), (2, 3, true),
    ]) func theKernelsOvercommitRuleDecides(policy: Int, gibibytes: Int64, isRefused: Bool) throws {
        let meminfo = "MemTotal: 3145728 kB\nSwapTotal: 1048576 kB\nCommitLimit: 2097152 kB\n"
        let refusal = try #require(LoadRefusal(meminfo: meminfo, policy: policy))
        let image = try #require(ProgramImage(head: Self.program(zeros: UInt64(gibibytes) << 30 - 4096)))
        #expect(refusal.refuses(image) == isRefused)
        let boundless = try #require(ProgramImage(head: Self.program(zeros: 1 << 47)))
        #expect(refusal.refuses(boundless))
    }

    #if arch(x86_64)
        /// The third is refused by any machine; the second is refused by none that has it, whatever the limit.
        @Test(
            arguments: [
                (1 << 12, RunResult.Outcome.exited(0)), (1 << 30, .exited(0)), (1 << 46, .memoryLimit),
            ] as [(UInt64, RunResult.Outcome)]) func onlyWhatTheKernelCannotLoadIsTooBig(
                zeros: UInt64, outcome: RunResult.Outcome
            ) async throws
        {
            try await withSandbox { sandbox in
                let box = sandbox.store.appending("box")
                #expect(unsafe mkdir(box.string, 0o755) == 0)
                try write(Self.program(zeros: zeros), to: box.appending("prog"))
                var request = RunRequest(command: ["/box/prog"])
                request.directories = [.init(hostPath: box, path: "/box")]
                request.limits = Limits(cpuTime: .seconds(5), wallTime: .seconds(20), memory: .mebibytes(64))
                let result = try await sandbox.run(request, in: CellConfiguration())
                let isUnlimited = try Host.text("/proc/sys/vm/overcommit_memory").trimmed == "1"
                #expect(result.outcome == (isUnlimited ? .exited(0) : outcome))
                if outcome == .memoryLimit, !isUnlimited { #expect(result.peakMemory == .mebibytes(64)) }
            }
        }
    #endif

    private func write(_ bytes: [UInt8], to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o755))
        try file.closeAfter { _ = try file.writeAll(bytes) }
    }
}
