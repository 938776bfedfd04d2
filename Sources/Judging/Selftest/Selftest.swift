import Concurrency
import Files
import Problems
public import Sandbox
public import SystemPackage
public import Toolchains
import Units

/// Runs hostile programs on this host and says which walls held.
public struct Selftest: Sendable {
    private let programs: [HostileProgram]
    private let executor: any Executor
    private let build: ProgramBuild
    private let missing: Set<Wall>

    /// A selftest of `programs`, built with the languages of `catalog`.
    /// - Parameter missing: walls to take away. The executor must do without the layers among them by itself
    ///   (`Sandbox.Options.withoutLayers`).
    public init(
        _ programs: [HostileProgram], catalog: LanguageCatalog, executor: any Executor, without missing: Set<Wall> = []
    ) {
        self.programs = programs
        self.missing = missing
        self.executor = executor
        build = ProgramBuild(languages: catalog, executor: executor)
    }

    /// How slow this host is at making processes, as a factor for time limits: 1 on real ones, more on emulated ones.
    private func measurePatience() async -> Int {
        let clock = ContinuousClock()
        var fastest = Duration.seconds(60)
        for _ in 0..<8 {
            let start = clock.now
            // All of a run but the program; anything else that fails will fail again, and be reported, below.
            _ = try? await executor.run(RunRequest(command: ["/box/nothing"]), in: CellConfiguration())
            fastest = min(fastest, clock.now - start)
        }
        return min(16, max(1, Int(fastest / .microseconds(1500))))
    }

    /// Reads all programs below `directory`: files of its subfolders, in order.
    /// - Throws: ``JudgingError`` if there are none or a header is wrong.
    public static func programs(in directory: FilePath) throws -> [HostileProgram] {
        var programs: [HostileProgram] = []
        for folder in try directory.names() where !folder.contains(".") {
            for file in try directory.appending(folder).names() {
                let path = directory.appending(folder).appending(file)
                let text = String(decoding: try path.contents(atMost: 8 << 10), as: UTF8.self)
                programs.append(try HostileProgram(name: "\(folder)/\(file)", path: path, text: text))
            }
        }
        guard !programs.isEmpty else {
            throw JudgingError(.files, "\(directory): there are no hostile programs; name their folder")
        }
        return programs
    }

