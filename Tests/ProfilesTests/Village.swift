import Coordinator
import EmbeddedStorage
import Events
import Foundation
import KernelTestSupport
import Logging
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
}

/// A platform with people who say something of themselves, and hand something in.
struct Village: Sendable {
    let platform: Platform
    let profiles: Profiles
    let services: PlatformServices
    let clock: TestClock
    let log: any EventLog
    let keys: EmbeddedPersonKeys
    let strangers: Strangers
    let module: Module

    /// Whom there is no account of.
    final class Strangers: Sendable {
        let ids = Mutex<Set<EntityID>>([])
    }

    /// Problems whose names begin so are of that difficulty.
    static let easy = (0..<3).map { EntityID("0000000000000000000000e00\($0)") ?? .random() }
    static let hard = EntityID("0000000000000000000000h001") ?? .random()

    /// Runs a village while `body` goes on.
    static func with(_ body: @Sendable (Village) async throws -> Void) async throws {
        let folder = FilePath("/tmp/verdict-profiles-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: false)
        defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
        let ring = KeyRing()
        let store = try await EmbeddedStore.open(folder.appending("store"), keys: ring, leaseDuration: .seconds(600))
        let keys = try await EmbeddedPersonKeys.open(folder.appending("keys"), keys: ring)
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let (clock, strangers) = (TestClock(), Strangers())
        var settings = Platform.Options()
        settings.clock = clock
        settings.views = Platform.ViewPlace(file: folder.appending("views"), codes: ring.codes(for: "cursor"))
        var made: (PlatformServices, Profiles, Module)?
        let platform = try Platform(log: store.log, options: settings, logger: logger) { services in
            let desk = SubmissionDesk(services, problems: NoNeighbours(), contests: NoNeighbours())
            let profiles = Profiles(services, people: keys, submissions: desk) { id in
                strangers.ids.withLock { !$0.contains(id) }
            } difficulties: { ids in
                ids.reduce(into: [:]) { known, id in
                    known[id] = easy.contains(id) ? "easy" : id == hard ? "hard" : nil
                }
            }
            let module = profiles.module()
            made = (services, profiles, module)
            return [desk.module(), module]
        }
        let (services, profiles, module) = try #require(made)
        let host = ProjectionHost(log: store.log, projections: platform.projections, snapshots: nil, logger: logger)
        let village = Village(
            platform: platform, profiles: profiles, services: services, clock: clock, log: store.log, keys: keys,
            strangers: strangers, module: module)
        let result = await platform.whileRunning(host.run) { try await body(village) }
        await keys.close()
        try await store.close()
        try result.get()
    }

    private struct Decoder: RouteDecoder {
        func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
            do {
                return try JSONDecoder().decode(type, from: Data(body))
            } catch {
                throw DomainError(.invalid, "\(error)")
            }
        }
    }

    /// Asks a route as the server does, with all that is in the log now; waits while views are made.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, by actor: Actor = .alice, id: EntityID? = nil,
        query: [String: String] = [:], body: String = ""
    ) async throws -> [String: Any] {
        let route = try #require(module.routes.first { $0.method == method && $0.path == "api/v1/users/" + path })
        guard platform.mayAsk(actor, route.action) else { throw PermissionTable.refusal(of: actor, route.action) }
        while true {
            do {
                let answer = try await route.answer(
                    RouteRequest(
                        actor: actor, parameters: ["id": id.map { "\($0)" } ?? ""], query: query,
                        body: Array(body.utf8), seen: try await log.end(), decoder: Decoder()))
                return try JSONSerialization.jsonObject(with: Data(answer.body ?? Array("{}".utf8)))
                    as? [String: Any] ?? [:]
            } catch let error as DomainError where error.code == .unavailable {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
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

/// Asks that something is refused with such an error.
func expectRefusal<Value>(
    _ code: DomainError.Code, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Value
) async throws {
    do {
        _ = try await body()
        Issue.record(comment ?? "it was not refused", sourceLocation: sourceLocation)
    } catch let error as DomainError {
        #expect(error.code == code, comment ?? "\(error)", sourceLocation: sourceLocation)
    }
}
