import SwiftProtobuf
import SystemPackage
import Testing
import Units

@testable import Sandbox

/// A cell's messages, most of which are used again.
@Suite struct RunEncoderTests {
    private static let store: FilePath = "/store"
    private static let request = RunRequest(
        command: ["/bin/true"], environment: ["A": "1"], workingDirectory: "/box",
        directories: [.init(hostPath: "/store/a", path: "/box")], scratch: [.init(path: "/tmp", size: .mebibytes(1))])

    /// A change of what the cell is told.
    struct Change: Sendable, CustomTestStringConvertible {
        var name: String
        var hasCgroup = true
        var processors = [1]
        var make: @Sendable (inout RunRequest) -> Void = { _ in }

        var testDescription: String { name }
    }

    @Test(arguments: [
        Change(name: "argument") { $0.command.append("x") },
        Change(name: "variable") { $0.environment["A"] = "2" },
        Change(name: "working directory") { $0.workingDirectory = "/" },
        Change(name: "directory") { $0.directories[0].hostPath = "/store/b" },
        Change(name: "scratch") { $0.scratch[0].isKept = true },
        Change(name: "contents") { $0.scratch[0].contents = "/store/c" },
        Change(name: "CPU limit") { $0.limits.cpuTime = .seconds(1) },
        Change(name: "wall limit") { $0.limits.wallTime = .seconds(1) },
        Change(name: "output limit") { $0.limits.output = .mebibytes(99) },
        Change(name: "processes") { $0.limits.processes = 1 },
        Change(name: "stack") { $0.limits.stack = .mebibytes(8) },
        Change(name: "open files") { $0.limits.openFiles = 9 },
        Change(name: "policy") { $0.policy = .strict },
        Change(name: "/proc") { $0.proc = true },
        Change(name: "cgroup", hasCgroup: false),
        Change(name: "processor", processors: [0]),
    ])
    func whatDiffersIsTold(change: Change) throws {
        let encoder = RunEncoder(store: Self.store, online: 8)
        let before = try encoder.frame(Self.request, hasCgroup: true, processors: [1])
        var request = Self.request
        change.make(&request)
        let frame = try encoder.frame(request, hasCgroup: change.hasCgroup, processors: change.processors)
        #expect(frame != before)
        let fresh = RunEncoder(store: Self.store, online: 8)
        #expect(frame == (try fresh.frame(request, hasCgroup: change.hasCgroup, processors: change.processors)))
        #expect(before == (try encoder.frame(Self.request, hasCgroup: true, processors: [1])))
    }

    @Test("Only what begins like the cell's warm start is told to be a copy of it")
    func copies() throws {
        let encoder = RunEncoder(
            store: Self.store, online: 8, warmStart: WarmStart(like: Self.request, modules: ["typing"]))
        let changes: [(name: String, isWarm: Bool, make: (inout RunRequest) -> Void)] = [
            ("none", true, { _ in }), ("memory", true, { $0.limits.memory = .mebibytes(1) }),
            ("directory", true, { $0.workingDirectory = "/" }), ("argument", false, { $0.command.append("x") }),
            ("variable", false, { $0.environment["B"] = "" }), ("stack", false, { $0.limits.stack = .mebibytes(8) }),
        ]
        for change in changes {
            var request = Self.request
            change.make(&request)
            let frame = try encoder.frame(request, hasCgroup: true, processors: [1])
            let message = try CellRequest(serializedBytes: Array(frame[4...]))
            #expect(message.run.warm == change.isWarm, "\(change.name)")
        }
    }

    @Test(
        "A limit that is nothing is one all the same, and the least there is",
        arguments: [Duration.zero, .seconds(-1), .nanoseconds(1) / 2])
    func leastLimits(time: Duration) throws {
        var request = Self.request
        (request.limits.cpuTime, request.limits.wallTime, request.limits.stack) = (time, time, ByteCount(0))
        let frame = try RunEncoder(store: Self.store, online: 8).frame(request, hasCgroup: true, processors: [1])
        let run = try CellRequest(serializedBytes: Array(frame[4...])).run
        #expect(run.cpuLimitNs == 1 && run.wallLimitNs == 1 && run.stack == 1)
    }

    @Test func aRefusedRunIsNotRemembered() throws {
        let encoder = RunEncoder(store: Self.store, online: 8)
        let before = try encoder.frame(Self.request, hasCgroup: true, processors: [1])
        var request = Self.request
        request.directories[0].hostPath = "/elsewhere"
        for _ in 0..<2 {
            #expect(throws: SandboxError.self) {
                try encoder.frame(request, hasCgroup: true, processors: [1])
            }
        }
        #expect(before == (try encoder.frame(Self.request, hasCgroup: true, processors: [1])))
    }
}
