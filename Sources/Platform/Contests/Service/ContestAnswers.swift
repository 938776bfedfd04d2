internal import Kernel
internal import Units

/// What clients get. The names of fields are the API's.
enum ContestAnswers {
    /// A contest.
    struct Contest: Encodable, Sendable {
        struct Counting: Encodable, Sendable {
            var format: String
            var penaltyMinutes, firstTryBonus, minutesPerBonus, wrongTryPoints, latePercentPerDay, lateDays: Int64
            var hackPoints, failedHackPoints: Int64
            var punishesCompileErrors, takesBestGroups, takesTokened: Bool
        }

        struct Tokens: Encodable, Sendable {
            var mode: String
            var initial, generated, mostAtOnce, most: Int
            var intervalSeconds, pauseSeconds: Int64
        }

        var id, title, description, phase, start, end: String
        var lengthSeconds: Int64
        var freezeAfterSeconds: Int64?
        /// How long each may work, where that is not with the others; when the reader began, and when that ends.
        var windowSeconds: Int64?
        var windowBegun, windowEnd: String?
        /// When the reader ends, where that is not with the others: who has extra time, or takes part alone afterwards.
        var ownEnd: String?
        var counting: Counting
        var languages, divisions: [String]
        var capacity, teamSize, participants: Int
        var joinUntil: String?
        var isHidden, hasAccessCode, isBoardClosed, allowsUpsolving, allowsVirtual, isWithoutQuestions: Bool
        var givesFrozenBalloons, hacksWhileRunning: Bool
        var hacksAfterSeconds: Int64
        /// Left out where there are none.
        var tokens: Tokens?
        var feedback: String
        var submissionIntervalSeconds: Int64
        var submissionsPerProblem: Int
        var thawed, finalized: String?
        /// As whom the reader takes part.
        var participant: String?
        /// Whether the reader sees all of it.
        var isJudge: Bool
        /// Whether the reader sees its balloons.
        var seesBalloons = false
        /// For those who judge.
        var removedIntervals: [Interval]?
    }

    struct Interval: Encodable, Sendable { var id, from, until: String }

    /// One of a list.
    struct Listed: Encodable, Sendable {
        var id, title, start, end: String
        var isHidden: Bool
    }
    struct List: Encodable, Sendable {
        var contests: [Listed]
        var next: String?
    }

    struct Problem: Encodable, Sendable {
        var id, label: String
        var version: UInt32
        var color, points: String
        /// When it is due, where that is before the contest's end.
        var dueAfterSeconds: Int64?
        var due: String?
        /// The score that the problem gives a right program, if its scores are not the points.
        var scale: String?
        /// Left out: any number.
        var tokens: Contest.Tokens?
    }
    struct Problems: Encodable, Sendable { var problems: [Problem] }

    struct Made: Encodable, Sendable { var id: String }
    struct Joined: Encodable, Sendable {
        var contest, participant, division, phase: String
    }

    struct Team: Encodable, Sendable {
        var id: String
        var name: String?
        var division: String
        var people, invited: [String]
    }
    struct Teams: Encodable, Sendable {
        /// The reader's own.
        var team: Team?
        /// Those that have invited the reader.
        var invitations: [Team]
    }
}

extension ContestAnswers.Problem {
    init(_ problem: ContestProblem, in timeline: ContestTimeline) {
        (id, label, version, color) = (problem.problem, problem.label, problem.version, problem.color)
        points = problem.points.isEmpty ? "100" : problem.points
        scale = problem.scale.isEmpty ? nil : problem.scale
        tokens = problem.hasTokens ? .init(problem.tokens) : nil
        if problem.dueAfterNs > 0 {
            let after = Duration.nanoseconds(problem.dueAfterNs)
            (dueAfterSeconds, due) = (after.whole(1), "\(timeline.moment(after: after))")
        }
    }
}

extension ContestAnswers.Contest.Tokens {
    init(_ tokens: ContestTokens) {
        mode = tokens.mode
        (initial, generated) = (Int(tokens.initial), Int(tokens.generated))
        (mostAtOnce, most) = (Int(tokens.mostAtOnce), Int(tokens.most))
        (intervalSeconds, pauseSeconds) = (tokens.intervalNs / 1_000_000_000, tokens.pauseNs / 1_000_000_000)
    }
}

