internal import FoundationEssentials
internal import Grading
internal import Kernel
internal import Storage
internal import Submissions
internal import Units

// What a contest's details say, in the module's own words.
extension ContestDetails {
    /// How it counts.
    var rules: ContestRules {
        var rules = ContestRules(ContestRules.Format(rawValue: counting.format) ?? .icpc)
        rules.penaltyMinutes = counting.penaltyMinutes
        rules.punishesCompileErrors = counting.punishesCompileErrors
        rules.takesTokened = counting.takesTokened
        rules.takesBestGroups = counting.takesBestGroups
        (rules.firstTryBonus, rules.minutesPerBonus) = (counting.firstTryBonus, counting.minutesPerBonus)
        rules.wrongTryPoints = counting.wrongTryPoints
        (rules.hackPoints, rules.failedHackPoints) = (counting.hackPoints, counting.failedHackPoints)
        (rules.latePercentPerDay, rules.lateDays) = (counting.latePercentPerDay, counting.lateDays)
        return rules
    }

    /// When it is.
    func timeline(without removed: some Sequence<RemovedInterval>) -> ContestTimeline {
        ContestTimeline(
            start: Timestamp(nanoseconds: startNs), length: .nanoseconds(lengthNs),
            freezesAfter: hasFreezeAfterNs ? .nanoseconds(freezeAfterNs) : nil,
            window: windowNs > 0 ? .nanoseconds(windowNs) : nil, removed: Array(removed))
    }

    /// The problem of that id; nil if the contest has none.
    func problem(_ id: EntityID) -> ContestProblem? { problems.first { $0.problem == "\(id)" } }

    /// The tokens for all problems together.
    var tokenRules: TokenRules { hasTokens ? tokens.rules : TokenRules() }

    /// What participants see of their own.
    var feedbackView: SubmissionView { Feedback(rawValue: feedback)?.view ?? .verdict }
}

extension ContestTokens {
    /// As they are counted.
    fileprivate var rules: TokenRules {
        TokenRules(
            mode: TokenRules.Mode(rawValue: mode) ?? .none, initial: Int(initial), generated: Int(generated),
            interval: .nanoseconds(intervalNs), mostAtOnce: Int(mostAtOnce), most: Int(most),
            pause: .nanoseconds(pauseNs))
    }
}

/// What participants see of what came of their own submissions.
enum Feedback: String, CaseIterable {
    case pending, verdict, groups, tests, everything

    /// As submissions have it.
    var view: SubmissionView {
        switch self {
        case .pending: .pending
        case .verdict: .verdict
        case .groups: .groups
        case .tests: .tests
        case .everything: .everything
        }
    }
}

extension ContestProblem {
    /// What it is worth.
    var worth: ProblemWorth {
        ProblemWorth(points: Score(parsing: points) ?? Score(100), scale: Score(parsing: scale))
    }

    /// Its own tokens, besides the contest's.
    var tokenRules: TokenRules {
        guard hasTokens else { return TokenRules(mode: .infinite) }
        return tokens.rules
    }

    /// The version that is judged by; nil if the event names none that there can be.
    var submittable: SubmittableProblem? {
        guard let id = EntityID(problem), let package = ContentHash(bytes: Array(package)) else { return nil }
        return SubmittableProblem(id: id, version: version, package: package)
    }
}
