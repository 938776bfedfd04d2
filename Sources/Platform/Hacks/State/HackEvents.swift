package import Events

// The names never change, also where a message is called otherwise.
extension ProblemLocked: PersistedEvent { package static let persistedType = "verdict.hacks.v1.ProblemLocked" }
extension HackMade: PersistedEvent { package static let persistedType = "verdict.hacks.v1.HackMade" }
extension HackGenerated: PersistedEvent { package static let persistedType = "verdict.hacks.v1.HackGenerated" }
extension HackPrepared: PersistedEvent { package static let persistedType = "verdict.hacks.v1.HackPrepared" }
extension HackDecided: PersistedEvent { package static let persistedType = "verdict.hacks.v1.HackDecided" }
extension HackIgnored: PersistedEvent { package static let persistedType = "verdict.hacks.v1.HackIgnored" }
extension HackCounted: PersistedEvent { package static let persistedType = "verdict.hacks.v1.HackCounted" }

/// What hacks keep in the log.
package enum HackEvents {
    /// All types of events.
    package static let all: [any PersistedEvent.Type] = [
        ProblemLocked.self, HackMade.self, HackGenerated.self, HackPrepared.self, HackDecided.self, HackIgnored.self,
        HackCounted.self,
    ]
}
