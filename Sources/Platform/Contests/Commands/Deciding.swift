internal import Coordinator
internal import Kernel
internal import Units

/// Takes note that the moment of a timer has come.
struct MarkMoment: ContestCommand {
    static let action: Action = "contests.mark"

    var contest: EntityID
    var timer: ContestTimer

    func decide(_ state: Contest, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.isCreated else { throw ContestRefusal.noContest }
        switch timer {
        case .start:
            var started = ContestStarted()
            started.atNs = state.timeline.start.nanoseconds
            return try Decision(started)
        case .freeze:
            guard let freeze = state.timeline.freeze, let after = state.timeline.freezesAfter else { return Decision() }
            var frozen = ContestFrozen()
            (frozen.atNs, frozen.afterNs) = (freeze.nanoseconds, after.nanoseconds)
            return try Decision(frozen)
        case .end:
            var ended = ContestEnded()
            ended.atNs = state.timeline.end.nanoseconds
            return try Decision(ended)
        // That the timer is over says it.
        case .last: return Decision()
        }
    }
}

/// Freezes the board now.
struct FreezeContest: ContestCommand {
    static let action: Action = "contests.freeze"

    var contest: EntityID

    func decide(_ state: Contest, _ context: CommandContext) throws(DomainError) -> Decision {
        try state.requireOpen()
        let timeline = state.timeline
        guard context.now >= timeline.start, context.now < timeline.end else {
            throw DomainError(.wrongState, "a board is frozen while its contest runs")
        }
        guard !timeline.isFrozen(at: context.now) else { return Decision() }
        let after = timeline.elapsed(at: context.now)
        var frozen = ContestFrozen()
        (frozen.atNs, frozen.afterNs) = (context.now.nanoseconds, after.nanoseconds)
        var decision = try Decision(frozen)
        if timeline.freeze != nil { try decision.end(ContestTimer.freeze.name) }
        return decision
    }
}

/// Shows everybody what was frozen.
struct ThawContest: ContestCommand {
    static let action: Action = "contests.thaw"

    var contest: EntityID

    func decide(_ state: Contest, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.isCreated else { throw ContestRefusal.noContest }
        guard state.timeline.freeze != nil else { throw DomainError(.wrongState, "the board was never frozen") }
        guard context.now >= state.lastMoment else {
            throw DomainError(
                .wrongState, "the contest still runs, if only for some", advice: "thaw the board after the end")
        }
        guard state.thawed == nil else { return Decision() }
        var thawed = ContestThawed()
        thawed.atNs = context.now.nanoseconds
        return try Decision(thawed)
    }
}

/// Says that the results are what they are.
struct FinalizeContest: ContestCommand {
    static let action: Action = "contests.finalize"

    var contest: EntityID
    /// How many more bronze medals there are than four.
    var extraBronze: Int
    /// Submissions that count and are not judged.
    var unjudged: Int
    /// Hacks that nobody knows yet what comes of.
    var openHacks: Int
    /// Questions that nobody has answered.
    var unanswered: Int

    func decide(_ state: Contest, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.isCreated else { throw ContestRefusal.noContest }
        guard state.finalized == nil else { return Decision() }
        guard context.now >= state.lastMoment else {
            throw DomainError(.wrongState, "the contest still runs, if only for some")
        }
        guard context.now >= state.lastHack else {
            throw DomainError(.wrongState, "programs may still be hacked")
        }
        guard openHacks == 0 else {
            throw DomainError(.wrongState, "\(openHacks) hacks are not judged", advice: "wait for them")
        }
        guard unjudged == 0 else {
            throw DomainError(
                .wrongState, "\(unjudged) submissions are not judged", advice: "wait for them, or ignore them")
        }
        guard unanswered == 0 else {
            throw DomainError(.wrongState, "\(unanswered) questions are not answered", advice: "answer them")
        }
        var finalized = ContestFinalized()
        (finalized.atNs, finalized.extraBronze) = (context.now.nanoseconds, UInt32(clamping: extraBronze))
        return try Decision(finalized)
    }
}
