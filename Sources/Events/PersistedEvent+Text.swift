public import Storage
import SwiftProtobuf
import Units

extension Event {
    /// All types that this version writes or reads, but for those of the platform's modules.
    public static let types: [any PersistedEvent.Type] = [
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

    /// What it says, for people: see ``text(besides:)``.
    public var text: String { text(besides: []) }

    /// What it says, for people, in lines, without what is sealed or secret; what cannot be read is its bytes, in hexadecimal.
    /// - Parameter others: types that are known besides ``types``: those of modules.
    public func text(besides others: [any PersistedEvent.Type]) -> String {
        let known = Self.types.first { $0.persistedType == type } ?? others.first { $0.persistedType == type }
        guard let known else { return "of a type that this version does not know\n" + hexadecimal }
        do {
            return Self.withoutSecrets(try known.init(serializedBytes: payload).textFormatString())
        } catch {
            return "cannot be read: \(error)\n" + hexadecimal
        }
    }

    /// What somebody could guess at, who has it: hashes of what people chose.
    private static let secrets: Set<Substring> = ["password_hash", "access_code_sha256"]

    /// The lines without what stands in fields that are sealed or secret: each field has a line, which begins with its name.
    private static func withoutSecrets(_ text: String) -> String {
        text.split(separator: "\n").map { line in
            let indent = line.prefix { $0 == " " }
            let name = line.dropFirst(indent.count).prefix { $0 != ":" && $0 != " " }
            let value = name.hasSuffix("_sealed") ? "sealed" : secrets.contains(name) ? "not shown" : nil
            return (value.map { "\(indent)\(name): \($0)" } ?? String(line)) + "\n"
        }.joined()
    }

    /// The first bytes, 32 a line.
    private var hexadecimal: String {
        let lines = stride(from: 0, to: min(payload.count, 512), by: 32).map { start in
            payload[start..<min(start + 32, payload.count)].hexadecimal
        }
        return lines.map { $0 + "\n" }.joined() + (payload.count > 512 ? "… \(payload.count) bytes in all\n" : "")
    }
}
