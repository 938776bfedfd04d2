import Coordinator
import EmbeddedStorage
import Events
import Foundation
import Grading
import Kernel
import KernelTestSupport
import Logging
import PersonalData
import Storage
import Submissions
import SystemPackage
import TestSupport
import Testing
import Units

@testable import Contests

/// Problems of which each is there in its first version, but for those that are not.
struct FixedProblems: SubmittableProblems {
    static let missing = EntityID(number: 999)

    func problem(_ id: EntityID, for actor: Actor) async throws -> SubmittableProblem {
        guard id != Self.missing else { throw DomainError(.notFound, "there is no problem of that id") }
        return SubmittableProblem(id: id, version: 1, package: ContentHash(of: Array("\(id)".utf8)))
    }
}

/// A platform that has contests, on a log in a folder.
struct Arena: Sendable {
    let platform: Platform
    let contests: Contests
    let clock: TestClock
    let log: any EventLog
    let host: ProjectionHost

    /// Where arenas are that share a log and keys.
    final class Place: Sendable {
        let path = FilePath("/tmp/verdict-contests-\(UInt64.random(in: 0 ... .max))")
        let ring = KeyRing()
        var snapshots: SnapshotFile { SnapshotFile(path.appending("snapshot"), keys: ring) }

        init() throws {
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        }

        deinit { _ = try? FileManager.default.removeItem(atPath: path.string) }
    }

