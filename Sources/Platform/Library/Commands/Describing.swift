internal import Coordinator
internal import Kernel
internal import Units

/// Says what is said about a problem beside its package.
struct DescribeProblem: ProblemCommand {
    static let action: Action = "library.describe"

    var problem: EntityID
    var details: ProblemDetails

    func decide(_ state: LibraryProblem, _ context: CommandContext) throws(DomainError) -> Decision {
        try state.require()
        try details.check()
        guard details != state.details else { return Decision() }
        return try Decision(details.event)
    }
}

/// Shows a problem to everybody.
struct PublishProblem: ProblemCommand {
    static let action: Action = "library.publish"

    var problem: EntityID

    func decide(_ state: LibraryProblem, _ context: CommandContext) throws(DomainError) -> Decision {
        try state.require()
        guard state.stage == .draft else { return Decision() }
        var published = ProblemPublished()
        published.atNs = context.now.nanoseconds
        return try Decision(published)
    }
}

/// Shows a problem to nobody but those who look after it.
struct WithdrawProblem: ProblemCommand {
    static let action: Action = "library.withdraw"

    var problem: EntityID

    func decide(_ state: LibraryProblem, _ context: CommandContext) throws(DomainError) -> Decision {
        try state.require()
        guard state.stage == .published else { return Decision() }
        var withdrawn = ProblemWithdrawn()
        withdrawn.atNs = context.now.nanoseconds
        return try Decision(withdrawn)
    }
}

/// Removes a problem for good. Its versions stay for what was handed in.
struct DeleteProblem: ProblemCommand {
    static let action: Action = "library.delete"

    var problem: EntityID

    func decide(_ state: LibraryProblem, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.stage != .deleted else { return Decision() }
        try state.require()
        var deleted = ProblemDeleted()
        deleted.atNs = context.now.nanoseconds
        return try Decision(deleted)
    }
}
