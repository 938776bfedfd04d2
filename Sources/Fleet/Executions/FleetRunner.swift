public import Executions
import Units
import Wire

/// Does executions on the workers of a fleet.
///
/// What its coordinator refuses for now, and what is lost with a worker, a coordinator or a connection, is done again, as
/// patiently as the client is: an execution has no other effect than its result. What was told of it before the loss stays
/// told, and is not told again.
public struct FleetRunner: ExecutionRunner {
    /// The most that one step of an execution may have.
    private static let largestStep = ByteCount.mebibytes(80)
    /// How often in a row an execution may be lost with nothing told of it: then it is taken for what workers die of.
    private static let mostLosses = 30

    private let client: VerdictClient

    /// One that asks the coordinator of `client`.
    public init(_ client: VerdictClient) {
        self.client = client
    }

    /// Coordinators and workers know languages only.
    public var runsFrameworks: Bool { false }

    /// See `ExecutionRunner`.
    /// - Throws: `ExecutionRefusal` for what the coordinator does not take, whoever asks; `WireError`; what `tell` throws.
    public func run(
        _ execution: Execution, tell: (ExecutionEvent) async throws -> Void
    ) async throws -> ExecutionResult {
        let message = Verdict_V1_Execution(execution)
        var retrying = Retrying(client.options)
        var (told, losses) = (0, 0)
        while true {
            let before = told
            do {
                return try await once(execution, message, &told, tell)
            } catch is ExecutionOutcome.Impossible {
                throw ExecutionRefusal("the coordinator said what cannot come of it; use a client of its version")
            } catch let error as WireError {
                try Task.checkCancellation()
                if told > before {
                    retrying.succeeded()
                    losses = 0
                }
                losses += error.code == .resourceExhausted ? 0 : 1
                guard losses <= Self.mostLosses, !Self.isRefusal(error) else {
                    throw ExecutionRefusal(error.message)
                }
                try await retrying.wait(after: error, isIdempotent: true)
            }
        }
    }

    /// Whether it is this execution that is refused, and not this client.
    private static func isRefusal(_ error: WireError) -> Bool {
        switch error.code {
        case .invalidArgument, .failedPrecondition, .outOfRange, .notFound, .internal: true
        default: false
        }
    }

    /// - Parameter told: how many events were told; so many are left out.
    private func once(
        _ execution: Execution, _ message: Verdict_V1_Execution, _ told: inout Int,
        _ tell: (ExecutionEvent) async throws -> Void
    ) async throws -> ExecutionResult {
        try await client.wire.stream(ExecutionMethods.perform, CallOptions(waitsForConnection: true)) { call in
            for piece in try MessagePieces(message) { try await call.write(piece) }
            try await call.finish()
            var assembly = MessageAssembly(Verdict_V1_ExecutionStep.self, limit: Self.largestStep)
            var outcome = ExecutionOutcome(of: execution)
            var count = 0
            for try await piece in call.responses {
                guard let step = try assembly.add(piece) else { continue }
                let event: ExecutionEvent
                switch step.step {
                case .compilation(let compilation): event = try outcome.add(ExecutionCompilation(compilation))
                case .checker(let compilation): event = try outcome.add(checker: ExecutionCompilation(compilation))
                case .test(let message):
                    guard let test = ExecutedTest(message) else { throw ExecutionOutcome.Impossible() }
                    event = try outcome.add(test)
                case .worker(let name): return try outcome.result(by: name)
                case nil: throw ExecutionOutcome.Impossible()
                }
                count += 1
                guard count > told else { continue }
                told = count
                try await tell(event)
            }
            throw ExecutionOutcome.Impossible()
        }
    }
}
