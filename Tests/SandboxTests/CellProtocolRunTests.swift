import CLinux
import Glibc
import SwiftProtobuf
import SystemPackage
import Testing

@testable import Sandbox

/// What a cell that waits for runs does with requests that are wrong, or come at the wrong time: it says so, keeps
/// nothing of them, and serves the next run.
@Suite(.serialized, .timeLimit(.minutes(3))) struct CellProtocolRunTests {
    /// A run that must be refused.
    struct Wrong: Sendable, CustomTestStringConvertible {
        var name: String
        var errno: Errno
        var descriptors = 3
        var change: @Sendable (inout Verdict_Cell_V1_Run) -> Void = { _ in }

        var testDescription: String { name }
    }

    private static func directory(_ source: String, _ target: String) -> Verdict_Cell_V1_Directory {
        var directory = Verdict_Cell_V1_Directory()
        directory.source = source
        directory.target = target
        return directory
    }

    private static func scratch(
        _ target: String, size: UInt64 = 1 << 20, inodes: UInt64 = 16, contents: String = ""
    ) -> Verdict_Cell_V1_Scratch {
        var scratch = Verdict_Cell_V1_Scratch()
        scratch.target = target
        scratch.size = size
        scratch.inodes = inodes
        scratch.contents = contents
        return scratch
    }

    static let wrong: [Wrong] = [
        .init(name: "no command", errno: .invalidArgument) { $0.arguments = [] },
        .init(name: "no directory", errno: .invalidArgument) { $0.workingDirectory = "" },
        .init(name: "relative directory", errno: .invalidArgument) { $0.workingDirectory = "tmp" },
        .init(name: "filter out of range", errno: .invalidArgument) { $0.filter = 2 },
        .init(name: "filter far out of range", errno: .invalidArgument) { $0.filter = .max },
        .init(name: "no descriptors", errno: .protocolError, descriptors: 0),
        .init(name: "too few descriptors", errno: .protocolError, descriptors: 2),
        .init(name: "too many descriptors", errno: .protocolError, descriptors: 4),
        .init(name: "far too many descriptors", errno: .protocolError, descriptors: 16),
        .init(name: "cgroup promised, not given", errno: .protocolError) { $0.hasCgroup_p = true },
        .init(name: "cgroup given, not promised", errno: .protocolError, descriptors: 5),
        .init(name: "a cpu.stat that is none", errno: .protocolError, descriptors: 5) { $0.hasCgroup_p = true },
        .init(name: "store left upwards", errno: .invalidArgument) { $0.directories = [directory("../x", "/box")] },
        .init(name: "absolute source", errno: .invalidArgument) { $0.directories = [directory("/etc", "/box")] },
        .init(name: "missing source", errno: .noSuchFileOrDirectory) { $0.directories = [directory("x", "/box")] },
        .init(name: "source too long", errno: .invalidArgument) {
            $0.directories = [directory(String(repeating: "x", count: 600), "/box")]
        },
        .init(name: "relative target", errno: .invalidArgument) { $0.scratch = [scratch("tmp")] },
        .init(name: "no target", errno: .invalidArgument) { $0.scratch = [scratch("")] },
        .init(name: "target left upwards", errno: .invalidArgument) { $0.scratch = [scratch("/../store")] },
        .init(name: "target that is not there", errno: .noSuchFileOrDirectory) { $0.scratch = [scratch("/x/y")] },
        .init(name: "target too long, in Greek", errno: .invalidArgument) {
            $0.scratch = [scratch("/" + String(repeating: "π", count: 300))]
        },
        .init(name: "a second target that is not there", errno: .noSuchFileOrDirectory) {
            $0.scratch = [scratch("/tmp"), scratch("/x")]
        },
        .init(name: "too many mounts", errno: .invalidArgument) {
            $0.scratch = (0..<13).map { _ in scratch("/tmp") }
        },
        .init(name: "tmpfs without a size", errno: .invalidArgument) { $0.scratch = [scratch("/tmp", size: 0)] },
        .init(name: "tmpfs without inodes", errno: .invalidArgument) { $0.scratch = [scratch("/tmp", inodes: 0)] },
        .init(name: "tmpfs whose size wraps", errno: .invalidArgument) {
            $0.scratch = [scratch("/tmp", size: .max)]
        },
        .init(name: "tmpfs whose inodes wrap", errno: .invalidArgument) {
            $0.scratch = [scratch("/tmp", inodes: .max)]
        },
        .init(name: "contents out of the store", errno: .invalidArgument) {
            $0.scratch = [scratch("/tmp", contents: "../x")]
        },
        .init(name: "contents with an absolute name", errno: .invalidArgument) {
            $0.scratch = [scratch("/tmp", contents: "/etc")]
        },
        .init(name: "contents with too long a name", errno: .invalidArgument) {
            $0.scratch = [scratch("/tmp", contents: String(repeating: "x", count: 600))]
        },
        .init(name: "contents that are not there", errno: .noSuchFileOrDirectory) {
            $0.scratch = [scratch("/tmp"), scratch("/tmp", contents: "x")]
        },
        .init(name: "program that is not there", errno: .noSuchFileOrDirectory) { $0.arguments = ["/x"] },
        .init(name: "directory that is not there", errno: .noSuchFileOrDirectory) { $0.workingDirectory = "/x" },
    ]

    @Test func aWrongRunIsRefusedAndTheNextOneServed() async throws {
        try await BareCell.with { cell in
            let before = cell.holdings
            for wrong in Self.wrong {
                var run = BareCell.harmlessRun
                wrong.change(&run)
                try cell.send(.run(run), descriptors: wrong.descriptors)
                guard case .failure(let failure) = cell.reply() else {
                    Issue.record("\(wrong.name) was not refused")
                    continue
                }
                #expect(Errno(rawValue: failure.error) == wrong.errno, "\(wrong.name): \(failure.stage)")
            }
            try expectItServes(cell)
            #expect(cell.holdings == before)
        }
    }

    private func expectItServes(_ cell: BareCell) throws {
        try cell.send(.run(BareCell.harmlessRun), descriptors: 3)
        guard case .outcome(let outcome) = cell.reply() else {
            Issue.record("it no longer serves runs")
            return
        }
        #expect(outcome.hasStatus_p && outcome.waitStatus == 0)
    }

    @Test func aCgroupThatIsNoneIsRefused() async throws {
        try await BareCell.with { cell in
            let null = OwnedDescriptor(unsafe open("/dev/null", O_RDWR | O_CLOEXEC))
            let count = try OwnedDescriptor(checking: unsafe clinux_memory_file("cpu.stat"), "make a file")
            let text = Array("usage_usec 1\nuser_usec 1\nsystem_usec 0\n".utf8)
            #expect(unsafe write(count.rawValue, text, text.count) == text.count)
            var run = BareCell.harmlessRun
            run.hasCgroup_p = true
            let descriptors = [Int32](repeating: null.rawValue, count: 4) + [count.rawValue]
            try cell.process.channel.send(.run(run), descriptors: descriptors)
            guard case .failure(let failure) = cell.reply() else {
                Issue.record("not refused")
                return
            }
            #expect(Errno(rawValue: failure.error) == .badFileDescriptor, "\(failure.stage)")
            try expectItServes(cell)
        }
    }

    @Test func whatIsNoRunIsRefusedAndTheNextOneServed() async throws {
        try await BareCell.with { cell in
            let ids = try HostIds.take()
            defer { ids.giveBack() }
            let setup = cell.blueprint.setup(for: .shell, ids: ids)
            for (kind, descriptors) in [
                (.setup(setup), 0), (.proceed(.init()), 0), (.proceed(.init()), 3), (.stop(.init()), 1),
            ] as [(CellRequest.OneOf_Kind, Int)] {
                try cell.send(kind, descriptors: descriptors)
                guard case .failure(let failure) = cell.reply() else {
                    Issue.record("\(kind) was not refused")
                    continue
                }
                #expect(Errno(rawValue: failure.error) == .protocolError)
            }
            try cell.send(.stop(.init()))  // late, and no mistake
            try cell.send(.signal(.with { $0.number = 2 }))
            try cell.send(.signal(.with { $0.number = 9 }))
            try expectItServes(cell)
        }
    }

    /// What cannot be followed: the bytes, what else is sent, and the answer.
    @Test(
        arguments: [
            (prefix: [0, 0, 0, 0], body: 0, errno: Errno.protocolError, isEnd: false),
            ([1, 0, 0, 0], 0, .messageTooLong, true), ([0x7f, 0xff, 0xff, 0xff], 100, .messageTooLong, true),
            ([0, 0, 16, 0], 100, .protocolError, true), ([0, 0, 0], 0, .protocolError, true),
            ([0, 0, 0, 4], 4, .protocolError, true),
        ] as [(prefix: [UInt8], body: Int, errno: Errno, isEnd: Bool)])
    func aFrameThatCannotBeReadIsAnswered(prefix: [UInt8], body: Int, errno: Errno, isEnd: Bool) async throws {
        try await BareCell.with { cell in
            let bytes = prefix + [UInt8](repeating: 0xff, count: body)
            let socket = cell.process.channel.socket.rawValue
            #expect(unsafe clinux_send(socket, bytes, bytes.count, nil, 0) == 0)
            if isEnd { shutdown(socket, Int32(SHUT_WR)) }
            guard case .failure(let failure) = cell.reply() else {
                Issue.record("not answered")
                return
            }
            #expect(Errno(rawValue: failure.error) == errno)
            if isEnd { #expect(cell.reply() == nil, "it has not ended") } else { try expectItServes(cell) }
        }
    }

    @Test func aSecondRunInTheMiddleOfOneEndsBothAndTheCell() async throws {
        try await BareCell.with { cell in
            var long = BareCell.harmlessRun
            long.arguments = ["/bin/sleep", "60"]
            try cell.send(.run(long), descriptors: 3)
            try cell.send(.run(BareCell.harmlessRun), descriptors: 3)
            guard case .failure(let failure) = cell.reply() else {
                Issue.record("not answered")
                return
            }
            #expect(Errno(rawValue: failure.error) == .protocolError)
            #expect(cell.reply() == nil)
        }
    }

    @Test(arguments: [0, 9, 11, 17, 18, 19, 20, 31, 34, 64, 0xffff_ffff] as [UInt32])
    func aSignalThatIsNotForProgramsEndsTheRunAndTheCell(number: UInt32) async throws {
        try await BareCell.with { cell in
            var long = BareCell.harmlessRun
            long.arguments = ["/bin/sleep", "60"]
            try cell.send(.run(long), descriptors: 3)
            try cell.send(.signal(.with { $0.number = number }))
            guard case .failure(let failure) = cell.reply() else {
                Issue.record("not answered")
                return
            }
            #expect(Errno(rawValue: failure.error) == .protocolError)
            #expect(cell.reply() == nil)
        }
    }

    @Test func aRunStoppedBeforeItsProgramBeganHasTakenNoTime() async throws {
        try await BareCell.with { cell in
            var long = BareCell.harmlessRun
            long.arguments = ["/bin/sleep", "60"]
            for _ in 0..<20 {
                try cell.send(.run(long), descriptors: 3)
                try cell.send(.stop(.init()))
                guard case .outcome(let outcome) = cell.reply() else {
                    Issue.record("not answered")
                    return
                }
                #expect(outcome.stopped)
                #expect(outcome.wallNs < 30_000_000_000)
            }
        }
    }

    /// Each look is time that the program on the same processor does not have.
    @Test("A run that is held to a processor is looked at when that one alone could have used up its time")
    func looks() async throws {
        try await BareCell.with { cell in
            let cgroup = try cell.process.cgroup.prepare(Limits())
            defer { cgroup.release() }
            guard let place = cgroup.place else { return }
            let null = OwnedDescriptor(unsafe open("/dev/null", O_RDWR | O_CLOEXEC))
            var run = BareCell.harmlessRun
            run.arguments = ["/bin/sleep", "0.4"]
            run.hasCgroup_p = true
            run.cpuLimitNs = 100_000_000
            run.processors = 1024
            run.cores = [UInt32(Host.allowedProcessors.first ?? 0)]
            let before = Self.waits(of: cell.process.pid)
            try cell.process.channel.send(
                .run(run),
                descriptors: [Int32](repeating: null.rawValue, count: 3)
                    + [place.descriptor.rawValue, place.cpu.rawValue])
            guard case .outcome(let outcome) = cell.reply() else {
                Issue.record("it has not run")
                return
            }
            #expect(outcome.pinned && outcome.hasStatus_p)
            let looks = Self.waits(of: cell.process.pid) - before
            #expect(looks < 100, "\(looks)")
        }
    }

    /// How often a process has waited.
    private static func waits(of pid: pid_t) -> Int {
        Census.output("grep '^voluntary_ctxt_switches' /proc/\(pid)/status")
    }
}
