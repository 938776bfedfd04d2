internal import Coordinator
package import Hacks
package import Kernel
internal import Submissions
package import Units

/// What hacks need to know of contests.
extension Contests: HackContests {
    /// See `HackContests`.
    package func hacking(
        in contest: EntityID, for actor: Actor, at time: Timestamp
    ) async throws -> HackingTerms {
        let known = try await self.contest(contest, for: actor)
        let isJudge = judges(known, contest, actor)
        var terms = HackingTerms(contest: contest, subject: known.subject(contest))
        if let person = actor.person, let place = try await roster(contest).places[person],
            !known.disqualified.contains(place)
        {
            terms.participant = place
        }
        terms.opening = known.hacking(at: time)
        if time >= known.problemsSeen || isJudge { terms.problems = known.details.problems.compactMap(\.submittable) }
        terms.freeze = known.thawed == nil ? known.timeline.freeze : nil
        terms.isClosed = known.isClosed(at: time)
        (terms.isOver, terms.isFinal) = (time >= known.lastHack, known.finalized != nil)
        return terms
    }

    /// See `HackContests`.
    package func hackingStreams(of contest: EntityID) -> [String] {
        ["\(ContestStream.contests)-\(contest)", "\(ContestStream.rosters)-\(contest)"]
    }

    /// See `HackContests`.
    package func hackable(
        _ problem: EntityID, in contest: EntityID, after last: HackPlace?, limit: Int
    ) async throws -> [HackTarget] {
        let targets = index.read(contest) { known in
            known.board.entrants.keys.compactMap { participant in
                known.board.seenSolution(of: participant, at: problem).map {
                    HackTarget($0, of: participant, for: problem)
                }
            }
        }
        let wanted = (targets ?? []).filter { target in last.map { $0 < HackPlace(target) } ?? true }
        return Array(wanted.sorted { HackPlace($0) < HackPlace($1) }.prefix(limit))
    }

    /// See `HackContests`.
    package func hackable(_ submission: EntityID, in contest: EntityID) async throws -> HackTarget? {
        index.read(contest) { known -> HackTarget? in
            guard let place = known.board.attempt(submission),
                let solution = known.board.seenSolution(of: place.participant, at: place.problem),
                solution.submission == submission
            else { return nil }
            return HackTarget(solution, of: place.participant, for: place.problem)
        } ?? nil
    }

    /// See `HackContests`.
    package func hasSolved(
        _ problem: EntityID, _ participant: EntityID, in contest: EntityID
    ) async throws -> Bool {
        index.read(contest) { $0.board.solution(of: participant, at: problem) { _ in true } != nil } ?? false
    }

    /// See `HackContests`.
    package func names(of participants: Set<EntityID>, in contest: EntityID) async throws -> [EntityID: String] {
        let known = index.read(contest) { known in
            participants.reduce(into: [:]) { $0[$1] = known.roster.participants[$1] }
        }
        return try await names.names(of: known ?? [:])
    }
}

extension HackTarget {
    fileprivate init(_ attempt: Attempt, of participant: EntityID, for problem: EntityID) {
        self.init(
            submission: attempt.submission, participant: participant, problem: problem, received: attempt.received)
    }
}

extension Contest {
    /// Who may hack then. Between the end and that of the last one who has extra time nobody may: they still work.
    func hacking(at time: Timestamp) -> HackingTerms.Opening {
        guard details.rules.takesHacks else { return .closed }
        if time >= timeline.start, time < timeline.end { return details.hacksWhileRunning ? .toLocked : .closed }
        return time >= lastMoment && time < lastHack ? .toAll : .closed
    }
}
