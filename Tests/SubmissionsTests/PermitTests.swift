import Foundation
import KernelTestSupport
import Storage
import Testing

@testable import Coordinator
@testable import Kernel
@testable import Submissions

/// Who may do what with submissions: each row, for each kind of actor.
@Suite("Permissions of submissions", .timeLimit(.minutes(1))) struct PermitTests {
    private static let table = PermissionTable(SubmissionPermits.all)
    private static let alice = Actor.alice.person ?? .random()
    private static let subject = Subject(
        scopes: [Scope("problem", "\(Neighbours.problem)"), Scope("contest", "\(Neighbours.contest)")], owners: [alice])

    private enum Who: String, CaseIterable {
        case nobody, owner, person, setter, otherSetter, judge, otherJudge, admin, platform

        var actor: Actor {
            switch self {
            case .nobody: Actor(.anybody)
            case .owner: .alice
            case .person: .bob
            case .setter: .setter
            case .otherSetter: Actor(.person(.random()), grants: [RoleGrant("setter", in: Scope("problem", "x"))])
            case .judge: .judge
            case .otherJudge: .otherJudge
            case .admin: .admin
            case .platform: Actor(.platform("submissions.judge"))
            }
        }
    }

    private static let people: Set<Who> = [.owner, .person, .setter, .otherSetter, .judge, .otherJudge]
    private static let judges: Set<Who> = [.owner, .judge, .admin]
    private static let allowed: [Action: Set<Who>] = [
        ReceiveSubmission.action: people, SpendTry.action: [.owner], DeleteSubmission.action: [.owner, .admin],
        RejudgeSubmission.action: [.setter, .admin], BeginJudging.action: [.platform],
        RecordJudgement.action: [.platform], FailJudging.action: [.platform], NoteOverdue.action: [.platform],
        SubmissionPermits.read: people.union([.admin]), SubmissionPermits.readFailed: [.admin],
        SubmissionPermits.seePractice: [.setter, .admin], SubmissionPermits.seeContest: [.admin],
        SubmissionPermits.readRejudgings: people.union([.admin]), SubmissionPermits.seeRejudgings: judges,
        SubmissionPermits.watchRejudging: judges, OpenRejudging.action: judges, ApplyRejudging.action: judges,
        CancelRejudging.action: judges, RecordJudgedAnew.action: [.platform], FinishRejudging.action: [.platform],
        ReplaceJudgement.action: [.platform],
    ]

    @Test("Each row allows those that it names, and nobody else")
    func rows() {
        #expect(Set(Self.allowed.keys) == Self.table.actions)
        for (action, allowed) in Self.allowed {
            for who in Who.allCases {
                #expect(
                    Self.table.allows(who.actor, action, to: Self.subject) == allowed.contains(who),
                    "\(action) by \(who)")
            }
        }
    }

    @Test("Who is not known is refused by every route, before anything is read")
    func routes() async throws {
        var options = Court.Options()
        options.runs = false
        try await Court.with(options) { court in
            #expect(court.module.routes.count == 17)
            for route in court.module.routes {
                #expect(!court.platform.mayAsk(Actor(.anybody), route.action), "\(route.path)")
                #expect(!court.platform.mayAsk(Actor(.program("client")), route.action), "\(route.path)")
                // Garbage where a name stands names nothing.
                guard route.path.contains("{id}"), route.method == .get else { continue }
                try await expectRefusal(.notFound) {
                    try await court.ask(
                        route.method, String(route.path.dropFirst("api/v1/".count)), parameters: ["id": "\u{0}x"])
                }
            }
        }
    }

    @Test("Nobody records a judgement but the platform")
    func judging() async throws {
        var options = Court.Options()
        options.runs = false
        try await Court.with(options) { court in
            let id = try await court.handIn()
            for actor in [Actor.alice, .admin, .setter] {
                try await expectRefusal(.forbidden) {
                    try await court.services.commands.perform(
                        RecordJudgement(id: id, judgement: JudgementRecorded()), by: actor)
                }
            }
        }
    }

    @Test("One that is not there cannot be told from one that may not be changed")
    func absent() async throws {
        var options = Court.Options()
        options.runs = false
        try await Court.with(options) { court in
            let nowhere = ["id": "\(EntityID.random())"]
            for (method, path) in [(Route.Method.delete, "submissions/{id}"), (.post, "submissions/{id}/rejudge")] {
                let error = try await expectRefusal(.notFound) {
                    try await court.ask(method, path, by: .admin, parameters: nowhere)
                }
                #expect(error == .noSubmission)
            }
        }
    }
}
