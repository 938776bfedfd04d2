import FoundationEssentials
import Judging
import Sandbox
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Toolchains

/// The hostile programs of Testcases/hostile, run by copies of a start that they have in common.
@Suite(.serialized, .enabled(if: CopiedStarts.areThere, Comment(rawValue: CopiedStarts.need)))
struct WarmSelftestTests {
    private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()

    @Test("Every wall holds a program that begins as a copy, or that a copy starts", .timeLimit(.minutes(20)))
    func everyWallHolds() async throws {
        let all = try Selftest.programs(in: Self.root.appending("Testcases/hostile"))
        // What the kernel does not start, a program that is to start it says otherwise.
        let programs = LongTests.sample(of: all.filter { !$0.expectations.contains("launch_failed") }, every: 6)
        let catalog = try RepositoryLanguages.catalog
        let sandbox = try await Sandbox()
        let executor = CopyingExecutor(sandbox: sandbox)
        for await report in Selftest(programs, catalog: catalog, executor: executor).reports() where !report.held {
            Issue.record("\(report.program.name): \(report.faults.joined(separator: "; "))")
        }
        await sandbox.close()
        #expect(executor.copies.withLock { $0 } > programs.count / 2)
    }
}

/// Runs what a submission is run with as a copy of an interpreter: a program in Python by itself, any other one by an execve.
private final class CopyingExecutor: Executor {
    private static let modules = ["typing", "collections", "json", "re", "random"]

    private let sandbox: Sandbox
    let copies = Mutex(0)
    private let starters = Mutex(0)

    init(sandbox: Sandbox) {
        self.sandbox = sandbox
    }

    var store: FilePath { sandbox.store }
    var inputs: FilePath { sandbox.inputs }
    var parallelism: Int { sandbox.parallelism }

    func run(_ request: RunRequest, in configuration: CellConfiguration) async throws(SandboxError) -> RunResult {
        let name = request.command.first ?? ""
        guard name.hasPrefix("/box/") || name == "/usr/bin/python3", !request.command.contains("py_compile") else {
            return try await sandbox.run(request, in: configuration)
        }
        var (request, cell) = (request, configuration)
        if name != "/usr/bin/python3" {
            try start(&request)
            cell.mounts += CellConfiguration.hostPrograms.mounts.filter { !cell.mounts.map(\.path).contains($0.path) }
        }
        cell.warmStart = WarmStart(like: request, modules: Self.modules)
        let result = try await sandbox.run(request, in: cell)
        if result.isWarm { copies.withLock { $0 += 1 } }
        return result
    }

    /// Has a program in Python start what the request names, with the signals that the interpreter ignores as they would be.
    private func start(_ request: inout RunRequest) throws(SandboxError) {
        let number = starters.withLock { number in
            number += 1
            return number
        }
        let directory = sandbox.store.appending("starter-\(number)")
        let words = request.command.map { "\"\($0)\"" }.joined(separator: ", ")
        do {
            try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
            try Data(
                "import os, signal\nfor s in (13, 25): signal.signal(s, signal.SIG_DFL)\nos.execv(\"\(request.command[0])\", [\(words)])\n"
                    .utf8
            )
            .write(to: URL(filePath: directory.appending("main.py").string))
        } catch {
            throw SandboxError(.systemCall, stage: "write a starter: \(error)")
        }
        request.command = ["/usr/bin/python3", "-B", "-s", "/source/main.py"]
        request.directories.append(.init(hostPath: directory, path: "/source"))
    }

    func runTogether(_ runs: [JoinedRun]) async throws(SandboxError) -> [RunResult] {
        try await sandbox.runTogether(runs)
    }
}
