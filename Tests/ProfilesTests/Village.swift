import Coordinator
import EmbeddedStorage
import Events
import Foundation
import KernelTestSupport
import PersonalData
import Storage
import SwiftProtobuf
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Units

@testable import Kernel
@testable import Profiles
@testable import Submissions

/// Problems that everybody may see, and no contests.
struct NoNeighbours: SubmittableProblems, SubmissionContests {
    func problem(_ id: EntityID, for actor: Actor) async throws -> SubmittableProblem {
        SubmittableProblem(id: id, version: 1, package: ContentHash(of: [1]))
    }
    func entry(
        of actor: Actor, for problem: EntityID, in contest: EntityID, at time: Timestamp
    ) async throws -> ContestEntry { throw DomainError(.notFound, "there is no contest of that id") }
    func view(
        of submission: SubmissionFacts, for actor: Actor, at time: Timestamp
    ) async throws -> SubmissionView { .pending }
    func judged(_ contest: EntityID, for actor: Actor?) async throws -> JudgedContest {
        throw DomainError(.notFound, "there is no contest of that id")
    }
    func shift(by rejudging: EntityID, in contest: EntityID) async throws -> BoardShift { BoardShift() }
    func hack(of submission: SubmissionFacts, for actor: Actor) async throws -> EntityID? { nil }
    var submissionStreams: StreamPattern { .oneOf([]) }
}

/// A platform with people who say something of themselves, and hand something in.
struct Village: Sendable {
    let rig: Rig
    let profiles: Profiles
    let strangers: Strangers
    let module: Module

    var platform: Platform { rig.platform }
    var services: PlatformServices { rig.services }
    var log: any EventLog { rig.log }
    var clock: TestClock { rig.clock }
    var keys: EmbeddedPersonKeys { rig.people }

    /// Whom there is no account of.
    final class Strangers: Sendable {
        let ids = Mutex<Set<EntityID>>([])
    }

    /// Problems whose names begin so are of that difficulty.
    static let easy = (0..<3).map { EntityID("0000000000000000000000e00\($0)") ?? .random() }
    static let hard = EntityID("0000000000000000000000h001") ?? .random()

    /// Runs a village while `body` goes on.
    static func with(_ body: @Sendable (Village) async throws -> Void) async throws {
        let strangers = Strangers()
        try await Rig.with { services, people in
            let desk = SubmissionDesk(services, problems: NoNeighbours(), contests: NoNeighbours())
            let profiles = Profiles(services, people: people, submissions: desk) { id in
                strangers.ids.withLock { !$0.contains(id) }
            } difficulties: { ids in
                ids.reduce(into: [:]) { known, id in
                    known[id] = easy.contains(id) ? "easy" : id == hard ? "hard" : nil
                }
            }
            let module = profiles.module()
            return ((profiles, module), [desk.module(), module])
        } _: { rig, parts in
            let village = Village(rig: rig, profiles: parts.0, strangers: strangers, module: parts.1)
            try await rig.whileRunning(rig.host().run) { try await body(village) }
        }
    }

    /// Asks a route as the server does.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, by actor: Actor = .alice, id: EntityID? = nil,
        query: [String: String] = [:], body: String = ""
    ) async throws -> [String: Any] {
        try await rig.ask(
            method, "users/" + path, by: actor, ["id": id.map { "\($0)" } ?? ""], query: query, body: Array(body.utf8)
        ).object
    }

    /// Somebody shows a name.
    func name(_ person: EntityID, _ name: String, isPublic: Bool = true) async throws {
        let shown = isPublic ? #"["displayName"]"# : "[]"
        try await ask(
            .put, "profile", by: Actor(.person(person)), body: #"{"displayName":"\#(name)","public":\#(shown)}"#)
    }

    /// Somebody hands a program in, which is judged at once.
    @discardableResult
    func judged(
        _ verdict: String, _ problem: EntityID, by person: EntityID, language: String = "cpp", contest: EntityID? = nil
    ) async throws -> EntityID {
        let id = EntityID.random()
        let received = SubmissionReceived.with { received in
            (received.author, received.problem) = ("\(person)", "\(problem)")
            (received.contest, received.atNs) = (contest.map { "\($0)" } ?? "", clock.now.nanoseconds)
        }
        try await services.commands.perform(
            ReceiveSubmission(id: id, received: received, overdue: clock.now + .seconds(86_400 * 365)),
            by: Actor(.person(person)))
        try await record(verdict, of: id, language: language)
        return id
    }

    func record(_ verdict: String, of id: EntityID, generation: UInt32 = 1, language: String = "cpp") async throws {
        let judgement = JudgementRecorded.with { judgement in
            (judgement.generation, judgement.fleetGeneration) = (generation, 1)
            (judgement.verdict, judgement.language) = (verdict, language)
        }
        try await services.commands.perform(
            RecordJudgement(id: id, judgement: judgement), by: Actor(.platform("submissions.follow")))
    }
}
