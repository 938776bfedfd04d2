public import Storage
import SwiftProtobuf
import Units

extension Event {
    /// All types that this version writes or reads.
    private static let types: [any PersistedEvent.Type] = [
        SubmissionAccepted.self, SubmissionBuilt.self, BatchJudged.self, GroupGraded.self, SubmissionJudged.self,
        SubmissionCancelled.self, RejudgeRequested.self, SubmissionStuck.self, SubmissionFreed.self,
        DisagreementNoticed.self, PackageAdded.self, PackageOwned.self, PackageMeasuring.self, PackageMeasured.self,
        ContentStored.self, ContentBegun.self, Quota.self, LanguagesInstalled.self, EntrySkipped.self,
        ContentsUnused.self,
        ContentsWanted.self, ContentsForgotten.self, ContentsRemoved.self, ContentsHeld.self, ContentsLetGo.self,
        ExecutionAccepted.self,
        ExecutionFinished.self, ExecutionCancelled.self, ExecutionDeleted.self, ExecutionTold.self,
        CommandRecorded.self, TimerSet.self, TimerEnded.self, ReactionsClaimed.self, ReactionAdvanced.self,
        ReactionFailed.self, DeadLetterSettled.self, RoleGranted.self, RoleRevoked.self, AuditCheckpointSigned.self,
    ]

    /// What it says, for people, in lines; what cannot be read is its bytes, in hexadecimal.
    public var text: String {
        guard let known = Self.types.first(where: { $0.persistedType == type }) else {
            return "of a type that this version does not know\n" + hexadecimal
        }
        do {
            return try known.init(serializedBytes: payload).textFormatString()
        } catch {
            return "cannot be read: \(error)\n" + hexadecimal
        }
    }

    /// The first bytes, 32 a line.
    private var hexadecimal: String {
        let lines = stride(from: 0, to: min(payload.count, 512), by: 32).map { start in
            payload[start..<min(start + 32, payload.count)].hexadecimal
        }
        return lines.map { $0 + "\n" }.joined() + (payload.count > 512 ? "… \(payload.count) bytes in all\n" : "")
    }
}
