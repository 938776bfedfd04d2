import Coordinator
import Events
import Foundation
import Grading
import KernelTestSupport
import Storage
import Submissions
import SystemPackage
import TestSupport
import Testing
import Units

@testable import Contests
@testable import Kernel

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
    let rig: Rig
    let contests: Contests
    let host: ProjectionHost

    var platform: Platform { rig.platform }
    var log: any EventLog { rig.log }
    var clock: TestClock { rig.clock }

    /// Runs an arena while `body` goes on.
    static func with(
        _ place: TestPlace? = nil, keepsSnapshots: Bool = false, _ body: @Sendable (Arena) async throws -> Void
    ) async throws {
        try await Rig.with(at: place) { services, people in
            let contests = Contests(services, problems: FixedProblems(), people: people) { ids in
                Dictionary(ids.map { ($0, "person \($0.number)") }) { first, _ in first }
            }
            return (contests, [contests.module])
        } _: { rig, contests in
            let host = rig.host(keepsSnapshots: keepsSnapshots)
            let arena = Arena(rig: rig, contests: contests, host: host)
            try await rig.whileRunning(host.run) { try await body(arena) }
        }
    }

    // MARK: Asking

    /// Asks a route as the server does, when all that is in the log has been read: `/{id}/join` of a contest.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String = "", _ contest: EntityID? = nil, _ body: [String: Any] = [:],
        by actor: Actor, _ more: [String: String] = [:], query: [String: String] = [:], key: String? = nil
    ) async throws -> Rig.Answer {
        try await settle()
        var parameters = more
        parameters["id"] = contest.map { "\($0)" }
        return try await rig.ask(
            method, "contests" + path, by: actor, parameters, query: query,
            body: body.isEmpty ? [] : try Rig.json(body), key: key)
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

    /// What a topic is made of now, for everybody.
    func shown(_ path: String, _ contest: EntityID) async throws -> Topic.Content {
        let topic = try #require(platform.topics.all.first { $0.path == path })
        return try await topic.show(Topic.Request(parameters: ["id": "\(contest)"], audience: "public"), .start)
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

    private func ask(_ method: Route.Method, by actor: Actor, body: [String: Any]) async throws -> Rig.Answer {
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
