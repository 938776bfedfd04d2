internal import Coordinator
internal import Kernel
internal import Storage
internal import Units

/// A command that organisers have done with a contest.
protocol ContestCommand: Command where State == Contest {
    /// The contest.
    var contest: EntityID { get }
}

extension ContestCommand {
    var stream: StreamName { get throws(StorageError) { try contest.stream(ContestStream.contests) } }

    func subject(in state: Contest) -> Subject { state.subject(contest) }
}

/// Why things are refused.
enum ContestRefusal {
    static let noContest = DomainError(.notFound, "there is no contest of that id")
    static let noProblem = DomainError(.notFound, "the contest has no problem of that id")
    static let noParticipant = DomainError(.notFound, "nobody of that id takes part")
    static let noQuestion = DomainError(.notFound, "there is no question of that id")
    static let finalized = DomainError(.wrongState, "the contest's results are final")
    static let onlyPeople = DomainError(.invalid, "only people take part in contests")
}

extension Contest {
    /// Asks that it is there, and its results are not final.
    func requireOpen() throws(DomainError) {
        guard isCreated else { throw ContestRefusal.noContest }
        guard finalized == nil else { throw ContestRefusal.finalized }
    }
}

/// The timers of a contest.
enum ContestTimer: String, CaseIterable {
    case start, freeze, end
    /// The last one who had more time has ended: what was closed is open.
    case last

    var name: TimerName { TimerName("contests.\(rawValue)") }
}

/// The moments of a contest: a pure value.
struct ContestMoments: Hashable, Sendable {
    var timeline: ContestTimeline
    /// When the last one may hand something in that counts.
    var last: Timestamp

    /// When a timer is due; nil: never.
    subscript(timer: ContestTimer) -> Timestamp? {
        switch timer {
        case .start: timeline.start
        case .freeze: timeline.freeze
        case .end: timeline.end
        case .last: last > timeline.end ? last : nil
        }
    }
}

extension Contest {
    /// When what of it comes.
    var moments: ContestMoments { ContestMoments(timeline: timeline, last: lastMoment) }

    /// The same, where it is otherwise.
    func moments(with details: ContestDetails, without removed: some Sequence<RemovedInterval>) -> ContestMoments {
        let timeline = details.timeline(without: removed)
        return ContestMoments(timeline: timeline, last: lastMoment(in: details, timeline))
    }
}

extension Decision {
    /// Sets the timers of a contest that is then.
    /// - Parameters:
    ///   - moments: when it is.
    ///   - old: when it was to be until now; nil: it was not.
    ///   - now: the time.
    mutating func set(_ moments: ContestMoments, from old: ContestMoments?, at now: Timestamp) throws(DomainError) {
        for timer in ContestTimer.allCases {
            let due = moments[timer]
            let before = old.flatMap { $0[timer] }
            if let due, due > now {
                if due != before { try set(timer.name, for: due) }
            } else if let before, before > now {
                try end(timer.name)
            }
        }
    }
}
