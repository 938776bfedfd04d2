internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import SwiftProtobuf
internal import Units

/// What the module's streams and timers are called.
enum SubmissionStream {
    static let prefix = "submissions"
    static let overdue = TimerName("submissions.overdue")

    /// The submission whose stream that is; nil if it is another kind of stream.
    static func id(_ stream: StreamName) -> EntityID? {
        stream.text.hasPrefix(prefix + "-") ? EntityID(stream.text.dropFirst(prefix.count + 1)) : nil
    }
}

/// Somebody hands a program in.
struct ReceiveSubmission: Command {
    static let action: Action = "submissions.submit"

    var id: EntityID
    var received: SubmissionReceived
    /// When somebody has to see that it is not judged yet.
    var overdue: Timestamp

    var stream: StreamName { get throws(StorageError) { try id.stream(SubmissionStream.prefix) } }

    func decide(_ submission: Submission, _ context: CommandContext) throws(DomainError) -> Decision {
        guard submission.received == nil else {
            throw DomainError(.alreadyExists, "there is such a submission", advice: "send it without a key")
        }
        guard let person = context.actor.person, received.author == "\(person)" else {
            throw DomainError(.invalid, "a program is handed in by whoever wrote it")
        }
        var decision = try Decision(received)
        try decision.hold(received.files.map(\.reference))
        try decision.set(SubmissionStream.overdue, for: overdue)
        return decision
    }
}

/// Deletes a submission: in practice its author may, in a contest only an admin.
struct DeleteSubmission: Command {
    static let action: Action = "submissions.delete"

    var id: EntityID
    /// Whether it counts in results that are final.
    var isFinal = false

    var stream: StreamName { get throws(StorageError) { try id.stream(SubmissionStream.prefix) } }

    func subject(in submission: Submission) -> Subject { submission.subject }

    func decide(_ submission: Submission, _ context: CommandContext) throws(DomainError) -> Decision {
        guard let received = submission.received, !submission.isDeleted else { throw .noSubmission }
        guard !isFinal else { throw .resultsAreFinal }
        var decision = try Decision(SubmissionDeleted.with { $0.atNs = context.now.nanoseconds })
        try decision.add(ContentsLetGo.with { $0.contents = received.files.map(\.reference) })
        try decision.end(SubmissionStream.overdue)
        return decision
    }
}

extension SubmittedFile {
    /// Where its content is kept.
    var reference: LoggedBlobRef { .with { ($0.hash, $0.size) = (sha256, size) } }
}
