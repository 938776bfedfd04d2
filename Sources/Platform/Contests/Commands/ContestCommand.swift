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

    var name: TimerName { TimerName("contests.\(rawValue)") }

    /// When it is due; nil: never.
    func due(in timeline: ContestTimeline) -> Timestamp? {
        switch self {
        case .start: timeline.start
        case .freeze: timeline.freeze
        case .end: timeline.end
        }
    }
}

extension Decision {
    /// Sets the timers of a contest that is then.
    /// - Parameters:
    ///   - timeline: when it is.
    ///   - old: when it was to be until now; nil: it was not.
    ///   - now: the time.
    mutating func set(_ timeline: ContestTimeline, from old: ContestTimeline?, at now: Timestamp) throws(DomainError) {
        for timer in ContestTimer.allCases {
            let due = timer.due(in: timeline)
            let before = old.flatMap { timer.due(in: $0) }
            if let due, due > now {
                if due != before { try set(timer.name, for: due) }
            } else if let before, before > now {
                try end(timer.name)
            }
        }
    }
}
