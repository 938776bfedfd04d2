internal import Coordinator
internal import Kernel
internal import Units

/// Makes a contest.
struct CreateContest: ContestCommand {
    static let action: Action = "contests.create"

    var contest: EntityID
    var details: ContestDetails

    func decide(_ state: Contest, _ context: CommandContext) throws(DomainError) -> Decision {
        guard !state.isCreated else {
            throw DomainError(.conflict, "this idempotency key was another request's", advice: "take a new key")
        }
        var created = ContestCreated()
        created.by = context.actor.person.map { "\($0)" } ?? ""
        (created.details, created.atNs) = (details, context.now.nanoseconds)
        var decision = try Decision(created)
        try decision.set(state.moments(with: details, without: []), from: nil, at: context.now)
        return decision
    }
}

/// Has a contest otherwise.
struct EditContest: ContestCommand {
    static let action: Action = "contests.edit"

    var contest: EntityID
    var details: ContestDetails

    func decide(_ state: Contest, _ context: CommandContext) throws(DomainError) -> Decision {
        try state.requireOpen()
        guard details != state.details else { return Decision() }
        if context.now >= state.timeline.start, details.startNs != state.details.startNs {
            throw DomainError(.wrongState, "the contest has begun, and its start cannot be moved any more")
        }
        var edited = ContestEdited()
        (edited.details, edited.atNs) = (details, context.now.nanoseconds)
        var decision = try Decision(edited)
        try decision.set(
            state.moments(with: details, without: state.removed.values), from: state.moments, at: context.now)
        return decision
    }
}

/// Takes a time out of a contest's clock: it ends so much later.
struct RemoveInterval: ContestCommand {
    static let action: Action = "contests.remove-interval"
    private static let most = 1000

    var contest: EntityID
    var id: EntityID
    var interval: RemovedInterval

    func decide(_ state: Contest, _ context: CommandContext) throws(DomainError) -> Decision {
        try state.requireOpen()
        guard state.removed["\(id)"] == nil else { return Decision() }
        guard interval.from < interval.until, interval.until - interval.from <= .seconds(31 * 86_400) else {
            throw DomainError(.invalid, "an interval ends after it begins, and within a month")
        }
        guard state.removed.count < Self.most else {
            throw DomainError(.exhausted, "a contest has at most \(Self.most) removed intervals")
        }
        var removed = IntervalRemoved()
        removed.id = "\(id)"
        (removed.fromNs, removed.untilNs) = (interval.from.nanoseconds, interval.until.nanoseconds)
        var decision = try Decision(removed)
        let next = state.moments(with: state.details, without: state.removed.values + [interval])
        try decision.set(next, from: state.moments, at: context.now)
        return decision
    }
}

/// Puts a time back that was taken out of a contest's clock.
struct RestoreInterval: ContestCommand {
    static let action: Action = "contests.restore-interval"

    var contest: EntityID
    var id: EntityID

    func decide(_ state: Contest, _ context: CommandContext) throws(DomainError) -> Decision {
        try state.requireOpen()
        guard state.removed["\(id)"] != nil else {
            throw DomainError(.notFound, "the contest has no removed interval of that id")
        }
        var restored = IntervalRestored()
        restored.id = "\(id)"
        var decision = try Decision(restored)
        let left = state.removed.filter { $0.key != "\(id)" }.values
        try decision.set(
            state.moments(with: state.details, without: left), from: state.moments, at: context.now)
        return decision
    }
}
