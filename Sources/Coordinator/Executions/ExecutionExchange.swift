import Executions
import Fleet
import SwiftProtobuf
import Units
import Wire

/// What passes between a coordinator and the worker that does an execution.
struct ExecutionExchange {
    /// What results have in all; what a test writes beyond it is left out.
    static let largestResult = ByteCount.mebibytes(64)
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
            case .test(let message):
                guard let test = ExecutedTest(message) else { throw ExecutionOutcome.impossible }
                try await tell(try outcome.add(test))
            case .worker(let name): return try outcome.result(by: name)
            case nil: throw ExecutionOutcome.impossible
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

/// What came of an execution so far. A pure value.
struct ExecutionOutcome {
    static let impossible = DomainError(.failed, "the worker said what cannot come of the execution")

    private let count: Int
    private var room = ExecutionExchange.largestResult.bytes
    private var compilation: ExecutionCompilation?
    private var tests: [ExecutedTest] = []

    /// Nothing yet has come of `execution`.
    init(of execution: Execution) {
        count = execution.tests.count
    }

    /// It was compiled.
    mutating func add(_ compiled: ExecutionCompilation) throws(DomainError) -> ExecutionEvent {
        guard compilation == nil else { throw Self.impossible }
        compilation = compiled
        return .compiled(compiled)
    }

    /// The next test has ended.
    mutating func add(_ test: ExecutedTest) throws(DomainError) -> ExecutionEvent {
        guard compilation?.succeeded == true, test.index == tests.count, test.index < count else {
            throw Self.impossible
        }
        var test = test
        room -= test.size
        if room < 0 {
            (test.output, test.error, test.order, test.files) = ([], [], [], [])
            test.message += (test.message.isEmpty ? "" : "; ") + "what it wrote is left out: the tests wrote too much"
        }
        tests.append(test)
        return .tested(test)
    }

    /// All of it, which `worker` did.
    func result(by worker: String) throws(DomainError) -> ExecutionResult {
        guard let compilation, !compilation.succeeded || !tests.isEmpty else { throw Self.impossible }
        return ExecutionResult(compilation: compilation, tests: tests, worker: worker)
    }
}

extension ExecutedTest {
    /// The bytes that it wrote.
    fileprivate var size: Int64 {
        Int64(files.reduce(output.count + error.count) { $0 + $1.bytes.count })
    }
}
