import Events
import Fleet
import Identity
import PackageFiles
import SwiftProtobuf
public import Units
public import Wire

/// One sandboxed run on some worker.
///
/// What the client writes goes to the worker as the worker takes it, and the other way about: nothing is kept here but one
/// message each way.
public struct RunService: Sendable {
    private let dispatcher: Dispatcher
    private let caps: ProgramLimits
    private let projections: Projections?

    /// The service, whose runs `dispatcher` gives to workers.
    /// - Parameters:
    ///   - caps: what no run may ask for more of.
    ///   - projections: knows tenants' quotas, in which runs count; nil: they have none.
    public init(
        _ dispatcher: Dispatcher, caps: ProgramLimits = ProgramLimits(), projections: Projections? = nil
    ) {
        self.dispatcher = dispatcher
        self.caps = caps
        self.projections = projections
    }

    /// Adds the methods of ``Wire/RunMethods`` to those that a server answers.
    public func register(on services: inout WireServices) {
        let (dispatcher, caps, projections) = (dispatcher, caps, projections)
        services.addStreaming(RunMethods.execute) { messages, writer, context in
            let first = try await messages.makeAsyncIterator().first()
            guard case .program(var program)? = first?.part else {
                throw DomainError(.invalid, "the first message must say what to run")
            }
            try Self.check(program)
            program.limits = try Self.limits(of: program, within: caps)
            let principal = context.principal
            let urgency = try projections?.beginRun(of: principal) ?? LoggedPriority.interactive.urgency
            defer { projections?.admission.endRun(of: principal.tenant) }
            let (worker, end) = try await dispatcher.startRun(
                .run(program), in: program.language, of: principal, urgency: urgency,
                traceparent: context.metadata["traceparent"] ?? "")
            defer { end() }
            let wallTime = Duration.nanoseconds(Int64(clamping: program.limits.wallTimeNs))
            try await Self.relay(messages, writer, worker) {
                // Who reads nothing, or a worker that says nothing, holds up nobody longer.
                try await dispatcher.sleep(for: wallTime + dispatcher.dependencies.options.runGrace)
            }
        }
    }

    private enum Ended: Sendable {
        case input, output
    }

    /// Hands on what both write, until the worker has said what came of it, either is gone, or `timeout` is over.
    private static func relay(
        _ messages: IncomingMessages<Verdict_V1_ExecuteRequest>, _ writer: ResponseWriter<Verdict_V1_ExecuteResponse>,
        _ worker: RunRendezvous.Worker, timeout: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Ended.self) { group in
            group.addTask {
                try await timeout()
                throw WireError(.deadlineExceeded, "the run did not end in its time and was stopped")
            }
            group.addTask {
                for try await message in messages {
                    guard case .input(let data)? = message.part, data.count <= 65_536 else {
                        throw DomainError(.invalid, "a message after the first must have input, at most 64 KiB")
                    }
                    try await worker.write(.with { $0.input = data })
                }
                try await worker.write(.with { $0.end = true })
                return .input
            }
            group.addTask {
                while let request = try await worker.next() {
                    guard case .response(let response)? = request.part else { break }
                    try await writer.write(response)
                    if isLast(response) { return .output }
                }
                throw DomainError(
                    .unavailable, "the connection to the worker was lost", advice: "try again", retryAfter: .seconds(1))
            }
            while let ended = try await group.next(), ended == .input {}
            group.cancelAll()
        }
    }

    private static func isLast(_ response: Verdict_V1_ExecuteResponse) -> Bool {
        switch response.part {
        case .outcome: true
        case .compilation(let compilation): !compilation.succeeded
        default: false
        }
    }

    /// What the run may use, all of it said.
    private static func limits(
        of program: Verdict_V1_ExecuteRequest.Program, within caps: ProgramLimits
    ) throws(DomainError) -> Verdict_V1_RunLimits {
        let asked = program.limits.limits(within: caps)
        let excesses = caps.excesses(in: asked)
        guard excesses.isEmpty else {
            throw DomainError(.invalid, "the run asks for \(excesses.joined(separator: "; "))", advice: "ask for less")
        }
        return Verdict_V1_RunLimits(asked)
    }

    /// Whether a program can be sent to a worker as it is.
    /// - Throws: `DomainError` (`invalid`).
    static func check(_ program: Verdict_V1_ExecuteRequest.Program) throws(DomainError) {
        guard (1...128).contains(program.language.utf8.count) else {
            throw DomainError(.invalid, "the program has no language", advice: "name one")
        }
        guard (1...256).contains(program.sources.count), program.sources.allSatisfy({ TreePath($0.name) != nil }),
            program.sources.reduce(0, { $0 + $1.content.count }) <= 1 << 20
        else {
            throw DomainError(
                .invalid, "a program must have 1 to 256 sources with relative paths, and at most 1 MiB of them")
        }
        guard program.arguments.count <= 1024, program.arguments.reduce(0, { $0 + $1.utf8.count }) <= 65_536 else {
            throw DomainError(.invalid, "a program may have at most 1024 arguments, and 64 KiB of them")
        }
    }
}
