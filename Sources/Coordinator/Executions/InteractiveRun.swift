public import Executions
import Fleet
import FoundationEssentials
public import Identity
import Storage
import SwiftProtobuf
import Units
import Wire

/// A program that runs on some worker while its client writes to it and reads from it.
public struct InteractiveRun: Sendable {
    /// What comes of it.
    public enum Event: Hashable, Sendable {
        /// It was compiled; nothing follows if that failed.
        case compiled(ExecutionCompilation)
        /// What it wrote next to standard output.
        case output([UInt8])
        /// What it wrote next to standard error.
        case error([UInt8])
        /// It has ended: the last event. What it wrote is not told again.
        case ended(ExecutedTest)
    }

    /// How much is sent to the worker at once.
    private static let piece = 64 << 10

    let worker: RunRendezvous.Worker

    /// Writes to its standard input; waits while the worker takes no more.
    /// - Throws: ``DomainError`` (`unavailable`) if the worker is gone.
    public func write(_ bytes: [UInt8]) async throws {
        for start in stride(from: 0, to: bytes.count, by: Self.piece) {
            let data = Data(bytes[start..<min(start + Self.piece, bytes.count)])
            try await send(.with { $0.input = data })
        }
    }

    /// Ends its standard input.
    /// - Throws: ``DomainError`` (`unavailable`) if the worker is gone.
    public func endInput() async throws { try await send(.with { $0.end = true }) }

    /// Sends it a signal, by its number. Those that a worker does not send on, all but `SIGHUP`, `SIGINT`, `SIGQUIT`,
    /// `SIGUSR1`, `SIGUSR2` and `SIGTERM`, change nothing.
    /// - Throws: ``DomainError`` (`unavailable`) if the worker is gone.
    public func send(signal number: Int32) async throws {
        try await send(.with { $0.signal = UInt32(clamping: number) })
    }

    private func send(_ response: Verdict_V1_AttachResponse) async throws {
        do {
            try await worker.write(response)
        } catch let error as WireError {
            try Task.checkCancellation()
            throw ExecutionExchange.lost("\(error.message)")
        }
    }

    /// What comes next of it; one task at a time.
    /// - Throws: ``DomainError``: `unavailable` if the worker is gone; `failed` if it says what cannot be.
    public func next() async throws -> Event {
        do {
            guard case .response(let response)? = try await worker.next()?.part else {
                throw ExecutionExchange.lost("it said nothing more")
            }
            return try Event(response)
        } catch let error as WireError {
            try Task.checkCancellation()
            throw ExecutionExchange.lost("\(error.message)")
        }
    }
}

extension InteractiveRun.Event {
    fileprivate init(_ response: Verdict_V1_ExecuteResponse) throws(DomainError) {
        switch response.part {
        case .compilation(let compilation): self = .compiled(ExecutionCompilation(compilation))
        case .output(let data): self = .output(Array(data))
        case .error(let data): self = .error(Array(data))
        case .outcome(let outcome):
            guard let ending = ExecutionEnding(outcome) else { throw ExecutionExchange.impossible }
            var test = ExecutedTest(index: 0, verdict: ending.verdict, ending: ending)
            test.userTime = .nanoseconds(Int64(clamping: outcome.userTimeNs))
            test.systemTime = .nanoseconds(Int64(clamping: outcome.systemTimeNs))
            test.wallTime = .nanoseconds(Int64(clamping: outcome.wallTimeNs))
            test.memory = ByteCount(Int64(clamping: outcome.memoryBytes))
            self = .ended(test)
        case nil: throw ExecutionExchange.impossible
        }
    }
}

extension ExecutionEnding {
    fileprivate init?(_ outcome: Verdict_V1_ExecuteResponse.Outcome) {
        let ending = ExecutionEnding(
            named: outcome.outcome, status: outcome.hasExitCode ? outcome.exitCode : outcome.signalNumber)
        guard let ending else { return nil }
        self = ending
    }
}

extension ExecutionDesk {
    /// Starts a program on some worker and lends it to `body`; when that returns, the program is stopped.
    /// - Parameters:
    ///   - execution: what to run, with the arguments of its one test; nothing else of that counts, nor do files.
    ///   - traceparent: the W3C trace context of whoever wants it; may be empty.
    ///   - body: writes to the program and reads from it.
    /// - Throws: ``DomainError`` as ``run(_:of:priority:traceparent:tell:)`` does; what `body` throws.
    public func interact<Value: Sendable>(
        _ execution: Execution, of principal: Principal, traceparent: String = "",
        _ body: @Sendable @escaping @concurrent (InteractiveRun) async throws -> Value
    ) async throws -> Value {
        try require(.run, of: principal)
        let referring = try await files.resolve(execution, for: principal)
        try rules.check(referring)
        let execution = try await DomainError.mapping { () async throws(StorageError) in
            try await records.filled(referring)
        }
        var program = Verdict_V1_ExecuteRequest.Program()
        program.language = execution.language
        program.sources = execution.sources.map { file in
            .with { ($0.name, $0.content) = (file.name, Data(file.bytes)) }
        }
        program.arguments = execution.tests.first?.arguments ?? []
        program.limits = Verdict_V1_RunLimits(execution.limits)
        try RunService.check(program)
        let urgency = try projections.beginRun(of: principal)
        defer { projections.admission.endRun(of: principal.tenant) }
        let (worker, end) = try await dispatcher.startRun(
            .run(program), in: execution.language, of: principal, urgency: urgency, traceparent: traceparent)
        defer { end() }
        return try await dispatcher.within(execution.timeAllowed(grace: dispatcher.dependencies.options.runGrace)) {
            try await body(InteractiveRun(worker: worker))
        }
    }
}