extension ContestAnswers.Contest.Counting {
    init(_ counting: ContestCounting) {
        format = counting.format
        (penaltyMinutes, firstTryBonus) = (counting.penaltyMinutes, counting.firstTryBonus)
        (minutesPerBonus, wrongTryPoints) = (counting.minutesPerBonus, counting.wrongTryPoints)
        (hackPoints, failedHackPoints) = (counting.hackPoints, counting.failedHackPoints)
        (latePercentPerDay, lateDays) = (counting.latePercentPerDay, counting.lateDays)
        takesTokened = counting.takesTokened
        (punishesCompileErrors, takesBestGroups) = (counting.punishesCompileErrors, counting.takesBestGroups)
    }
}

extension ContestAnswers.Contest {
    /// When somebody ends, where that is not with the others.
    private static func ownEnd(of person: EntityID, _ contest: Contest, _ roster: Roster) -> Timestamp? {
        let timeline = contest.timeline
        if let alone = roster.virtuals[person] { return contest.entrant(alone).end(in: timeline) }
        guard let place = roster.places[person] else { return nil }
        let entrant = contest.entrant(place, roster)
        let end = entrant.end(in: timeline)
        return entrant.beginning(in: timeline) == nil || end == timeline.end ? nil : end
    }

    /// A contest, as somebody sees it.
    init(_ id: EntityID, _ contest: Contest, _ roster: Roster, for person: EntityID?, isJudge: Bool, at now: Timestamp)
    {
        let (details, timeline) = (contest.details, contest.timeline)
        self.id = "\(id)"
        (title, description, phase) = (details.title, details.description_p, contest.phase(at: now).rawValue)
        (start, end) = ("\(timeline.start)", "\(timeline.end)")
        lengthSeconds = timeline.length.whole(1)
        freezeAfterSeconds = timeline.freezesAfter?.whole(1)
        windowSeconds = timeline.window?.whole(1)
        if let place = person.flatMap({ roster.places[$0] }), let begun = roster.windows[place] {
            (windowBegun, windowEnd) = ("\(begun)", "\(contest.entrant(place, roster).end(in: timeline))")
        }
        ownEnd = person.flatMap { Self.ownEnd(of: $0, contest, roster) }.map { "\($0)" }
        counting = Counting(details.counting)
        (languages, divisions) = (details.languages, details.divisions)
        (capacity, teamSize, participants) = (Int(details.capacity), Int(details.teamSize), roster.count)
        joinUntil = details.joinUntilNs == 0 ? nil : "\(Timestamp(nanoseconds: details.joinUntilNs))"
        (isHidden, hasAccessCode) = (details.isHidden, !details.accessCodeSha256.isEmpty)
        (isBoardClosed, allowsUpsolving) = (details.isBoardClosed, details.allowsUpsolving)
        (allowsVirtual, isWithoutQuestions) = (details.allowsVirtual, details.isWithoutQuestions)
        (givesFrozenBalloons, feedback) = (details.givesFrozenBalloons, details.feedback)
        (hacksWhileRunning, hacksAfterSeconds) = (details.hacksWhileRunning, details.hacksAfterNs / 1_000_000_000)
        tokens = details.hasTokens ? Tokens(details.tokens) : nil
        submissionIntervalSeconds = details.submissionIntervalNs / 1_000_000_000
        submissionsPerProblem = Int(details.submissionsPerProblem)
        (thawed, finalized) = (contest.thawed.map { "\($0)" }, contest.finalized.map { "\($0)" })
        participant = person.flatMap { roster.places[$0] ?? roster.virtuals[$0]?.participant }.map { "\($0)" }
        self.isJudge = isJudge
        removedIntervals =
            isJudge
            ? contest.removed.sorted { $0.value.from < $1.value.from }.map { id, interval in
                .init(id: id, from: "\(interval.from)", until: "\(interval.until)")
            } : nil
    }
}
