import FoundationEssentials
import Judging
import Problems
import Sandbox
import SwiftProtobuf
import SystemPackage
import Telemetry
import Toolchains
import Units
import Wire

extension JobRunner {
    private typealias Attachment = ClientStream<Verdict_V1_AttachRequest, Verdict_V1_AttachResponse>

    private static let piece = 64 << 10

    /// Compiles a program and runs it while whoever wants it writes to it and reads from it.
    ///
    /// Ends when all was said; the run is stopped when nobody wants it any more.
    /// - Throws: `WireError` if the connection to whoever wants it is lost, or was ended.
    func run(_ run: Assignment.Run, _ assignment: Assignment) async throws {
        try await client.stream(JobsMethods.attach) { call in
            try await call.write(.with { $0.lease = assignment.lease })
            let building = tracer.begin("build", in: assignment.trace)
            let program = try await withFiles(of: run.sources) { files in
                try await host.build(files, language: run.language)
            }
            let compilation = program.compilation
            traceBuild(
                building, language: run.language, succeeded: compilation.succeeded, isCached: compilation.isCached)
            try await call.tell { $0.compilation = Verdict_V1_Compilation(compilation) }
            if case .built(let plan) = program.runnable(memoryLimit: run.limits.memory) {
                try await host.inTurn {
                    let span = tracer.begin("run", in: assignment.trace)
                    defer { span.end() }
                    try await follow(request(run, plan), in: plan.cell, on: call)
                }
            }
            defer { withExtendedLifetime(program) {} }
            try await call.finish()
            // What the coordinator has to say to the end of it is whether it got all.
            for try await _ in call.responses {}
        }
        metrics.ran(1, disturbed: 0)
    }

    private func request(_ run: Assignment.Run, _ plan: RunPlan) -> RunRequest {
        var request = plan.request
        let limits = run.limits
        request.command += run.arguments
        request.limits.cpuTime = limits.cpuTime
        request.limits.wallTime = limits.wallTime
        request.limits.memory = request.limits.memory ?? limits.memory
        request.limits.output = limits.output
        request.allow(processes: limits.processes)
        request.standardInput = .stream
        request.standardOutput = .stream
        request.standardError = .stream
        return request
    }

    private func follow(
        _ request: RunRequest, in cell: CellConfiguration, on call: Attachment
    ) async throws {
        let run = try await executor.withRun(request, in: cell) { program in
            try await withThrowingTaskGroup(of: RunResult?.self) { group in
                group.addTask {
                    try await Self.feed(program, from: call)
                    return nil
                }
                group.addTask {
                    async let output: Void = Self.pass(program.output, on: call) { $0.output = $1 }
                    async let error: Void = Self.pass(program.error, on: call) { $0.error = $1 }
                    _ = try await (output, error)
                    return try await program.result
                }
                defer { group.cancelAll() }
                while let result = try await group.next() {
                    if let result { return result }
                }
                throw CancellationError()
            }
        }
        try run.requireEnd()
        try await call.tell { $0.outcome = outcome(of: run) }
    }

    private static func feed(_ program: RunningProgram, from call: Attachment) async throws {
        for try await response in call.responses {
            switch response.part {
            case .input(let bytes): await program.input.write(Array(bytes))
            case .signal(let number): program.send(Signal(rawValue: Int32(clamping: number)))
            case .end, .execution, nil: program.input.finish()
            }
        }
        throw WireError(.cancelled, "nobody wants the run any more")
    }

    private static func pass(
        _ pieces: ProgramOutput, on call: Attachment,
        _ put: @Sendable (inout Verdict_V1_ExecuteResponse, Data) -> Void
    ) async throws {
        for await piece in pieces {
            try await call.tell { put(&$0, Data(piece)) }
        }
    }

    private func outcome(of run: RunResult) -> Verdict_V1_ExecuteResponse.Outcome {
        var outcome = Verdict_V1_ExecuteResponse.Outcome()
        outcome.outcome = run.outcome.name
        switch run.exit {
        case .exited(let status): outcome.exitCode = status
        case .signaled(let signal): (outcome.signal, outcome.signalNumber) = (signal.description, signal.rawValue)
        case nil: break
        }
        outcome.userTimeNs = UInt64(clamping: run.userTime.nanoseconds)
        outcome.systemTimeNs = UInt64(clamping: run.systemTime.nanoseconds)
        outcome.wallTimeNs = UInt64(clamping: run.wallTime.nanoseconds)
        outcome.memoryBytes = UInt64(clamping: run.peakMemory.bytes)
        outcome.disturbance = Verdict_V1_Disturbance(
            run.disturbance, isNotable: run.disturbance.isNotable(cpuTime: run.cpuTime, wallTime: run.wallTime))
        outcome.layers = run.layers.map(\.rawValue)
        outcome.worker = name
        return outcome
    }
}

extension ClientStream where Request == Verdict_V1_AttachRequest {
    /// Says what comes next of the run.
    fileprivate func tell(_ fill: (inout Verdict_V1_ExecuteResponse) -> Void) async throws {
        var response = Verdict_V1_ExecuteResponse()
        fill(&response)
        try await write(.with { $0.response = response })
    }
}