    /// Runs all programs, as many at once as the executor allows, and reports each when it has ended.
    public func reports() -> AsyncStream<Report> {
        AsyncStream { continuation in
            let task = Task {
                let patience = await measurePatience()
                await BoundedTasks.forEach(programs, atOnce: executor.parallelism) { program in
                    guard !Task.isCancelled else { return }
                    continuation.yield(await report(on: program, patience: program.isAboutTime ? 1 : patience))
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Builds and runs one program and holds it against its header, time limits stretched by `patience`.
    private func report(on program: HostileProgram, patience: Int) async -> Report {
        do {
            let report = try await run(program, patience)
            // Out of time though time is not what it attacks: this host is slower than it seemed.
            guard !report.held, !program.isAboutTime, ["cpu_limit", "wall_limit"].contains(report.outcome) else {
                return report
            }
            return try await run(program, patience * 4)
        } catch {
            return Report(
                program: program, claim: claim(program), outcome: "", faults: ["the engine failed: \(error)"])
        }
    }

    private func run(_ program: HostileProgram, _ patience: Int) async throws -> Report {
        let name = program.path.lastComponent?.string ?? program.name
        let built = try await build.build(
            [LocalSource(path: program.path, name: name)], limits: Self.buildLimits(program))
        defer { withExtendedLifetime(built) {} }
        var report = Report(program: program, claim: claim(program), outcome: "compile_error", faults: [])
        if let secret = program.logSecret, built.compilation.log.contains(secret) {
            report.faults.append("the compiler's log shows \"\(secret)\"")
        }
        var plan: RunPlan
        switch built.runnable(memoryLimit: program.limits.memory) {
        case .built(let made): plan = made
        case .failed(let reason):
            if !program.expectations.contains(report.outcome) {
                report.faults.append("did not compile: \(reason); \(built.compilation.log)")
            }
            return report
        }
        // Kept open until the last run has ended.
        let listener = program.needsListener ? try Listener() : nil
        var request = self.request(program, plan, patience)
        request.command += listener?.arguments ?? []
        missing.takeAway(from: &request, &plan.cell)
        defer { withExtendedLifetime(listener) {} }
        for _ in 0..<program.runs { try await self.run(request, plan, patience, &report) }
        return report
    }

    private func run(
        _ request: RunRequest, _ plan: RunPlan, _ patience: Int, _ report: inout Report
    ) async throws {
        let result: RunResult
        do {
            result =
                report.program.needsPipes
                ? try await managed(request, plan) : try await executor.run(request, in: plan.cell)
        } catch {
            guard error.code == .launchFailed else { throw error }
            report.outcome = "launch_failed"
            guard !report.program.expectations.contains(report.outcome) else { return }
            report.faults.append("could not be started: \(error)")
            return
        }
        report.outcome = result.outcome.description
        report.result = result
        report.gotThrough = HostileCheck.gotThrough(result, report.program)
        report.faults += HostileCheck.faults(of: result, for: report.program, patience: patience)
        if let left = result.scratch[Self.collected] { report.faults += try await collect(left) }
    }

    /// Where programs leave what a judge reads back.
    private static let collected = "/tmp"
    /// Where judges look for results.
    private static let resultNames = [
        "output.txt", "output", "stdout", "stderr", "result.json", "a.out", "answer", "main.out", "score.txt",
        "judgemessage.txt",
    ]

    /// Reads back what a program has left, as judges do: whatever it is, it is the program's own affair, and no failure of theirs.
    private func collect(_ left: ScratchContents) async throws -> [String] {
        try await TestDirectories(executor: executor).withPlace { place in
            do {
                for name in Self.resultNames { _ = try left.read(name, limit: .mebibytes(1)) }
                try left.copy(to: place, limit: .mebibytes(64), files: 4096)
                return []
            } catch let error as SandboxError where error.code == .badRequest {
                return []  // more, or larger, than a judge takes
            } catch {
                return ["what it left could not be read back: \(error)"]
            }
        }
    }

    /// Runs the program as a manager, which is the one that is looked at, and as two processes of a submission.
    private func managed(_ request: RunRequest, _ plan: RunPlan) async throws(SandboxError) -> RunResult {
        let own = Placement(request, in: plan.cell)
        do {
            return try await TestDirectories(executor: executor).withPlace { directory in
                try await executor.manage(own, [own, own], over: .named, in: directory).manager
            }
        } catch let error as SandboxError {
            throw error
        } catch {
            throw SandboxError(.systemCall, stage: "make a directory for pipes: \(error)")
        }
    }

    private func claim(_ program: HostileProgram) -> BreachClaim? {
        missing.isEmpty ? nil : program.claim(without: missing)
    }

    private static func buildLimits(_ program: HostileProgram) -> ProblemLimits {
        var limits = ProblemLimits()
        if let cpu = program.compileLimits.cpu { limits.compilationTime = cpu }
        if let memory = program.compileLimits.memory { limits.compilationMemory = memory }
        return limits
    }

    private func request(_ program: HostileProgram, _ plan: RunPlan, _ patience: Int) -> RunRequest {
        var request = plan.request
        if !request.scratch.contains(where: { $0.path == "/tmp" }) {
            request.scratch.append(.init(path: "/tmp", size: .mebibytes(64), inodes: 4096))
        }
        if program.walls.contains("collect") {
            for index in request.scratch.indices where request.scratch[index].path == Self.collected {
                request.scratch[index].isKept = true
            }
        }
        request.limits.cpuTime = program.limits.cpu.map { $0 * patience }
        request.limits.wallTime = program.limits.wall.map { $0 * patience }
        request.limits.output = program.limits.output ?? request.limits.output
        request.limits.processes = program.limits.processes ?? request.limits.processes
        request.proc = request.proc || program.needsProc
        if program.needsStrict { request.policy = .strict }
        return request
    }
}
