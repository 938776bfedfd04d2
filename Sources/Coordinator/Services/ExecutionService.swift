import Events
import Executions
import Fleet
import Identity
import SwiftProtobuf
public import Units
public import Wire

/// Executions that a client waits for, and of which nothing is kept.
public struct ExecutionService: Sendable {
    /// How many executions are held in part at once, while they are sent.
    private static let receptionsAtOnce = 128

    private let desk: ExecutionDesk
    private let caps: ProgramLimits
    private let receptions = FairSlots(receptionsAtOnce, of: "executions that are being sent")

    /// The service of what `desk` does.
    /// - Parameters:
    ///   - desk: does executions.
    ///   - caps: what is not said of limits is no more than this.
    public init(_ desk: ExecutionDesk, caps: ProgramLimits) {
        self.desk = desk
        self.caps = caps
    }

    /// Adds the methods of ``Wire/ExecutionMethods`` to those that a server answers.
    public func register(on services: inout WireServices) {
        services.addStreaming(ExecutionMethods.perform) { messages, writer, context in
            let execution = try await receive(messages, of: context.principal)
            let result = try await desk.run(
                execution, of: context.principal, priority: .normal,
                traceparent: context.metadata["traceparent"] ?? ""
            ) { event in
                for piece in try MessagePieces(Verdict_V1_ExecutionStep(event)) { try await writer.write(piece) }
            }
            let end = Verdict_V1_ExecutionStep.with { $0.worker = result.worker }
            for piece in try MessagePieces(end) { try await writer.write(piece) }
        }
    }

    /// The execution whose pieces come.
    private func receive(
        _ messages: IncomingMessages<Verdict_V1_MessagePiece>, of principal: Principal
    ) async throws -> Execution {
        try receptions.acquire(for: principal)
        defer { receptions.release(of: principal) }
        // What it has besides its contents is small.
        let limit = ByteCount(desk.rules.largest.bytes + ByteCount.mebibytes(1).bytes)
        var assembly = MessageAssembly(Verdict_V1_Execution.self, limit: limit)
        for try await piece in messages {
            if let message = try assembly.add(piece) { return message.execution(within: caps) }
        }
        throw DomainError(.invalid, "the execution did not come to its end")
    }
}
