public import Events
public import Grading
public import Storage

/// The state of a submission, as its events make it.
///
/// A pure value: ``apply(_:at:)`` folds events into it, and its decisions (`SubmissionState+Decisions.swift`) say which
/// events a command leads to. Nothing else changes a submission.
public struct SubmissionState: Sendable {
    /// Where the judging of the newest generation stands.
    public enum Phase: Hashable, Sendable {
        /// There is work to do.
        case open
        /// The judgement is there.
        case judged
        /// It was cancelled.
        case cancelled
        /// One of its jobs is a dead letter.
        case stuck
    }

    /// The submission.
    public let id: SubmissionID
    /// What was taken.
    public let accepted: SubmissionAccepted
    /// How a result is made of its test cases.
    public let tree: GroupTree
    /// When it was taken, in nanoseconds since 1970 (UTC): for people.
    public let acceptedAt: Int64
    /// Where the stream's last entry stands: what the next append expects.
    public private(set) var position: LogPosition
    /// 1, and 1 more for each rejudging.
    public private(set) var generation: UInt32 = 1
    /// Where its judging stands.
    public private(set) var phase = Phase.open
    /// What came of compiling, in this generation.
    public private(set) var built: SubmissionBuilt?
    /// What was found, by batch, in this generation.
    public private(set) var batches: [Int: BatchJudged] = [:]
    /// What the package's own grader answered, by the group's index, in this generation.
    public private(set) var answers: [Int: GroupGraded] = [:]
    /// How this generation ended.
    public private(set) var judged: SubmissionJudged?
    /// The dead letter, while it is stuck.
    public private(set) var stuck: SubmissionStuck?
    /// How the generation before ended. It counts until the new judgement is there.
    public private(set) var previous: Conclusion?

    /// A submission whose first entry is `entry`.
    /// - Throws: ``StorageError`` (`corrupted`) if that does not begin a submission.
    public init(_ id: SubmissionID, first entry: LogEntry) throws(StorageError) {
        guard let first = entry.events.first, case .accepted(let accepted) = try SubmissionEvent(first) else {
            throw StorageError(
                .corrupted, stage: "read the submission \(id)", reason: "its first event does not accept it",
                advice: "restore the store from a backup")
        }
        self.id = id
        self.accepted = accepted
        tree = try Self.tree(of: accepted, id)
        acceptedAt = entry.recordedAt
        position = entry.position
        for event in entry.events.dropFirst() {
            if let event = try SubmissionEvent(event) { apply(event) }
        }
    }

    /// A submission that nothing has happened to yet but that it was taken, by an entry at `position`.
    /// - Throws: ``StorageError`` (`corrupted`) if its groups are no tree.
    init(
        _ id: SubmissionID, _ accepted: SubmissionAccepted, at position: LogPosition, acceptedAt: Int64
    ) throws(StorageError) {
        self.id = id
        self.accepted = accepted
        tree = try Self.tree(of: accepted, id)
        self.acceptedAt = acceptedAt
        self.position = position
    }

    private static func tree(
        of accepted: SubmissionAccepted, _ id: SubmissionID
    ) throws(StorageError) -> GroupTree {
        do throws(GradingError) {
            return try GroupTree(accepted.groups, tests: Int(accepted.tests))
        } catch {
            throw StorageError(
                .corrupted, stage: "read the submission \(id)", reason: "its groups of test cases: \(error)",
                advice: "a newer version may have written it: use that one, or restore the store from a backup")
        }
    }

    /// A grader that knows nothing yet.
    var newGrader: Grader {
        Grader(tree, wantsAll: accepted.allTests, policy: ResultPolicy(parsing: accepted.policy))
    }

    /// What its test cases, and what the package's own grader says of them, make together, as far as they are known.
    var grader: Grader {
        var grader = newGrader
        for batch in batches.values {
            for test in batch.result.tests {
                // A verdict that this version does not know is none that it could grade.
                grader.record(TestOutcome(test.result) ?? TestOutcome(.judgeError), of: Int(test.index))
            }
        }
        // An answer can lead to the next question, which was answered, too.
        while let group = grader.questions.first(where: { answers[$0.group] != nil })?.group,
            let answer = answers[group]
        {
            grader.record(GroupGrade(answer.result) ?? GroupGrade(.judgeError), of: group)
        }
        return grader
    }

    /// Adds what the next entry of its stream says.
    /// - Throws: ``StorageError`` (`corrupted`).
    public mutating func apply(_ entry: LogEntry) throws(StorageError) {
        for event in entry.events {
            if let event = try SubmissionEvent(event) { apply(event) }
        }
        position = entry.position
    }

    /// The next entry of its stream says nothing, and the next append expects it all the same.
    mutating func pass(over entry: EntryPlace) { position = entry.position }

    /// Adds events that were appended at `position`.
    mutating func apply(_ events: [SubmissionEvent], at position: LogPosition) {
        for event in events { apply(event) }
        self.position = position
    }

    private mutating func apply(_ event: SubmissionEvent) {
        switch event {
        case .accepted, .disagreement: break
        case .built(let event) where event.generation == generation:
            built = event
            resume(after: .build(id, generation: generation))
        case .batchJudged(let event) where event.generation == generation:
            batches[Int(event.batch)] = event
            resume(after: .batch(id, generation: generation, Int(event.batch)))
        case .groupGraded(let event) where event.generation == generation:
            answers[Int(event.result.group)] = event
            resume(after: .grade(id, generation: generation, Int(event.result.group)))
        case .judged(let event) where event.generation == generation:
            judged = event
            stuck = nil
            phase = .judged
        case .cancelled(let event) where event.generation == generation: phase = .cancelled
        case .stuck(let event) where event.generation == generation:
            stuck = event
            phase = .stuck
        case .freed(let event) where event.generation == generation && phase == .stuck:
            stuck = nil
            phase = .open
        case .rejudge(let event) where event.generation > generation:
            previous = conclusion ?? previous
            generation = event.generation
            (phase, built, batches, answers, judged, stuck) = (.open, nil, [:], [:], nil, nil)
        default: break
        }
    }

    /// The result of a dead letter came after all: the submission is open again.
    private mutating func resume(after job: JobName) {
        guard phase == .stuck, stuck?.job == "\(job)" else { return }
        stuck = nil
        phase = .open
    }
}
