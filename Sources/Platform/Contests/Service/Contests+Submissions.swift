internal import Coordinator
package import Events
internal import Hacks
package import Kernel
package import Submissions
package import Units

/// How programs that are handed in count, and who sees what of them.
extension Contests: SubmissionContests {
    /// See `SubmissionContests`. How long one waits between two submissions, and how many there may be, is asked of what this
    /// coordinator has read: of two at the same moment both may pass.
    package func entry(
        of actor: Actor, for problem: EntityID, in contest: EntityID, at time: Timestamp
    ) async throws -> ContestEntry {
        let known = try await self.contest(contest, for: actor)
        guard let person = actor.person else { throw ContestRefusal.onlyPeople }
        guard time >= known.timeline.start else {
            throw DomainError(.wrongState, "the contest has not begun")
        }
        guard let submittable = known.details.problem(problem)?.submittable else { throw ContestRefusal.noProblem }
        let (participant, isPractice) = try await participant(person, in: contest, known, for: problem, at: time)
        if known.details.hacksWhileRunning, time < known.lastMoment,
            try await hacks(contest).isLocked(problem, by: participant)
        {
            throw DomainError(.wrongState, "you have locked this problem, and hand in nothing more for it")
        }
        try requirePause(participant, problem, contest, known.details, isPractice: isPractice, at: time)
        return ContestEntry(problem: submittable, participant: participant, languages: known.details.languages)
    }

    /// As whom somebody hands something in now, and whether that counts on no board.
    private func participant(
        _ person: EntityID, in id: EntityID, _ contest: Contest, for problem: EntityID, at time: Timestamp
    ) async throws -> (id: EntityID, isPractice: Bool) {
        let roster = try await roster(id)
        let timeline = contest.game.timeline(of: problem)
        if let place = roster.places[person] {
            let entrant = contest.entrant(place, roster)
            guard entrant.beginning(in: timeline) != nil || time >= timeline.end else {
                throw DomainError(.wrongState, "your time has not begun", advice: "begin it first")
            }
            if time < entrant.end(in: timeline) + contest.details.rules.lateTime {
                guard !contest.disqualified.contains(place) else {
                    throw DomainError(.forbidden, "you were disqualified")
                }
                return (place, false)
            }
        }
        if let alone = roster.virtuals[person] {
            let entrant = contest.entrant(alone)
            if time < entrant.end(in: timeline) + contest.details.rules.lateTime {
                guard !contest.disqualified.contains(alone.participant) else {
                    throw DomainError(.forbidden, "you were disqualified")
                }
                return (alone.participant, false)
            }
        }
        guard time >= contest.lastMoment else {
            if roster.places[person] != nil { throw DomainError(.wrongState, "your time for this problem is over") }
            throw DomainError(.forbidden, "you do not take part in this contest", advice: "join it first")
        }
        guard contest.details.allowsUpsolving else { throw DomainError(.wrongState, "the contest is over") }
        // Received after the end it counts on no board.
        return (person, true)
    }

    private func requirePause(
        _ participant: EntityID, _ problem: EntityID, _ contest: EntityID, _ details: ContestDetails,
        isPractice: Bool, at time: Timestamp
    ) throws(DomainError) {
        let attempts = index.read(contest) { $0.board.attempts(of: participant, at: problem) } ?? []
        // What does not count is no try, and who practises has as many as they like.
        let tries = isPractice ? 0 : attempts.count { !$0.isIgnored && !$0.isRefused }
        if details.submissionsPerProblem > 0, tries >= Int(details.submissionsPerProblem) {
            throw DomainError(
                .exhausted, "\(details.submissionsPerProblem) submissions for a problem are all that one has here")
        }
        guard details.submissionIntervalNs > 0, let last = attempts.last?.received else { return }
        let next = last + .nanoseconds(details.submissionIntervalNs)
        guard time >= next else {
            throw DomainError(
                .exhausted, "the next submission for this problem is too early", advice: "wait",
                retryAfter: next - time)
        }
    }

    /// See `SubmissionContests`.
    package func view(
        of submission: SubmissionFacts, for actor: Actor, at time: Timestamp
    ) async throws -> SubmissionView {
        guard let id = submission.contest else { return .nothing }
        let contest: Contest
        do {
            contest = try await self.contest(id, for: actor)
        } catch let error as DomainError where error.code == .notFound {
            return .nothing
        }
        if judges(contest, id, actor) { return .everything }
        let isClosed = contest.isClosed(at: time)
        if let person = actor.person, try await isOwn(submission, person, in: id) {
            // Who was told nothing of their own learns it when all do.
            let view = isClosed ? contest.details.feedbackView : max(contest.details.feedbackView, .verdict)
            return try await isTokened(submission, in: id, contest) ? max(view, .tests) : view
        }
        // Nobody looks over others' shoulders where even the board is closed.
        if isClosed { return contest.details.isBoardClosed ? .nothing : .pending }
        return contest.game.isHidden(submission.receivedAt) ? .pending : .verdict
    }

    /// See `SubmissionContests`.
    package func isOwn(_ submission: SubmissionFacts, of actor: Actor) async throws -> Bool {
        guard let person = actor.person, let contest = submission.contest else { return false }
        return try await isOwn(submission, person, in: contest)
    }

    /// See `SubmissionContests`. What counts on no board may be judged again, also when the results are final.
    package func isInFinalResults(_ submission: SubmissionFacts) async throws -> Bool {
        guard let id = submission.contest else { return false }
        let contest: Contest = try await commands.state(of: id.stream(ContestStream.contests))
        guard contest.finalized != nil else { return false }
        return index.read(id) { $0.board.counts(submission.id) } ?? false
    }

    /// See `SubmissionContests`. Whose program fails sees that at once, as on their own row.
    package func hack(of submission: SubmissionFacts, for actor: Actor) async throws -> EntityID? {
        guard let id = submission.contest,
            let hack = index.read(id, { $0.board.hacks.success(against: submission.id) }) ?? nil
        else { return nil }
        do {
            let contest = try await self.contest(id, for: actor)
            if judges(contest, id, actor) { return hack.id }
            if let person = actor.person, try await isOwn(submission, person, in: id) { return hack.id }
            return contest.game.isHidden(hack.received) ? nil : hack.id
        } catch let error as DomainError where error.code == .notFound {
            return nil
        }
    }

    /// See `SubmissionContests`.
    package var submissionStreams: StreamPattern { .prefixed(HackStream.prefix + "-") }

    /// Whether a token shows all that came of a submission.
    private func isTokened(_ submission: SubmissionFacts, in id: EntityID, _ contest: Contest) async throws -> Bool {
        guard contest.details.tokenRules.mode != .none else { return false }
        if contest.game.freelyTokened.contains(submission.problem) { return true }
        return try await spentTokens(id).hasToken(submission.id)
    }

    private func isOwn(_ submission: SubmissionFacts, _ person: EntityID, in contest: EntityID) async throws -> Bool {
        if submission.author == person { return true }
        guard let participant = submission.participant else { return false }
        return try await roster(contest).places[person] == participant
    }
}
