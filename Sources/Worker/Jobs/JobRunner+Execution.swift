import Executions
import Fleet
import Judging
import SwiftProtobuf
import Telemetry
import Wire

extension JobRunner {
    private typealias Attachment = ClientStream<Verdict_V1_AttachRequest, Verdict_V1_AttachResponse>

    /// Does the execution that whoever wants it has for the lease, and tells what comes of it as it comes.
    ///
    /// Ends when all was said; it is stopped when nobody wants it any more.
    /// - Throws: `WireError` if the connection to whoever wants it is lost, or was ended; ``UnusableJob``.
    func executeAttached(_ assignment: Assignment) async throws {
        try await client.stream(JobsMethods.attach) { call in
            try await call.write(.with { $0.lease = assignment.lease })
            let execution = try await receive(call)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    // The coordinator says nothing more; that it is gone is what ends this.
                    for try await _ in call.responses {}
                    return false
                }
                group.addTask {
                    try await judge(execution, call, assignment.trace)
                    return true
                }
                defer { group.cancelAll() }
                guard try await group.next() == true else {
                    throw WireError(.cancelled, "nobody wants the execution any more")
                }
                // What the coordinator has to say to the end of it is whether it got all.
                try await call.finish()
                _ = try await group.next()
            }
        }
    }

    private func receive(_ call: Attachment) async throws -> Execution {
        var assembly = MessageAssembly(Verdict_V1_Execution.self, limit: Assignment.largestExecution)
        for try await response in call.responses {
            guard case .execution(let piece)? = response.part else { break }
            if let message = try assembly.add(piece) { return try Assignment.execution(message, caps: caps) }
        }
        throw UnusableJob("its execution did not come")
    }

    private func judge(_ execution: Execution, _ call: Attachment, _ trace: TraceContext?) async throws {
        let building = tracer.begin("build", in: trace)
        let result = try await ExecutionJudge(host: host).judge(execution, within: WrittenRoom()) { event in
            switch event {
            case .compiled(let compiled):
                traceBuild(
                    building, language: execution.language, succeeded: compiled.succeeded, isCached: compiled.isCached)
            case .compiledChecker: break
            case .tested(let test): self.trace(test, in: trace)
            }
            try await Self.tell(Verdict_V1_ExecutionStep(event), call)
        }
        try await Self.tell(.with { $0.worker = name }, call)
        metrics.ran(result.tests.count, disturbed: result.tests.count { $0.isDisturbed })
    }

    private static func tell(_ step: Verdict_V1_ExecutionStep, _ call: Attachment) async throws {
        for piece in try MessagePieces(step) { try await call.write(.with { $0.step = piece }) }
    }
}
