internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import Units

/// A token that somebody has spent on a submission.
struct SpentToken: Hashable, Sendable {
    var submission: EntityID
    var problem: EntityID
    /// What the participant's clock showed.
    var elapsed: Duration
}

/// The tokens that were spent in a contest: what the tokens' stream adds up to. A pure value.
struct TokenList: Aggregate {
    /// By the participant, in order.
    private(set) var spent: [EntityID: [SpentToken]] = [:]
    private var submissions: Set<EntityID> = []

    /// Whether one was spent on a submission.
    func hasToken(_ submission: EntityID) -> Bool { submissions.contains(submission) }

    /// When a participant has spent tokens, by their clock: all, or those for one problem.
    func times(of participant: EntityID, for problem: EntityID? = nil) -> [Duration] {
        (spent[participant] ?? []).filter { problem == nil || $0.problem == problem }.map(\.elapsed)
    }

    mutating func apply(_ event: Event) throws(StorageError) {
        guard let token = try event.unpackedIfHeld(TokenSpent.self), let participant = EntityID(token.participant),
            let submission = EntityID(token.submission), let problem = EntityID(token.problem)
        else { return }
        guard submissions.insert(submission).inserted else { return }
        spent[participant, default: []].append(
            SpentToken(submission: submission, problem: problem, elapsed: .nanoseconds(token.elapsedNs)))
    }
}
