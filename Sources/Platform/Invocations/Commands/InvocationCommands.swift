internal import Coordinator
internal import Kernel
internal import Storage
internal import SwiftProtobuf
internal import Units

/// Has solutions judged.
struct BeginInvocation: Command {
    static let action: Action = "invocations.begin"

    var id: EntityID
    var begun: InvocationBegun
    /// Whose the problem is, and in which scope.
    var problem: Subject

    var stream: StreamName { get throws(StorageError) { try id.stream(Invocation.streams) } }

    func subject(in state: Invocation) -> Subject { problem }

    func decide(_ state: Invocation, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.begun == nil else {
            throw DomainError(.alreadyExists, "there is such an invocation", advice: "send it without a key")
        }
        let (solutions, most) = (begun.solutions.count, Invocation.mostSolutions)
        guard (1...most).contains(solutions), Set(begun.solutions).count == solutions else {
            throw DomainError(.invalid, "an invocation has 1 to \(most) solutions, each once")
        }
        guard begun.tests > 0, solutions * Int(begun.tests) <= Invocation.mostRuns else {
            throw DomainError(
                .invalid,
                "\(solutions) solutions on \(begun.tests) test cases are more runs than \(Invocation.mostRuns)",
                advice: "choose fewer solutions, or fewer test cases")
        }
        var begun = begun
        begun.by = context.actor.person.map { "\($0)" } ?? context.actor.identity.description
        begun.atNs = context.now.nanoseconds
        return try Decision(begun)
    }
}

/// The fleet does not take a solution, for what it is.
struct RefuseSolution: Command {
    static let action: Action = "invocations.refuse-solution"

    var id: EntityID
    var solution: Int
    var reason: String

    var stream: StreamName { get throws(StorageError) { try id.stream(Invocation.streams) } }

    func decide(_ state: Invocation, _ context: CommandContext) throws(DomainError) -> Decision {
        let place = UInt32(clamping: solution)
        guard state.begun != nil, state.refused[place] != reason else { return Decision() }
        return try Decision(SolutionRefused.with { ($0.solution, $0.reason) = (place, reason) })
    }
}

/// Has nothing more of an invocation judged.
struct StopInvocation: Command {
    static let action: Action = "invocations.stop"

    var id: EntityID
    /// Whose the problem is, and in which scope.
    var problem: Subject

    var stream: StreamName { get throws(StorageError) { try id.stream(Invocation.streams) } }

    func subject(in state: Invocation) -> Subject { problem }

    func decide(_ state: Invocation, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.begun != nil else { throw .noInvocation }
        guard !state.isStopped else { return Decision() }
        let by = context.actor.person.map { "\($0)" } ?? context.actor.identity.description
        return try Decision(InvocationStopped.with { ($0.by, $0.atNs) = (by, context.now.nanoseconds) })
    }
}
