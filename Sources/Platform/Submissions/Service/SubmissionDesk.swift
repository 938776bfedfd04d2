package import Coordinator
package import Kernel
internal import RateLimits
internal import Storage
internal import Units

/// The programs that people hand in: taken, judged by the fleet, and shown to those who may see them, as far as they may.
package final class SubmissionDesk: Sendable {
    static let burst = "submissions by person"

    let services: PlatformServices
    let options: SubmissionOptions
    let problems: any SubmittableProblems
    let contests: any SubmissionContests
    let bursts: WindowLimits
    /// What workers say of what somebody watches.
    let live = LiveFindings()
    /// How much a person may hand in within a day; nil: as much as everybody.
    let day: @Sendable (EntityID) async throws -> Int?
    private let connected = AfterStart<JudgingDesk>()

    /// A desk on a platform.
    /// - Parameters:
    ///   - services: what modules stand on.
    ///   - options: how much people may hand in.
    ///   - problems: those that programs are handed in for.
    ///   - contests: those that programs are handed in for.
    ///   - day: how much a person may hand in within a day; nil: as much as everybody.
    package init(
        _ services: PlatformServices, options: SubmissionOptions = SubmissionOptions(),
        problems: any SubmittableProblems, contests: any SubmissionContests,
        day: @escaping @Sendable (EntityID) async throws -> Int? = { _ in nil }
    ) {
        self.day = day
        (self.services, self.options, self.problems, self.contests) = (services, options, problems, contests)
        let clock = services.clock
        bursts = WindowLimits([Self.burst: SlidingWindow(options.minute, within: .seconds(60))]) {
            clock.steady.nanoseconds
        }
    }

    /// The fleet is there: from now on programs are judged, and files are kept.
    package func connect(to fleet: JudgingDesk) { connected.set(fleet) }

    /// The fleet.
    /// - Throws: `DomainError` (`unavailable`) while the coordinator starts.
    var fleet: JudgingDesk {
        get throws(DomainError) {
            try connected.get()
        }
    }

    /// What a submission is now, whoever asks.
    func submission(_ id: EntityID) async throws -> Submission {
        try await services.commands.state(of: id.stream(SubmissionStream.prefix))
    }

    /// The module, as the platform takes it.
    package func module() -> Module {
        var module = Module(SubmissionStream.prefix)
        module.commands = SubmissionPermits.commands
        module.questions = SubmissionPermits.questions
        module.permits = SubmissionPermits.all
        module.routes = submittingRoutes + readingRoutes + listRoutes + changingRoutes + rejudgingRoutes
        // A set is a large entry of the log, also one that is cancelled at once. Of each asker: those who may not count as well.
        module.limits = [RateLimit(OpenRejudging.action, by: .asker, 60, within: .seconds(3600))]
        module.topics = [topic, rejudgingTopic]
        module.views = [SubmissionTable.view]
        module.reactions = [judging, following, judgingAnew]
        module.timers = [
            TimerRule(SubmissionStream.overdue.name) { timer, commands in
                guard let id = SubmissionStream.id(timer.stream) else { return }
                _ = try await commands.perform(NoteOverdue(id: id), for: timer)
            }
        ]
        return module
    }
}

/// Who may do what with submissions.
enum SubmissionPermits {
    /// Reading at all; how much of which one is another question.
    static let read: Action = "submissions.read"
    /// The list of those that could not be judged.
    static let readFailed: Action = "submissions.read-failed"
    /// Seeing all of a submission that belongs to no contest.
    static let seePractice: Action = "submissions.see-practice"
    /// Seeing all of a submission in a contest, whatever the contest says.
    static let seeContest: Action = "submissions.see-contest"

    /// Reading of sets that are judged anew; of which contest is another question.
    static let readRejudgings: Action = "submissions.read-rejudgings"
    /// Seeing the sets of a contest that are judged anew.
    static let seeRejudgings: Action = "submissions.see-rejudgings"
    /// Watching such a set.
    static let watchRejudging: Action = "submissions.watch-rejudging"

    static let questions = [seePractice, seeContest, seeRejudgings]
    static let commands = [
        ReceiveSubmission.action, SpendTry.action, DeleteSubmission.action, RejudgeSubmission.action,
        BeginJudging.action, RecordJudgement.action, FailJudging.action, NoteOverdue.action,
        OpenRejudging.action, ApplyRejudging.action, CancelRejudging.action, RecordJudgedAnew.action,
        FinishRejudging.action, ReplaceJudgement.action,
    ]

    static let all: [Permit] = [
        Permit(ReceiveSubmission.action, .people),
        Permit(SpendTry.action, .owners),
        Permit(DeleteSubmission.action, .owners, .role(.admin)),
        Permit(RejudgeSubmission.action, .role(.admin), .role(.setter)),
        Permit(BeginJudging.action, .platform),
        Permit(RecordJudgement.action, .platform),
        Permit(FailJudging.action, .platform),
        Permit(NoteOverdue.action, .platform),
        Permit(read, .people, .role(.admin)),
        Permit(readFailed, .role(.admin)),
        Permit(seePractice, .role(.admin), .role(.setter)),
        Permit(seeContest, .role(.admin)),
        Permit(readRejudgings, .people, .role(.admin)),
        Permit(seeRejudgings, .owners, .role(.judge), .role(.admin)),
        Permit(watchRejudging, .owners, .role(.judge), .role(.admin)),
        Permit(OpenRejudging.action, .owners, .role(.judge), .role(.admin)),
        Permit(ApplyRejudging.action, .owners, .role(.judge), .role(.admin)),
        Permit(CancelRejudging.action, .owners, .role(.judge), .role(.admin)),
        Permit(RecordJudgedAnew.action, .platform),
        Permit(FinishRejudging.action, .platform),
        Permit(ReplaceJudgement.action, .platform),
    ]
}

extension RoleName {
    /// Has set a problem, or sets all.
    static let setter: RoleName = "setter"
    /// Judges a contest.
    static let judge: RoleName = "judge"
}
