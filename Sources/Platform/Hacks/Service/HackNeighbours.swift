internal import Coordinator
package import Kernel
package import Submissions
package import Units

/// What a contest says of hacking to somebody, at a time.
package struct HackingTerms: Sendable {
    /// Who may hack.
    package enum Opening: Hashable, Sendable {
        /// Nobody: not in this contest, or not now.
        case closed
        /// Participants, where they have locked the problem.
        case toLocked
        /// All participants.
        case toAll
    }

    /// Which contest.
    package var contest: EntityID
    /// Whose it is, and in which scopes.
    package var subject: Subject
    /// As whom whoever asks takes part; nil: not at all.
    package var participant: EntityID?
    /// Who may hack.
    package var opening: Opening
    /// Its problems, if whoever asks may see them.
    package var problems: [SubmittableProblem]
    /// From when on what was received is hidden from others; nil: nothing is.
    package var freeze: Timestamp?
    /// Whether others' results are hidden altogether.
    package var isClosed: Bool
    /// Whether nothing can be hacked any more, so that all that was tried may be seen.
    package var isOver: Bool
    /// Whether the results are what they are.
    package var isFinal: Bool

    /// Terms of a contest in which nobody hacks.
    package init(contest: EntityID, subject: Subject) {
        (self.contest, self.subject) = (contest, subject)
        (opening, problems, isClosed, isOver, isFinal) = (.closed, [], false, false, false)
    }

    /// Whether others may not see yet what was received then.
    func isHidden(_ received: Timestamp) -> Bool { isClosed || freeze.map { received >= $0 } ?? false }
}

/// A program that can be hacked: a right one that counts on the board, as everybody sees it.
package struct HackTarget: Hashable, Sendable {
    /// The submission.
    package var submission: EntityID
    /// Whose it is.
    package var participant: EntityID
    /// For which problem.
    package var problem: EntityID
    /// When it was received.
    package var received: Timestamp

    /// A target from its parts.
    package init(submission: EntityID, participant: EntityID, problem: EntityID, received: Timestamp) {
        (self.submission, self.participant) = (submission, participant)
        (self.problem, self.received) = (problem, received)
    }
}

/// Where a program stands among those that can be hacked, whether it still can or not.
package struct HackPlace: Hashable, Comparable, Sendable {
    private var received: Timestamp
    private var submission: EntityID

    /// Where a program stands.
    package init(_ target: HackTarget) { (received, submission) = (target.received, target.submission) }

    /// Reads what ``text`` wrote.
    /// - Throws: `DomainError` (`invalid`) if it is something else.
    init(reading text: String) throws(DomainError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let nanoseconds = Int64(parts[0]), let submission = EntityID(parts[1]) else {
            throw DomainError(
                .invalid, "the cursor is not one that this list ended with", advice: "begin without a cursor")
        }
        (received, self.submission) = (Timestamp(nanoseconds: nanoseconds), submission)
    }

    /// The same again by ``init(reading:)``.
    var text: String { "\(received.nanoseconds):\(submission)" }

    /// Which was received first.
    package static func < (one: Self, other: Self) -> Bool {
        (one.received, one.submission.number) < (other.received, other.submission.number)
    }
}

/// The contests that people hack in, as far as hacks know of them.
package protocol HackContests: Sendable {
    /// What a contest says of hacking.
    /// - Parameters:
    ///   - contest: which one.
    ///   - actor: who asks.
    ///   - time: when.
    /// - Throws: `DomainError` (`notFound`) if there is no such contest, or they may not know of it.
    func hacking(in contest: EntityID, for actor: Actor, at time: Timestamp) async throws -> HackingTerms

    /// The streams whose entries decide who may see what of a contest's hacks.
    func hackingStreams(of contest: EntityID) -> [String]

    /// The programs for a problem that can be hacked, in the order in which they were received.
    /// - Parameters:
    ///   - problem: which problem.
    ///   - contest: in which contest.
    ///   - last: only those behind that place; nil: all.
    ///   - limit: how many at most.
    func hackable(_ problem: EntityID, in contest: EntityID, after last: HackPlace?, limit: Int) async throws
        -> [HackTarget]

    /// A program that can be hacked; nil if it is none.
    func hackable(_ submission: EntityID, in contest: EntityID) async throws -> HackTarget?

    /// Whether a participant has a right program for a problem, which counts on the board.
    func hasSolved(_ problem: EntityID, _ participant: EntityID, in contest: EntityID) async throws -> Bool

    /// What participants of a contest are called; those who have no name are not there.
    func names(of participants: Set<EntityID>, in contest: EntityID) async throws -> [EntityID: String]
}