    /// Runs an arena while `body` goes on.
    static func with(
        _ place: Place? = nil, clock: TestClock = TestClock(), keepsSnapshots: Bool = false,
        _ body: @Sendable (Arena) async throws -> Void
    ) async throws {
        let place = try place ?? Place()
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let store = try await EmbeddedStore.open(
            place.path.appending("store"), keys: place.ring, leaseDuration: .seconds(600))
        let log = store.log
        let keys = try await EmbeddedPersonKeys.open(place.path.appending("keys"), keys: place.ring)
        var options = Platform.Options()
        options.clock = clock
        options.views = Platform.ViewPlace(
            file: place.path.appending("views"), codes: place.ring.codes(for: "cursor"))
        var made: Contests?
        let platform = try Platform(log: log, options: options, logger: logger) { services in
            let contests = Contests(services, problems: FixedProblems(), people: keys) { ids in
                Dictionary(ids.map { ($0, "person \($0.number)") }) { first, _ in first }
            }
            made = contests
            return [contests.module]
        }
        let host = ProjectionHost(
            log: log, projections: platform.projections, snapshots: keepsSnapshots ? place.snapshots : nil,
            logger: logger)
        let arena = Arena(
            platform: platform, contests: try #require(made), clock: clock, log: log, host: host)
        let result = await platform.whileRunning(host.run) { try await body(arena) }
        try await store.close()
        // The folder goes with the last who refers to it.
        try withExtendedLifetime(place) { try result.get() }
    }

    // MARK: Asking

    /// What a route answered.
    struct Answer {
        var status: RouteAnswer.Status
        var object: [String: Any]

        func value<Value>(_ name: String, as: Value.Type = Value.self) throws -> Value {
            try #require(object[name] as? Value, "\(object)")
        }
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

    /// Asks a route as the server does, with all that is in the log: `/{id}/join` of a contest.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String = "", _ contest: EntityID? = nil, _ body: [String: Any] = [:],
        by actor: Actor, _ more: [String: String] = [:], query: [String: String] = [:], key: String? = nil
    ) async throws -> Answer {
        let full = Contests.path + path
        let route = try #require(contests.module.routes.first { $0.method == method && $0.path == full }, "\(full)")
        guard platform.mayAsk(actor, route.action) else {
            throw DomainError(.forbidden, "\(actor.identity) may not do \(route.action)")
        }
        try await settle()
        var (parameters, command) = (more, CommandRequest())
        parameters["id"] = contest.map { "\($0)" }
        command.key = key
        let bytes = body.isEmpty ? [] : Array(try JSONSerialization.data(withJSONObject: body, options: .sortedKeys))
        let request = RouteRequest(
            actor: actor, parameters: parameters, query: query, body: bytes, command: command,
            seen: try await log.end(), decoder: Decoder())
        while true {
            do {
                let answer = try await route.answer(request)
                if let file = answer.file {
                    let text = String(decoding: answer.body ?? [], as: UTF8.self)
                    return Answer(status: answer.status, object: [file.name: text])
                }
                let object = try answer.body.map { try JSONSerialization.jsonObject(with: Data($0)) }
                return Answer(status: answer.status, object: object as? [String: Any] ?? [:])
            } catch let error as DomainError where error.code == .unavailable {
                // The views are being made.
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    /// Returns when all that is in the log has been read.
    func settle() async throws { try await host.catchUp(to: try await log.end()) }

    /// What somebody is shown first who begins to watch a topic.
    func watch(_ path: String, _ contest: EntityID, by actor: Actor) async throws -> String {
        for await news in try platform.topics.follow(path, ["id": "\(contest)"], as: actor) {
            return String(decoding: news.bytes, as: UTF8.self)
        }
        throw CancellationError()
    }

    // MARK: Contests

    static let owner = Cast.person(1)
    static let problems = [EntityID(number: 101), EntityID(number: 102)]

    /// A contest of two hours from an hour after the beginning on, as it is sent.
    static func body(_ changes: [String: Any] = [:]) -> [String: Any] {
        let body: [String: Any] = [
            "title": "Autumn", "start": "\(TestClock.start + .seconds(3600))", "lengthSeconds": 7200,
            "counting": ["format": "icpc"], "problems": problems.map { ["id": "\($0)"] },
        ]
        return body.merging(changes) { _, new in new }
    }

    /// Makes a contest.
    func make(_ changes: [String: Any] = [:], by actor: Actor = owner) async throws -> EntityID {
        let answer = try await ask(.post, by: actor, body: Self.body(changes))
        return try #require(EntityID(try answer.value("id", as: String.self)))
    }

    private func ask(_ method: Route.Method, by actor: Actor, body: [String: Any]) async throws -> Answer {
        try await ask(method, "", nil, body, by: actor)
    }

    /// Has somebody take part.
    func join(_ actor: Actor, _ contest: EntityID, _ body: [String: Any] = [:]) async throws {
        try await ask(.post, "/{id}/join", contest, body, by: actor)
    }

    /// The time so long after the beginning of all stories.
    static func time(_ seconds: Int64) -> Timestamp { TestClock.start + .seconds(seconds) }

    /// The clock stands there from now on.
    func move(to seconds: Int64) { clock.manual.advance(by: Self.time(seconds) - clock.now) }

    // MARK: Submissions

    /// Something is handed in now, as the module of submissions does it.
    @discardableResult
    func submit(
        _ actor: Actor, _ contest: EntityID, problem: Int = 0, verdict: String? = nil, score: String = ""
    ) async throws -> EntityID {
        let (id, problem) = (EntityID.random(), Self.problems[problem])
        let entry = try await contests.entry(of: actor, for: problem, in: contest, at: clock.now)
        var received = SubmissionReceived()
        (received.author, received.problem) = ("\(try #require(actor.person))", "\(problem)")
        (received.contest, received.participant) = ("\(contest)", "\(entry.participant)")
        received.atNs = clock.now.nanoseconds
        _ = try await log.append([try Event(received)], to: id.stream("submissions"), expecting: .anything)
        if let verdict { try await judge(id, verdict, score) }
        try await settle()
        return id
    }

    /// A submission is judged.
    func judge(_ submission: EntityID, _ verdict: String, _ score: String = "") async throws {
        var judgement = JudgementRecorded()
        (judgement.generation, judgement.verdict, judgement.score) = (1, verdict, score)
        _ = try await log.append([try Event(judgement)], to: submission.stream("submissions"), expecting: .anything)
        try await settle()
    }

    /// A board: whose rows, in order, with `rank participant solved time`.
    func board(
        _ contest: EntityID, by actor: Actor = Actor(.anybody), query: [String: String] = [:]
    ) async throws -> [String] {
        let answer = try await ask(.get, "/{id}/leaderboard", contest, by: actor, query: query)
        return try answer.value("rows", as: [[String: Any]].self).map { row in
            let number = EntityID(row["participant"] as? String ?? "")?.number ?? 0
            return "\(row["rank"] ?? "-") \(number) \(row["solved"] ?? "") \(row["time"] ?? "")"
        }
    }
}

/// Who takes part in stories.
enum Cast {
    /// Somebody who may make contests.
    static func person(_ number: UInt64) -> Actor {
        Actor(
            .person(EntityID(number: UInt128(number))),
            grants: number == 1 ? [RoleGrant("organizer", in: .site)] : [])
    }

    static let alice = person(2)
    static let bob = person(3)
    static let carol = person(4)
    static let nobody = Actor(.anybody)
    static let admin = Actor.admin

    static func judge(of contest: EntityID) -> Actor {
        Actor(.person(EntityID(number: 50)), grants: [RoleGrant("judge", in: Scope("contest", "\(contest)"))])
    }

    static func runner(of contest: EntityID) -> Actor {
        Actor(.person(EntityID(number: 51)), grants: [RoleGrant("runner", in: Scope("contest", "\(contest)"))])
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
        #expect(error.code == code, "\(comment.map { "\($0): " } ?? "")\(error)", sourceLocation: sourceLocation)
    }
}
