import Telemetry
import Wire

extension JobRunner {
    /// Does a job from beginning to end.
    /// - Parameters:
    ///   - permissions: brings one when the job, prepared, may run.
    ///   - tell: says where it stands.
    func work(
        _ assignment: Result<Assignment, UnusableJob>, _ permissions: AsyncStream<Void>,
        _ tell: ((JobNumber) -> WorkerEvent) -> Void
    ) async -> JobEnd {
        do {
            var assignment = try assignment.get()
            let span = tracer.begin("job", in: assignment.trace)
            assignment.trace = span.context
            defer { span.end(["verdict.job": .text(assignment.id), "verdict.job.kind": .text(assignment.kind)]) }
            let prepared = try await prepare(assignment)
            tell { .prepared($0) }
            for await _ in permissions { break }
            try Task.checkCancellation()
            let computed = try await compute(assignment, prepared)
            tell { .computed($0) }
            return try await conclude(computed)
        } catch {
            return JobEnd(error, of: try? assignment.get())
        }
    }
}

extension JobEnd {
    /// What it is called in metrics.
    var name: String {
        switch self {
        case .result(.failure), .sandboxFailed: "failed"
        case .result: "done"
        case .told: "told"
        case .refused, .declined: "given_back"
        case .cancelled: "stopped"
        }
    }

    /// Why nothing came of the job; nil if something did.
    var failure: String? {
        switch self {
        case .result(.failure(let failure)), .sandboxFailed(let failure): failure.message
        case .refused(let reason), .declined(let reason, _): reason
        case .result, .told, .cancelled: nil
        }
    }
}
