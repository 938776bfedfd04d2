internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import Units

/// What is known of a package when it becomes a version.
struct PackageFacts: Hashable, Sendable {
    var package: ContentHash
    /// By the language.
    var titles: [String: String]
    /// Empty: all.
    var languages: [String]
    /// What it is found by.
    var words: String

    fileprivate func event(_ number: Int, _ change: String, _ context: CommandContext) -> VersionAdded {
        var event = VersionAdded()
        event.number = UInt32(clamping: number)
        event.package = Data(package.bytes)
        (event.titles, event.languages, event.words) = (titles, languages, words)
        event.change = change
        event.by = context.actor.person.map { "\($0)" } ?? context.actor.identity.description
        event.atNs = context.now.nanoseconds
        return event
    }
}

/// Makes a problem of a package.
struct MakeProblem: ProblemCommand {
    static let action: Action = "library.make"

    var problem: EntityID
    var facts: PackageFacts

    func decide(_ state: LibraryProblem, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.stage == .none else { throw DomainError(.alreadyExists, "there is a problem of that id") }
        var made = ProblemMade()
        (made.owner, made.atNs) = (context.actor.person.map { "\($0)" } ?? "", context.now.nanoseconds)
        var decision = try Decision(made)
        try decision.add(facts.event(1, "made", context))
        return decision
    }

    /// It belongs to the platform until it is there: who may make problems may do so everywhere.
    func subject(in state: LibraryProblem) -> Subject { Subject() }
}

/// Has a problem judged by another package.
struct AddVersion: ProblemCommand {
    static let action: Action = "library.add-version"
    static let mostVersions = 2000

    var problem: EntityID
    var facts: PackageFacts
    /// What is different.
    var change: String
    /// The version that it was made of; nil: of none. If there is another by now, somebody else was faster.
    var base: UInt32?

    func decide(_ state: LibraryProblem, _ context: CommandContext) throws(DomainError) -> Decision {
        try state.require()
        guard state.latest?.package != facts.package else { return Decision() }
        guard base.map({ $0 == state.latest?.number }) ?? true else {
            throw DomainError(
                .conflict, "somebody has added a version meanwhile", advice: "look at it, and try again",
                retryAfter: .seconds(1))
        }
        guard state.versions.count < Self.mostVersions else {
            throw DomainError(
                .exhausted, "a problem has at most \(Self.mostVersions) versions", advice: "make another problem")
        }
        guard change.utf8.count <= 1000 else { throw DomainError(.invalid, "what was changed is at most 1000 bytes") }
        return try Decision(facts.event(state.versions.count + 1, change, context))
    }
}
