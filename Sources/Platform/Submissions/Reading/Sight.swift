internal import Coordinator
internal import Kernel
internal import Units

/// What somebody sees of a submission. A pure value.
struct Sight: Hashable, Sendable {
    /// How much of it.
    var view: SubmissionView
    /// Whether it is their own, or their team's.
    var isAuthor: Bool
    /// The hack that has shown that it fails, as far as they may know of it; nil: none has.
    var hack: EntityID?

    /// Whether they may know of it.
    var isThere: Bool { view > .nothing || isAuthor }
    /// How its judging goes, and its verdict.
    var seesVerdict: Bool { view >= .verdict }
    /// The score, and what came of groups of test cases.
    var seesGroups: Bool { view >= .groups }
    /// What came of each test case.
    var seesTests: Bool { view >= .tests }
    /// What the checker said of secret test cases, and why it could not be judged.
    var seesAll: Bool { view >= .everything }
    /// The program.
    var seesFiles: Bool { seesAll || isAuthor }
    /// What the compiler said: of one's own program nothing that the verdict does not.
    var seesCompilation: Bool { seesAll || isAuthor && seesVerdict }
}

extension SubmissionDesk {
    /// What somebody sees of a submission now.
    /// - Parameters:
    ///   - facts: the submission.
    ///   - actor: who looks at it.
    ///   - shown: of which problems it is known whether `actor` may know of them: the rows of a list have few.
    func sight(
        of facts: SubmissionFacts, for actor: Actor, _ shown: inout [EntityID: Bool]
    ) async throws -> Sight {
        let isAuthor = actor.person == facts.author
        guard let contest = facts.contest else {
            let subject = Subject(scopes: [Scope("problem", "\(facts.problem)")])
            if services.allows(actor, SubmissionPermits.seePractice, to: subject) {
                return Sight(view: .everything, isAuthor: isAuthor)
            }
            if isAuthor { return Sight(view: .tests, isAuthor: true) }
            var isShown = shown[facts.problem]
            if isShown == nil { isShown = try await self.isShown(facts.problem, to: actor) }
            shown[facts.problem] = isShown
            return Sight(view: isShown == true ? .verdict : .nothing, isAuthor: false)
        }
        var sight = try await sight(of: facts, in: contest, for: actor)
        if sight.seesVerdict { sight.hack = try await contests.hack(of: facts, for: actor) }
        return sight
    }

    private func sight(of facts: SubmissionFacts, in contest: EntityID, for actor: Actor) async throws -> Sight {
        let isAuthor = actor.person == facts.author
        let subject = Subject(scopes: [Scope("contest", "\(contest)")])
        if services.allows(actor, SubmissionPermits.seeContest, to: subject) {
            return Sight(view: .everything, isAuthor: isAuthor)
        }
        do {
            let view = try await contests.view(of: facts, for: actor, at: services.clock.now)
            // Who takes part as a team sees what the team has handed in.
            let isOwn = isAuthor ? true : try await contests.isOwn(facts, of: actor)
            return Sight(view: view, isAuthor: isOwn)
        } catch let error as DomainError where error.code == .notFound {
            // A contest that is gone for them shows nothing; what else is in a list is shown all the same.
            return Sight(view: .nothing, isAuthor: isAuthor)
        }
    }

    /// Whether somebody may know of a problem: what was handed in for one that they may not would tell them of it.
    private func isShown(_ problem: EntityID, to actor: Actor) async throws -> Bool {
        do {
            _ = try await problems.problem(problem, for: actor)
            return true
        } catch let error as DomainError where error.code == .notFound {
            return false
        }
    }

    /// A submission, and what somebody sees of it.
    /// - Throws: `DomainError` (`notFound`) also if they may not know of it.
    func seen(
        _ id: EntityID, by actor: Actor
    ) async throws -> (submission: Submission, facts: SubmissionFacts, sight: Sight) {
        let submission = try await submission(id)
        guard let facts = submission.facts(id) else { throw DomainError.noSubmission }
        var shown: [EntityID: Bool] = [:]
        let sight = try await sight(of: facts, for: actor, &shown)
        guard sight.isThere else { throw DomainError.noSubmission }
        return (submission, facts, sight)
    }
}
