internal import Grading
internal import Kernel
internal import Units

/// What decides how submissions count: a pure value.
struct ContestGame: Hashable, Sendable {
    var rules = ContestRules()
    var timeline: ContestTimeline
    /// In the order that the board shows them.
    var problems: [EntityID] = []
    var worths: [EntityID: ProblemWorth] = [:]
    /// When problems are due, by the contest's clock, that are due before its end.
    var dues: [EntityID: Duration] = [:]
    /// Of which problems all submissions are as if a token were spent on them.
    var freelyTokened: Set<EntityID> = []
    /// Whether all may be seen that was frozen.
    var isThawed = false

    /// The timeline of a problem, which ends when the problem is due.
    func timeline(of problem: EntityID) -> ContestTimeline {
        var timeline = timeline
        if let due = dues[problem] { timeline.length = min(due, timeline.length) }
        return timeline
    }

    /// Whether the public may not yet see what came of something received then.
    func isHidden(_ received: Timestamp) -> Bool { !isThawed && timeline.isFrozen(at: received) }
}

/// Who looks at a board.
enum BoardEye: Int, Hashable, Sendable, CaseIterable {
    /// Everybody: without what came of submissions that were received after the freeze.
    case open
    /// Those who judge: all.
    case judges
}

/// All that was handed in for a contest, and what it adds up to for each eye. One submission changes one row.
struct ContestBoard: Sendable {
    private(set) var game: ContestGame
    private(set) var entrants: [EntityID: Entrant] = [:]
    /// By participant and problem, in the order that they were received.
    private(set) var attempts: [EntityID: [EntityID: [Attempt]]] = [:]
    /// Whose, and for which problem.
    private var places: [EntityID: (participant: EntityID, problem: EntityID)] = [:]
    private(set) var hacks = BoardHacks()
    /// On which submissions tokens were spent.
    private var tokened: Set<EntityID> = []
    private var faces = BoardEye.allCases.map { BoardFace(eye: $0) }

    /// Nobody takes part yet.
    init(_ game: ContestGame) { self.game = game }

    /// What an eye sees.
    func face(_ eye: BoardEye) -> BoardFace { faces[eye.rawValue] }

    /// A participant's tries at a problem.
    func attempts(of participant: EntityID, at problem: EntityID) -> [Attempt] {
        attempts[participant]?[problem] ?? []
    }

    /// A submission; nil if there is none in this contest.
    func attempt(_ submission: EntityID) -> (participant: EntityID, problem: EntityID, attempt: Attempt)? {
        guard let place = places[submission] else { return nil }
        return attempts(of: place.participant, at: place.problem).first { $0.submission == submission }
            .map { (place.participant, place.problem, $0) }
    }

    /// How many submissions there are.
    var count: Int { places.count }

    /// All submissions.
    var submissions: some Sequence<EntityID> { places.keys }

    /// Counts anew by other rules or times.
    mutating func change(_ game: ContestGame) {
        guard game != self.game else { return }
        self.game = game
        faces = BoardEye.allCases.map { BoardFace(eye: $0) }
        for participant in entrants.keys { add(participant) }
    }

    /// Somebody takes part, or takes part otherwise; nil: no more.
    mutating func enter(_ entrant: Entrant?, as participant: EntityID) {
        guard entrants[participant] != entrant else { return }
        for eye in faces.indices { faces[eye].remove(participant, tries(participant)) }
        entrants[participant] = entrant
        add(participant)
    }

    /// Something was handed in.
    mutating func receive(_ attempt: Attempt, of participant: EntityID, for problem: EntityID) {
        guard places[attempt.submission] == nil else { return }
        places[attempt.submission] = (participant, problem)
        var attempt = attempt
        attempt.hasToken = tokened.contains(attempt.submission)
        attempt.hacked = hacks.success(against: attempt.submission)?.received
        edit(participant, problem) { attempts in
            let place = attempts.lastIndex { $0.isBefore(attempt) }.map { $0 + 1 } ?? 0
            attempts.insert(attempt, at: place)
        }
    }

    /// A submission was judged, or judged again; nil: what came of it counts no more.
    mutating func judge(_ submission: EntityID, _ judgement: Judgement?) {
        edit(submission) { $0.judgement = judgement }
    }

    /// A token was spent on a submission.
    mutating func token(_ submission: EntityID) {
        tokened.insert(submission)
        edit(submission) { $0.hasToken = true }
    }

    /// A submission counts, or does not.
    mutating func ignore(_ submission: EntityID, _ isIgnored: Bool) {
        edit(submission) { $0.isIgnored = isIgnored }
    }

