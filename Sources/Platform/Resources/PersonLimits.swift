internal import Coordinator
package import Events
internal import Kernel
internal import Storage
internal import SwiftProtobuf
internal import Units

// The name never changes, also where the message is called otherwise.
extension PersonLimitsChanged: PersistedEvent {
    static let persistedType = "verdict.resources.v1.PersonLimitsChanged"
}

/// What resources keep in the log.
package enum ResourceEvents {
    /// All types of events.
    package static let all: [any PersistedEvent.Type] = [
        PersonLimitsChanged.self
    ]
}

/// What a person may use: what the stream of that adds up to.
struct PersonLimits: Aggregate {
    static let prefix = "resources"

    /// How many programs they may hand in within a day; nil: as many as everybody.
    private(set) var submissionsPerDay: UInt32?

    init() {}

    mutating func apply(_ event: Event) throws(StorageError) {
        guard let changed = try event.unpackedIfHeld(PersonLimitsChanged.self) else { return }
        submissionsPerDay = changed.hasSubmissionsPerDay ? changed.submissionsPerDay : nil
    }
}

/// Sets how much a person may hand in.
struct ChangePersonLimits: Command {
    static let action: Action = "resources.change-person-limits"

    var person: EntityID
    var submissionsPerDay: UInt32?

    var stream: StreamName { get throws(StorageError) { try person.stream(PersonLimits.prefix) } }

    func decide(_ limits: PersonLimits, _ context: CommandContext) throws(DomainError) -> Decision {
        if let submissionsPerDay, submissionsPerDay > 100_000 {
            throw DomainError(.invalid, "submissionsPerDay is at most 100000")
        }
        guard limits.submissionsPerDay != submissionsPerDay else { return Decision() }
        return try Decision(
            PersonLimitsChanged.with { changed in
                if let submissionsPerDay { changed.submissionsPerDay = submissionsPerDay }
                changed.atNs = context.now.nanoseconds
            })
    }
}
