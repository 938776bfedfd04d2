import Storage
import Telemetry
import Units

/// Where a job's time goes before a worker has it, and while it does.
extension Dispatcher {
    /// A job whose client has a trace was leased: its wait is over.
    /// - Parameters:
    ///   - traceparent: the client's context; may be empty.
    ///   - since: since when it waited, in nanoseconds since 1970 (UTC); nil: nobody knows, or it did not.
    ///   - id: the job's.
    ///   - lane: where it waited.
    /// - Returns: the lease's span, whose context the worker gets; nil where there is no trace.
    func beginLease(_ traceparent: String, since: Int64?, _ id: String, _ lane: JobLane) -> ActiveSpan? {
        guard let trace = TraceContext(parsing: traceparent) else { return nil }
        let tracer = dependencies.tracer
        if let since {
            tracer.begin("queue", in: trace, from: since).end([
                "verdict.job": .text(id), "verdict.priority": .number(Int64(lane.priority)),
                "verdict.requirement": .text(lane.requirement),
            ])
        }
        return tracer.begin("lease", in: trace)
    }
}