    /// The fleet did not take a submission for what it is, or is asked again. What has a judgement keeps it.
    mutating func refuse(_ submission: EntityID, _ isRefused: Bool) {
        edit(submission) { $0.isRefused = isRefused }
    }

    /// A submission is there no more.
    mutating func delete(_ submission: EntityID) {
        guard let place = places.removeValue(forKey: submission) else { return }
        edit(place.participant, place.problem) { $0.removeAll { $0.submission == submission } }
    }

    /// Something came of a hack that counts, or counts no more.
    mutating func hack(_ hack: BoardHack, counts: Bool) {
        guard counts || hacks.contains(hack) else { return }
        // Of those against the same program none counts after the first successful one.
        let target = places[hack.submission]
        let participants = Set(
            hacks.hackers(of: hack.submission) + [hack.hacker, target?.participant].compactMap(\.self))
        for participant in participants {
            for eye in faces.indices { faces[eye].remove(participant, tries(participant)) }
        }
        hacks.set(hack, counts: counts)
        if let target, var attempts = attempts[target.participant]?[target.problem],
            let index = attempts.firstIndex(where: { $0.submission == hack.submission })
        {
            attempts[index].hacked = hacks.success(against: hack.submission)?.received
            self.attempts[target.participant]?[target.problem] = attempts
        }
        for participant in participants { add(participant) }
    }

    private mutating func edit(_ submission: EntityID, _ body: (inout Attempt) -> Void) {
        guard let place = places[submission] else { return }
        edit(place.participant, place.problem) { attempts in
            guard let index = attempts.firstIndex(where: { $0.submission == submission }) else { return }
            body(&attempts[index])
        }
    }

    private mutating func edit(_ participant: EntityID, _ problem: EntityID, _ body: (inout [Attempt]) -> Void) {
        let old = counted(participant, problem)
        body(&attempts[participant, default: [:]][problem, default: []])
        guard let entrant = entrants[participant], entrant.isRanked, game.worths[problem] != nil else { return }
        let new = counted(participant, problem)
        for eye in faces.indices { faces[eye].change(participant, entrant, problem, from: old, to: new, game) }
    }

    private mutating func add(_ participant: EntityID) {
        guard let entrant = entrants[participant], entrant.isRanked else { return }
        let tries = tries(participant)
        let hacks = hacks.counted(of: participant)
        for eye in faces.indices { faces[eye].add(participant, entrant, tries, hacks, game) }
    }

    private func tries(_ participant: EntityID) -> [EntityID: [Attempt]] {
        var tries: [EntityID: [Attempt]] = [:]
        for problem in (attempts[participant] ?? [:]).keys { tries[problem] = counted(participant, problem) }
        return tries
    }

    /// Those of the tries that count.
    private func counted(_ participant: EntityID, _ problem: EntityID) -> [Attempt] {
        guard let entrant = entrants[participant], game.worths[problem] != nil,
            let start = entrant.beginning(in: game.timeline)
        else { return [] }
        let end = entrant.end(in: game.timeline(of: problem)) + game.rules.lateTime
        return attempts(of: participant, at: problem).filter {
            !$0.isIgnored && !($0.isRefused && $0.judgement == nil) && $0.received >= start && $0.received < end
        }
    }

    /// Whether a submission counts on the board: something comes of it there, or will.
    func counts(_ submission: EntityID) -> Bool {
        guard let place = places[submission], entrants[place.participant]?.isRanked == true else { return false }
        return counted(place.participant, place.problem).contains { $0.submission == submission }
    }

    /// The first right one of somebody's tries at a problem that count on the board; nil if there is none.
    /// - Parameters:
    ///   - participant: whose.
    ///   - problem: which problem.
    ///   - isWanted: whether one that was received then is wanted.
    func solution(of participant: EntityID, at problem: EntityID, where isWanted: (Timestamp) -> Bool) -> Attempt? {
        guard entrants[participant]?.isRanked == true else { return nil }
        return counted(participant, problem).first {
            $0.standing(.judges, game)?.verdict == .accepted && isWanted($0.received)
        }
    }

    /// The program by which somebody has solved a problem, as everybody sees it; nil if there is none.
    func seenSolution(of participant: EntityID, at problem: EntityID) -> Attempt? {
        guard entrants[participant]?.isRanked == true else { return nil }
        return counted(participant, problem).first { $0.standing(.open, game)?.verdict == .accepted }
    }

    /// What came of a participant's own tries, whatever others may see: also of one who is on no board.
    func ownRow(of participant: EntityID) -> Row? {
        entrants[participant].map { entrant in
            BoardFace(eye: .judges).row(entrant, tries(participant), hacks.counted(of: participant), game)
        }
    }

    /// How many submissions that count for somebody wait to be judged.
    var unjudged: Int { face(.judges).waiting }
}
