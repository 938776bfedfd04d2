internal import Coordinator
internal import Events
package import Kernel
package import Storage

/// What the streams of sets are called.
package enum RejudgingStream {
    static let prefix = "submissions-rejudging"

    /// The set whose stream that is; nil if it is another kind of stream.
    package static func id(_ stream: StreamName) -> EntityID? {
        stream.text.hasPrefix(prefix + "-") ? EntityID(stream.text.dropFirst(prefix.count + 1)) : nil
    }
}

/// A set of a contest's submissions that are judged anew, while what counts stays: what its stream adds up to. A pure value.
struct Rejudging: Aggregate {
    /// How far it is.
    enum Stage: String, Hashable, Sendable, CaseIterable {
        /// Its submissions are judged, or were: nobody has decided what becomes of that.
        case open
        /// What was found counts, and the submissions are being told.
        case applying
        /// All of them know.
        case applied
        /// It is of no use any more.
        case cancelled
    }

    /// What came of judging a submission anew.
    enum Outcome: Hashable, Sendable {
        case judged(JudgementRecorded)
        case failed(String)
    }

    /// One submission of the set.
    struct Entry: Hashable, Sendable {
        var submission: EntityID
        /// The verdict that counted when the set was made.
        var verdict: String
        /// The judgement that counted then.
        var stamp: JudgingStamp
        /// Nil: that is not known yet.
        var outcome: Outcome?
        /// How many of the set had an outcome when this one got it, with it; 0: it has none.
        var number = 0
    }

    /// The contest; nil: there is no such set.
    private(set) var contest: EntityID?
    private(set) var stage = Stage.open
    /// In the order in which they are judged.
    private(set) var entries: [Entry] = []
    /// How many have an outcome.
    private(set) var ended = 0
    /// Who has said that it counts.
    private(set) var appliedBy = ""
    private var places: [EntityID: Int] = [:]
    private var versions: [String: RejudgedProblem] = [:]

    init() {}

    /// How many have no outcome yet.
    var waiting: Int { entries.count - ended }

    /// How many would not be accepted any more.
    var lost: Int {
        entries.count { entry in
            guard entry.verdict == "AC", case .judged(let judgement) = entry.outcome else { return false }
            return judgement.verdict != "AC"
        }
    }

    /// What is known of a submission; nil if it is not of the set.
    func entry(_ submission: EntityID) -> Entry? { places[submission].map { entries[$0] } }

    /// The version of a problem by which the set judges; nil: none.
    func version(of problem: String) -> RejudgedProblem? { versions[problem] }

    /// Those that the fleet has, or had, where it has so many at once: whenever one has ended, it gets the next one.
    func begun(atOnce window: Int) -> ArraySlice<Entry> { entries.prefix(ended + window) }

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case RejudgingOpened.persistedType: open(try event.unpacked())
        case JudgedAnew.persistedType:
            let judged: JudgedAnew = try event.unpacked()
            end(judged.submission, .judged(judged.judgement))
        case NotJudgedAnew.persistedType:
            let failed: NotJudgedAnew = try event.unpacked()
            end(failed.submission, .failed(failed.reason))
        case RejudgingApplied.persistedType:
            (stage, appliedBy) = (.applying, try event.unpacked(RejudgingApplied.self).by)
        case RejudgingFinished.persistedType: stage = .applied
        case RejudgingCancelled.persistedType: stage = .cancelled
        default: break
        }
    }

    private mutating func open(_ opened: RejudgingOpened) {
        contest = EntityID(opened.contest)
        for problem in opened.problems { versions[problem.problem] = problem }
        for submission in opened.submissions {
            guard let id = EntityID(submission.id), places[id] == nil else { continue }
            places[id] = entries.count
            entries.append(
                Entry(
                    submission: id, verdict: submission.verdict,
                    stamp: JudgingStamp(
                        generation: submission.generation, fleetGeneration: submission.fleetGeneration)))
        }
    }

    private mutating func end(_ submission: String, _ outcome: Outcome) {
        guard let id = EntityID(submission), let place = places[id] else { return }
        entries[place].outcome = outcome
        guard entries[place].number == 0 else { return }
        ended += 1
        entries[place].number = ended
    }
}

extension DomainError {
    /// There is no set of that id in the contest.
    static var noRejudging: DomainError { DomainError(.notFound, "there is no rejudging of that id") }
}
