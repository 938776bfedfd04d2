package import Events
package import Kernel
package import Storage
package import Units

/// A problem's version that a program is handed in for.
package struct SubmittableProblem: Hashable, Sendable {
    /// The problem.
    package var id: EntityID
    /// Its version.
    package var version: UInt32
    /// The package that it is judged by.
    package var package: ContentHash

    /// A version from its parts.
    package init(id: EntityID, version: UInt32, package: ContentHash) {
        (self.id, self.version, self.package) = (id, version, package)
    }
}

/// The problems that programs are handed in for, as far as submissions know of them.
package protocol SubmittableProblems: Sendable {
    /// The version of a problem that somebody may hand in for, outside of contests.
    /// - Throws: `DomainError`: `notFound` if there is none that they may see.
    func problem(_ id: EntityID, for actor: Actor) async throws -> SubmittableProblem
}

/// How a submission in a contest counts.
package struct ContestEntry: Hashable, Sendable {
    /// The problem's version that the contest uses.
    package var problem: SubmittableProblem
    /// Whom it counts for: a person or a team, by the contest's own id.
    package var participant: EntityID
    /// The languages that it may be in, by their ids; none: all.
    package var languages: [String]

    /// An entry from its parts.
    package init(problem: SubmittableProblem, participant: EntityID, languages: [String] = []) {
        (self.problem, self.participant, self.languages) = (problem, participant, languages)
    }
}

/// What is known of a submission without its judgement.
package struct SubmissionFacts: Hashable, Sendable {
    /// The submission.
    package var id: EntityID
    /// Who handed it in.
    package var author: EntityID
    /// The problem.
    package var problem: EntityID
    /// The contest; nil: for practice.
    package var contest: EntityID?
    /// Whom it counts for in the contest.
    package var participant: EntityID?
    /// When it was received.
    package var receivedAt: Timestamp

    /// Facts from their parts.
    package init(
        id: EntityID, author: EntityID, problem: EntityID, contest: EntityID? = nil, participant: EntityID? = nil,
        receivedAt: Timestamp
    ) {
        (self.id, self.author, self.problem, self.contest) = (id, author, problem, contest)
        (self.participant, self.receivedAt) = (participant, receivedAt)
    }
}

/// How much somebody sees of a submission: each has all that those before it have.
package enum SubmissionView: Int, Hashable, Comparable, Sendable, CaseIterable {
    /// Not even that it is there.
    case nothing
    /// That it is there: whose, when, for which problem; as if it waited to be judged.
    case pending
    /// The verdict.
    case verdict
    /// The score, and what came of groups of test cases.
    case groups
    /// What came of each test case: verdict, time, memory.
    case tests
    /// All: the program, what the compiler and the checker said.
    case everything

    /// By how much is seen.
    package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// The contests that programs are handed in for, as far as submissions know of them.
package protocol SubmissionContests: Sendable {
    /// How a submission that somebody makes now in a contest counts.
    /// - Throws: `DomainError`: `notFound` if there is no such contest, or it has no such problem; `wrongState` if it does not
    ///   run for them; `forbidden` if they do not take part; `exhausted` with the time to wait if they may not yet again.
    func entry(of actor: Actor, for problem: EntityID, in contest: EntityID, at time: Timestamp) async throws
        -> ContestEntry

    /// How much somebody sees now of a submission in a contest, by the contest's rules alone: its feedback, its freeze, its
    /// roles. By the time that it was received, and never by that of its judgement.
    func view(of submission: SubmissionFacts, for actor: Actor, at time: Timestamp) async throws -> SubmissionView

    /// Whether a submission in a contest is somebody's own: their team's, too.
    func isOwn(_ submission: SubmissionFacts, of actor: Actor) async throws -> Bool

    /// Whether a submission in a contest counts in results that are final: nothing of it changes any more.
    func isInFinalResults(_ submission: SubmissionFacts) async throws -> Bool

    /// The hack that has shown that a submission in a contest fails, where somebody may know of it who sees the verdict; nil:
    /// there is none.
    func hack(of submission: SubmissionFacts, for actor: Actor) async throws -> EntityID?

    /// The streams by whose entries a submission in a contest is seen otherwise than before.
    var submissionStreams: StreamPattern { get }

    /// A contest, as those see it who judge it.
    /// - Parameters:
    ///   - contest: which one.
    ///   - actor: who asks; nil: the platform itself, which may know of all.
    /// - Throws: `DomainError` (`notFound`) if there is no such contest, or the actor may not know of it.
    func judged(_ contest: EntityID, for actor: Actor?) async throws -> JudgedContest

    /// What is otherwise on the board, as judges see it, once what a set of submissions has found counts.
    /// - Throws: `DomainError`.
    func shift(by rejudging: EntityID, in contest: EntityID) async throws -> BoardShift
}

extension SubmissionContests {
    /// By default nobody but its author has it.
    package func isOwn(_ submission: SubmissionFacts, of actor: Actor) async throws -> Bool {
        actor.person == submission.author
    }

    /// By default no results are final.
    package func isInFinalResults(_ submission: SubmissionFacts) async throws -> Bool { false }
}

/// A contest, as those see it who judge it.
package struct JudgedContest: Sendable {
    /// The contest.
    package var id: EntityID
    /// Whose it is, and in which scopes.
    package var subject: Subject
    /// The versions of its problems that it uses now.
    package var problems: [SubmittableProblem]
    /// Whether its results are what they are.
    package var isFinal: Bool

    /// A contest from its parts.
    package init(id: EntityID, subject: Subject, problems: [SubmittableProblem], isFinal: Bool) {
        (self.id, self.subject, self.problems, self.isFinal) = (id, subject, problems, isFinal)
    }
}

/// What is otherwise on a board once something counts.
package struct BoardShift: Encodable, Hashable, Sendable {
    /// What a row says.
    package struct Row: Encodable, Hashable, Sendable {
        /// From 1.
        package var rank: Int
        /// How many problems are solved.
        package var solved: Int
        /// The points, exact.
        package var points: String
        /// The time with penalties, as the contest counts.
        package var time: Int64

        /// A row from its parts.
        package init(rank: Int, solved: Int, points: String, time: Int64) {
            (self.rank, self.solved, self.points, self.time) = (rank, solved, points, time)
        }
    }

    /// A participant whose row is otherwise.
    package struct Participant: Encodable, Hashable, Sendable {
        /// Whose row.
        package var participant: String
        /// What they are called; nil where nobody can read it.
        package var name: String?
        /// The row now; nil: there is none.
        package var before: Row?
        /// The row then; nil: there is none.
        package var after: Row?

        /// A participant from its parts.
        package init(participant: String, name: String?, before: Row?, after: Row?) {
            (self.participant, self.name, self.before, self.after) = (participant, name, before, after)
        }
    }

    /// A problem that somebody else has solved first.
    package struct First: Encodable, Hashable, Sendable {
        /// The problem.
        package var problem: String
        /// Who has solved it first by what counts now; nil: nobody, or that is not known.
        package var before: String?
        /// Who has then.
        package var after: String?

        /// A problem from its parts.
        package init(problem: String, before: String?, after: String?) {
            (self.problem, self.before, self.after) = (problem, before, after)
        }
    }

    /// How many rows are otherwise.
    package var count: Int
    /// Those of them that come first then, as many as one answer has.
    package var participants: [Participant]
    /// Problems that somebody else has solved first.
    package var firsts: [First]

    /// What is otherwise; by default nothing.
    package init(count: Int = 0, participants: [Participant] = [], firsts: [First] = []) {
        (self.count, self.participants, self.firsts) = (count, participants, firsts)
    }
}
