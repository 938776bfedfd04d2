internal import Events
package import Storage

/// Which judgement of a submission counts: where it is another one than before, the submission was judged again meanwhile.
package struct JudgingStamp: Hashable, Sendable {
    /// 1, and one more each time that it is to be judged again.
    package var generation: UInt32
    /// How often the fleet has judged this generation; nil: not yet.
    package var fleetGeneration: UInt32?

    /// A stamp from its parts; by default that of what was just received.
    package init(generation: UInt32 = 1, fleetGeneration: UInt32? = nil) {
        (self.generation, self.fleetGeneration) = (generation, fleetGeneration)
    }

    /// Something happened to the submission.
    /// - Throws: `StorageError` (`corrupted`) for an event that cannot be read.
    package mutating func apply(_ event: Event) throws(StorageError) {
        if let wanted = try event.unpackedIfHeld(RejudgingWanted.self) {
            self = JudgingStamp(generation: wanted.generation)
        } else if let judged = try event.unpackedIfHeld(JudgementRecorded.self), judged.generation == generation {
            fleetGeneration = judged.fleetGeneration
        }
    }
}
