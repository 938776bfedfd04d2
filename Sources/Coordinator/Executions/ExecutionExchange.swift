import Executions
import Fleet
import SwiftProtobuf
import Units
import Wire

/// What passes between a coordinator and the worker that does an execution.
struct ExecutionExchange {
    static let impossible = DomainError(.failed, "the worker said what cannot come of the execution")
    private static let largestStep = ByteCount.mebibytes(520)

    let worker: RunRendezvous.Worker

    /// Sends the worker `execution`, and takes what comes of it.
    /// - Parameter tell: gets what happens, as it happens.
    /// - Throws: ``DomainError`` (`unavailable`) if the worker goes away before the end, (`failed`) if it says what cannot be;
    ///   what `tell` throws.
    func run(
        _ execution: Execution, tell: (ExecutionEvent) async throws -> Void
    ) async throws -> ExecutionResult {
        do {
            for piece in try MessagePieces(Verdict_V1_Execution(execution)) {
                try await worker.write(.with { $0.execution = piece })
            }
            return try await receive(execution, tell)
        } catch is ExecutionOutcome.Impossible {
            throw Self.impossible
        } catch let error as WireError {
            try Task.checkCancellation()
            throw Self.lost("\(error.message)")
        }
    }

    private func receive(
        _ execution: Execution, _ tell: (ExecutionEvent) async throws -> Void
    ) async throws -> ExecutionResult {
        var assembly = MessageAssembly(Verdict_V1_ExecutionStep.self, limit: Self.largestStep)
        var outcome = ExecutionOutcome(of: execution)
        while let request = try await worker.next() {
            guard case .step(let piece)? = request.part else { break }
            guard let step = try assembly.add(piece) else { continue }
            switch step.step {
            case .compilation(let compilation): try await tell(try outcome.add(ExecutionCompilation(compilation)))
            case .checker(let compilation):
                try await tell(try outcome.add(checker: ExecutionCompilation(compilation)))
            case .test(let message):
                guard let test = ExecutedTest(message) else { throw Self.impossible }
                try await tell(try outcome.add(test))
            case .worker(let name): return try outcome.result(by: name)
            case nil: throw Self.impossible
            }
        }
        throw Self.lost("it said nothing more")
    }

    static func lost(_ reason: String) -> DomainError {
        DomainError(
            .unavailable, "the connection to the worker was lost: \(reason)", advice: "try again",
            retryAfter: .seconds(1))
    }
}
