internal import Coordinator
internal import Events
internal import FoundationEssentials
internal import Kernel
internal import Library
internal import Problems
internal import Storage
internal import SwiftProtobuf

/// From the platform to the fleet.
extension Invocations {
    /// The most that the sources of a solution have together: what the fleet takes.
    private static let largest = 1 << 20

    /// Puts the solutions of what was begun into the fleet, and stops there what was stopped. Done twice, the fleet has each once.
    var judging: Reaction {
        var reaction = Reaction("invocations.judge", to: .prefixed(Invocation.streams + "-")) { entry, context in
            guard let id = Invocation.id(entry.stream) else { return }
            for event in entry.events {
                if let begun = try event.unpackedIfHeld(InvocationBegun.self) {
                    try await self.begin(id, begun, context)
                } else if event.type == InvocationStopped.persistedType {
                    try await self.stop(id)
                }
            }
        }
        reaction.delays = Reaction.fleetDelays
        return reaction
    }

    private func begin(_ id: EntityID, _ begun: InvocationBegun, _ context: ReactionContext) async throws {
        guard let package = ContentHash(bytes: begun.package) else { return }
        let (fleet, problem) = (try self.fleet.get(), try await library.problem(of: package))
        let known = Dictionary(problem.submissions.map { ($0.path, $0) }) { first, _ in first }
        for (place, path) in begun.solutions.enumerated() {
            // Asked anew each time: all of it may take long.
            guard try await !invocation(id).isStopped else { return }
            let refusal = try await fleet.put {
                guard let solution = known[path] else {
                    throw DomainError(.invalid, "the package has no such solution")
                }
                var request = try await self.request(solution, of: problem)
                let key = Invocation.fleetKey(id, place)
                (request.idempotencyKey, request.reference) = (key, key)
                request.package = [UInt8](begun.judgedBy)
                return request
            }
            guard let refusal else { continue }
            let command = RefuseSolution(id: id, solution: place, reason: String(refusal.reason.prefix(1000)))
            try await context.commands.perform(command, by: context.actor)
        }
        // It may have been stopped while the last one was taken.
        if try await invocation(id).isStopped { try await stop(id) }
    }

    /// What the fleet is asked, but for the key and the package.
    private func request(_ solution: Submission, of problem: Problem) async throws -> SubmissionRequest {
        guard case .inPackage(let files) = solution.sources else {
            throw DomainError(.invalid, "the solution is not the package's")
        }
        var request = SubmissionRequest()
        (request.language, request.entryPoint) = (solution.language ?? "", solution.entryPoint ?? "")
        (request.allTests, request.priority) = (true, .rejudge)
        var left = Self.largest
        for file in files {
            let bytes = try await library.bytes(of: file.file, atMost: Self.largest)
            guard let filled = problem.constants.filled(into: bytes), filled.count <= left else {
                throw DomainError(.invalid, "the solution has more than \(Self.largest) bytes")
            }
            left -= filled.count
            request.sources.append(.with { ($0.name, $0.content) = (file.name, Data(filled)) })
        }
        return request
    }

    private func stop(_ id: EntityID) async throws {
        let fleet = try self.fleet.get()
        for place in 0..<(try await invocation(id).begun?.solutions.count ?? 0) {
            try await fleet.cancel(Invocation.fleetID(id, place), because: "the invocation was stopped")
        }
    }
}
