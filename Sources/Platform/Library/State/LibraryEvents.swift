package import Events

// The names never change, also where a message is called otherwise.
extension ProblemMade: PersistedEvent { static let persistedType = "verdict.library.v1.ProblemMade" }
extension VersionAdded: PersistedEvent { static let persistedType = "verdict.library.v1.VersionAdded" }
extension ProblemDescribed: PersistedEvent { static let persistedType = "verdict.library.v1.ProblemDescribed" }
extension ProblemPublished: PersistedEvent { static let persistedType = "verdict.library.v1.ProblemPublished" }
extension ProblemWithdrawn: PersistedEvent { static let persistedType = "verdict.library.v1.ProblemWithdrawn" }
extension ProblemDeleted: PersistedEvent { static let persistedType = "verdict.library.v1.ProblemDeleted" }
extension EditorialWritten: PersistedEvent { static let persistedType = "verdict.library.v1.EditorialWritten" }
extension EditorialReleased: PersistedEvent { static let persistedType = "verdict.library.v1.EditorialReleased" }
extension EditorialHeld: PersistedEvent { static let persistedType = "verdict.library.v1.EditorialHeld" }

/// What problems keep in the log.
package enum LibraryEvents {
    /// All types of events.
    package static let all: [any PersistedEvent.Type] = [
        ProblemMade.self, VersionAdded.self, ProblemDescribed.self, ProblemPublished.self, ProblemWithdrawn.self,
        ProblemDeleted.self, EditorialWritten.self, EditorialReleased.self, EditorialHeld.self,
    ]
}
