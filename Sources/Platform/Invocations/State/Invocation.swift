internal import Coordinator
package import Events
internal import Kernel
internal import Storage
internal import Units

// The names never change, also where a message is called otherwise.
extension InvocationBegun: PersistedEvent { static let persistedType = "verdict.invocations.v1.InvocationBegun" }
extension SolutionRefused: PersistedEvent { static let persistedType = "verdict.invocations.v1.SolutionRefused" }
extension InvocationStopped: PersistedEvent { static let persistedType = "verdict.invocations.v1.InvocationStopped" }

/// What invocations keep in the log.
package enum InvocationEvents {
    /// All types of events.
    package static let all: [any PersistedEvent.Type] = [
        InvocationBegun.self, SolutionRefused.self, InvocationStopped.self,
    ]
}

/// Solutions that somebody has judged on test cases of their package: what its stream adds up to.
struct Invocation: Aggregate {
    static let streams = "invocations"
    /// The most solutions of one, and the most pairs of a solution and a test case.
    static let (mostSolutions, mostRuns) = (100, 20_000)

    /// Nil: nobody has begun it.
    private(set) var begun: InvocationBegun?
    /// Why the fleet does not take a solution, by its place.
    private(set) var refused: [UInt32: String] = [:]
    private(set) var isStopped = false

    init() {}

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case InvocationBegun.persistedType: begun = try event.unpacked()
        case SolutionRefused.persistedType:
            let refusal: SolutionRefused = try event.unpacked()
            refused[refusal.solution] = refusal.reason
        case InvocationStopped.persistedType: isStopped = true
        default: break
        }
    }

    /// The invocation whose stream that is; nil if it is another kind of stream.
    static func id(_ stream: StreamName) -> EntityID? {
        stream.text.hasPrefix(streams + "-") ? EntityID(stream.text.dropFirst(streams.count + 1)) : nil
    }

    /// What the fleet calls the judging of a solution: the same again, whoever asks.
    static func fleetKey(_ id: EntityID, _ solution: Int) -> String { "invocation \(id) \(solution)" }

    /// The same, as the fleet's streams have it.
    static func fleetID(_ id: EntityID, _ solution: Int) -> SubmissionID {
        JudgingDesk.id(key: fleetKey(id, solution))
    }
}

extension DomainError {
    /// There is no invocation of that id, or none that the caller may know of: nobody learns which.
    static var noInvocation: DomainError { DomainError(.notFound, "there is no invocation of that id") }
}
