internal import Coordinator
internal import Events
internal import Kernel
package import Storage
internal import Units

/// One program that somebody handed in, and how far its judging is: what its stream adds up to.
package struct Submission: Aggregate {
    /// How far it is.
    package enum Phase: String, Hashable, Sendable {
        /// The fleet has not taken it yet.
        case waiting
        /// The fleet has it.
        case judging
        /// Its judgement is there.
        case judged
        /// The fleet did not take it for what it is.
        case refused
        /// It could not be judged, and that is not its fault.
        case failed
    }

    /// What was handed in; nil: nothing was. The problem's version is that by which it is judged now.
    package private(set) var received: SubmissionReceived?
    /// 1, and one more each time that it is to be judged again.
    package private(set) var generation: UInt32 = 1
    /// The judgement that counts: of an earlier generation until there is another one.
    package private(set) var judgement: JudgementRecorded?
    /// Why this generation could not be judged.
    package private(set) var failure: JudgingFailed?
    /// Whether it was deleted.
    package private(set) var isDeleted = false
    /// Whether the fleet has taken this generation.
    private(set) var hasBegun = false
    /// The set by which this generation was judged anew; empty: by none.
    private(set) var rejudging = ""

    package init() {}

    /// How far the newest generation is.
    package var phase: Phase {
        if judgement?.generation == generation { return .judged }
        if let failure { return failure.refused ? .refused : .failed }
        return hasBegun ? .judging : .waiting
    }

    package mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case SubmissionReceived.persistedType: received = try event.unpacked()
        case JudgingBegan.persistedType:
            if (try event.unpacked() as JudgingBegan).generation == generation { hasBegun = true }
        case JudgementRecorded.persistedType:
            let found: JudgementRecorded = try event.unpacked()
            if isNews(found) { (judgement, failure) = (found, nil) }
        case JudgingFailed.persistedType:
            let failed: JudgingFailed = try event.unpacked()
            if failed.generation == generation, phase != .judged { failure = failed }
        case RejudgingWanted.persistedType:
            let wanted: RejudgingWanted = try event.unpacked()
            (generation, rejudging) = (wanted.generation, wanted.rejudging)
            (hasBegun, failure) = (false, nil)
            guard wanted.version > 0 else { return }
            received?.version = wanted.version
            received?.package = wanted.package
        case SubmissionDeleted.persistedType: isDeleted = true
        default: break
        }
    }

    /// Whether a judgement is one of this generation, and later than the one that is known.
    func isNews(_ found: JudgementRecorded) -> Bool {
        guard found.generation == generation, found.rejudging == rejudging else { return false }
        guard let judgement, judgement.generation == generation else { return true }
        return found.fleetGeneration > judgement.fleetGeneration
    }
}

extension Submission {
    /// What is known of it without its judgement; nil if there is nothing, or it was deleted.
    func facts(_ id: EntityID) -> SubmissionFacts? {
        guard !isDeleted, let received, let author = EntityID(received.author),
            let problem = EntityID(received.problem)
        else { return nil }
        return SubmissionFacts(
            id: id, author: author, problem: problem, contest: EntityID(received.contest),
            participant: EntityID(received.participant), receivedAt: Timestamp(nanoseconds: received.atNs))
    }

    /// Whose it is, and in which scopes, for those who change it: in a contest it is not its author's any more.
    var subject: Subject {
        guard let received, !isDeleted else { return Subject() }
        var subject = Subject(scopes: [Scope("problem", received.problem)])
        if received.contest.isEmpty {
            subject.owners = Set([EntityID(received.author)].compactMap(\.self))
        } else {
            subject.scopes.insert(Scope("contest", received.contest))
        }
        return subject
    }
}

extension Submission {
    /// In which scopes it is, for those who have it judged again: its author is no judge of it.
    var rejudgingSubject: Subject { Subject(scopes: subject.scopes) }

    /// Which of its judgements counts.
    var stamp: JudgingStamp {
        JudgingStamp(
            generation: generation,
            fleetGeneration: judgement.flatMap { $0.generation == generation ? $0.fleetGeneration : nil })
    }

    /// What the judging of the newest generation is called at the fleet.
    func judgingName(_ id: EntityID) -> JudgingName { JudgingName(id, generation, of: EntityID(rejudging)) }
}

extension DomainError {
    /// There is no submission of that id, or none that the caller may know of: nobody learns which.
    static var noSubmission: DomainError { DomainError(.notFound, "there is no submission of that id") }
    /// Nothing of what counts changes any more.
    static var resultsAreFinal: DomainError { DomainError(.wrongState, "the contest's results are final") }
}
