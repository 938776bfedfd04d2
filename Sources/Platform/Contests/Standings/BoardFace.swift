internal import Grading
internal import Kernel
internal import Units

/// A board as one eye sees it.
struct BoardFace: Sendable {
    /// When something was handed in, and what.
    struct Moment: Hashable, Comparable, Sendable {
        var received: Timestamp
        var submission: EntityID
        var participant: EntityID

        static func < (one: Moment, other: Moment) -> Bool {
            (one.received, one.submission.number) < (other.received, other.submission.number)
        }
    }

    /// Whose eye it is.
    let eye: BoardEye
    /// The rows in order.
    private(set) var standings = Standings()
    /// By the problem: right submissions, in order.
    private var solves: [EntityID: RankedList<Moment>] = [:]
    /// By the problem: those that wait, in order.
    private var waits: [EntityID: RankedList<Moment>] = [:]

    /// A board that nobody is on.
    init(eye: BoardEye) { self.eye = eye }

    /// How many submissions wait, or may not be seen.
    var waiting: Int { waits.values.reduce(0) { $0 + $1.count } }

    /// Whose submission solved a problem first; nil as long as that is not known: while an earlier one waits.
    func firstToSolve(_ problem: EntityID) -> Moment? {
        guard let first = solves[problem]?.first else { return nil }
        if let wait = waits[problem]?.first, wait < first { return nil }
        return first
    }

    /// A row is added.
    mutating func add(
        _ participant: EntityID, _ entrant: Entrant, _ tries: [EntityID: [Attempt]], _ hacks: [BoardHack],
        _ game: ContestGame
    ) {
        for (problem, attempts) in tries { note(attempts, of: participant, problem, game) }
        standings.put(row(entrant, tries, hacks, game), of: participant)
    }

    /// A row is taken away.
    mutating func remove(_ participant: EntityID, _ tries: [EntityID: [Attempt]]) {
        guard standings.rows[participant] != nil else { return }
        for (problem, attempts) in tries { forget(attempts, of: participant, problem) }
        standings.remove(participant)
    }

    /// What somebody tried at one problem is otherwise.
    mutating func change(
        _ participant: EntityID, _ entrant: Entrant, _ problem: EntityID, from old: [Attempt], to new: [Attempt],
        _ game: ContestGame
    ) {
        // A row that nothing changes in is not moved: the public's, while what is judged is hidden from it.
        var row = standings.rows[participant] ?? Row(division: entrant.division)
        forget(old, of: participant, problem)
        note(new, of: participant, problem, game)
        let cell = cell(entrant, new, problem, game)
        guard row.cells[problem] != cell else { return }
        row.cells[problem] = cell
        row.totals = game.rules.totals(row.cells.values, added: entrant.penalty, hacks: row.hacks)
        standings.put(row, of: participant)
    }

    private mutating func note(
        _ attempts: [Attempt], of participant: EntityID, _ problem: EntityID, _ game: ContestGame
    ) {
        for attempt in attempts {
            let moment = Moment(attempt, of: participant)
            switch attempt.standing(eye, game)?.verdict {
            case nil: waits[problem, default: RankedList()].insert(moment)
            case .accepted: solves[problem, default: RankedList()].insert(moment)
            default: break
            }
        }
    }

    private mutating func forget(_ attempts: [Attempt], of participant: EntityID, _ problem: EntityID) {
        for attempt in attempts {
            let moment = Moment(attempt, of: participant)
            waits[problem]?.remove(moment)
            solves[problem]?.remove(moment)
        }
    }

    /// A row, from nothing.
    func row(
        _ entrant: Entrant, _ tries: [EntityID: [Attempt]], _ hacks: [BoardHack], _ game: ContestGame
    ) -> Row {
        var row = Row(division: entrant.division)
        for hack in hacks where eye == .judges || !game.isHidden(hack.received) {
            if hack.isSuccessful { row.hacks.successful += 1 } else { row.hacks.unsuccessful += 1 }
        }
        for (problem, attempts) in tries { row.cells[problem] = cell(entrant, attempts, problem, game) }
        row.totals = game.rules.totals(row.cells.values, added: entrant.penalty, hacks: row.hacks)
        return row
    }

    private func cell(_ entrant: Entrant, _ attempts: [Attempt], _ problem: EntityID, _ game: ContestGame) -> Cell? {
        guard let worth = game.worths[problem], !attempts.isEmpty else { return nil }
        let timeline = game.timeline(of: problem)
        let (beginning, end) = (entrant.beginning(in: timeline), entrant.end(in: timeline))
        let tries = attempts.map { attempt in
            Try(
                elapsed: timeline.elapsed(at: attempt.received, from: beginning),
                lateDays: attempt.received < end ? 0 : (attempt.received - end).whole(86_400) + 1,
                hasToken: attempt.hasToken || game.freelyTokened.contains(problem),
                judgement: attempt.standing(eye, game))
        }
        // Who began late ends with the others, and has the rest of the time alone.
        return game.rules.cell(tries, worth: worth, length: timeline.elapsed(at: end, from: beginning))
    }
}

extension BoardFace.Moment {
    fileprivate init(_ attempt: Attempt, of participant: EntityID) {
        self.init(received: attempt.received, submission: attempt.submission, participant: participant)
    }
}
