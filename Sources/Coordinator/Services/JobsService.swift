import Events
import Identity
import SwiftProtobuf
public import Wire

/// What workers use: they ask for work, say that they are still at it, and bring what came of it.
///
/// A worker says which one it is by its name in the metadata `worker` of `Lease` and `Extend`; it may leave that out where
/// it is the only one of its principal.
public struct JobsService: Sendable {
    private let dispatcher: Dispatcher

    /// The service of what `dispatcher` gives out.
    public init(_ dispatcher: Dispatcher) {
        self.dispatcher = dispatcher
    }

    /// Adds the methods of ``Wire/JobsMethods`` to those that a server answers.
    public func register(on services: inout WireServices) {
        let dispatcher = dispatcher
        services.addUnary(JobsMethods.register) { request, context in
            Verdict_V1_RegisterResponse(
                try await dispatcher.register(WorkerRegistration(request), by: context.principal))
        }
        services.addUnary(JobsMethods.lease) { request, context in
            var response = Verdict_V1_LeaseResponse()
            let jobs = try await dispatcher.lease(
                Int(clamping: request.count), for: context.metadata["worker"], of: context.principal,
                waiting: .nanoseconds(Int64(clamping: request.waitNs)))
            response.jobs = jobs.map { Verdict_V1_Job($0) }
            return response
        }
        services.addUnary(JobsMethods.extend) { request, context in
            Verdict_V1_ExtendResponse(
                try await dispatcher.extend(request.leases, for: context.metadata["worker"], of: context.principal))
        }
        services.addUnary(JobsMethods.progress) { request, context in
            let tests = request.tests.map { LoggedExecuteResult.Test($0) }
            try dispatcher.progress(
                request.lease, isCompiling: request.compiling, tests: tests, by: context.principal)
            return Verdict_V1_ProgressResponse()
        }
        services.addUnary(JobsMethods.finish) { request, context in
            var response = Verdict_V1_FinishResponse()
            response.known = try await dispatcher.finish(JobResult(request), by: context.principal)
            return response
        }
        services.addUnary(JobsMethods.giveBack) { request, context in
            try await dispatcher.giveBack(request.leases, for: context.principal, reason: request.reason)
            return Verdict_V1_GiveBackResponse()
        }
        services.addStreaming(JobsMethods.attach) { messages, writer, context in
            let first = try await messages.makeAsyncIterator().first()
            guard case .lease(let lease)? = first?.part else {
                throw DomainError(.invalid, "the first message must name the lease")
            }
            let worker = RunRendezvous.Worker(
                next: {
                    var rest = messages.makeAsyncIterator()
                    return try await rest.next()
                },
                write: { try await writer.write($0) })
            try await dispatcher.attach(lease, of: context.principal, worker)
        }
    }
}

extension IncomingMessages.AsyncIterator {
    /// The next message, of an iterator that is used once.
    func first() async throws(WireError) -> Element? {
        var copy = self
        return try await copy.next()
    }
}
