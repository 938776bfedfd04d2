internal import Coordinator
package import Kernel

extension Contests {
    /// The module, as the platform takes it.
    package var module: Module {
        var module = Module("contests")
        module.commands = [
            CreateContest.action, EditContest.action, RemoveInterval.action, RestoreInterval.action, MarkMoment.action,
            FreezeContest.action, ThawContest.action, FinalizeContest.action, AdjustContest.action,
            JoinContest.action, LeaveContest.action, BeginWindow.action, BeginVirtual.action, FormTeam.action,
            InviteToTeam.action, JoinTeam.action, AskQuestion.action, HandleQuestion.action, Announce.action,
            DeliverBalloon.action, SpendToken.action,
        ]
        module.questions = [Self.judge, Self.seeBalloons]
        module.permits = Self.permits
        module.routes =
            contestRoutes + boardRoutes + joiningRoutes + messageRoutes + organisingRoutes + balloonRoutes
            + tokenRoutes
        module.topics = topics
        module.timers = ContestTimer.allCases.map { timer in
            TimerRule(timer.name.name) { fired, commands in
                guard let id = ContestStream.contest(fired.stream) else { return }
                try await commands.perform(MarkMoment(contest: id, timer: timer), for: fired)
            }
        }
        module.views = [ContestList.view]
        module.projections = [index]
        return module
    }

    /// Who may do what. What everybody may read asks itself whether the contest is hidden from them.
    static let permits: [Permit] = [
        Permit(ContestList.read, .anybody),
        Permit(read, .anybody),
        Permit(readAwards, .anybody),
        Permit(watch, .anybody),
        Permit(readTeams, .people),
        Permit(watchOwn, .people),
        Permit(judge, .owners, .role("judge"), .role(.admin)),
        Permit(watchAll, .owners, .role("judge"), .role(.admin)),
        Permit(CreateContest.action, .role("organizer"), .role(.admin)),
        Permit(EditContest.action, .owners, .role(.admin)),
        Permit(RemoveInterval.action, .owners, .role(.admin)),
        Permit(RestoreInterval.action, .owners, .role(.admin)),
        Permit(FreezeContest.action, .owners, .role(.admin)),
        Permit(ThawContest.action, .owners, .role(.admin)),
        Permit(FinalizeContest.action, .owners, .role(.admin)),
        Permit(AdjustContest.action, .owners, .role("judge"), .role(.admin)),
        Permit(HandleQuestion.action, .owners, .role("judge"), .role(.admin)),
        Permit(Announce.action, .owners, .role("judge"), .role(.admin)),
        Permit(readBalloons, .people, .role(.admin)),
        Permit(seeBalloons, .owners, .role("judge"), .role("runner"), .role(.admin)),
        Permit(watchBalloons, .owners, .role("judge"), .role("runner"), .role(.admin)),
        Permit(DeliverBalloon.action, .owners, .role("judge"), .role("runner"), .role(.admin)),
        Permit(MarkMoment.action, .platform),
        Permit(JoinContest.action, .people),
        Permit(LeaveContest.action, .people),
        Permit(BeginWindow.action, .people),
        Permit(BeginVirtual.action, .people),
        Permit(FormTeam.action, .people),
        Permit(InviteToTeam.action, .people),
        Permit(JoinTeam.action, .people),
        Permit(AskQuestion.action, .people),
        Permit(readTokens, .people),
        Permit(SpendToken.action, .people),
    ]
}
