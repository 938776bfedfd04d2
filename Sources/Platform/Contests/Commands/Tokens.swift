internal import Coordinator
internal import Kernel
internal import Storage
internal import Units

/// Spends a token on a submission, which is shown altogether from now on, and counts.
struct SpendToken: Command {
    static let action: Action = "contests.spend-token"

    var contest: EntityID
    var participant: EntityID
    var submission: EntityID
    var problem: EntityID
    /// The rules of the contest and of the problem: one of each is spent.
    var rules: (contest: TokenRules, problem: TokenRules)
    /// When the participant began.
    var beginning: Timestamp
    var timeline: ContestTimeline

    var stream: StreamName { get throws(StorageError) { try contest.stream(ContestStream.tokens) } }

    func decide(_ tokens: TokenList, _ context: CommandContext) throws(DomainError) -> Decision {
        guard let person = context.actor.person else { throw ContestRefusal.onlyPeople }
        guard !tokens.hasToken(submission) else { return Decision() }
        let elapsed = timeline.elapsed(at: context.now, from: beginning)
        let levels = [
            (rules.contest, tokens.times(of: participant)),
            (rules.problem, tokens.times(of: participant, for: problem)),
        ]
        for (rules, spent) in levels {
            guard rules.left(at: elapsed, spent: spent) != 0 else {
                throw DomainError(.exhausted, "you have no token for this submission now")
            }
            let wait = rules.wait(at: elapsed, spent: spent)
            guard wait == .zero else {
                throw DomainError(.exhausted, "the next token is too early", advice: "wait", retryAfter: wait)
            }
        }
        var spent = TokenSpent()
        (spent.participant, spent.submission, spent.problem) = ("\(participant)", "\(submission)", "\(problem)")
        (spent.by, spent.elapsedNs, spent.atNs) = ("\(person)", elapsed.nanoseconds, context.now.nanoseconds)
        return try Decision(spent)
    }
}
