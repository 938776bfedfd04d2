import EmbeddedStorage
import Events
import Foundation
import Identity
import KernelTestSupport
import Storage
import SwiftProtobuf
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units

@testable import Coordinator
@testable import Kernel
@testable import Submissions

/// What a test says of a contest that there is none of.
final class Neighbours: SubmittableProblems, SubmissionContests {
    static let package = ContentHash(of: [1])
    /// That of the problem's next version.
    static let newer = ContentHash(of: [2])
    static let problem = EntityID("00000000000000000000000p01") ?? .random()
    static let hidden = EntityID("00000000000000000000000p02") ?? .random()
    static let contest = EntityID("00000000000000000000000c01") ?? .random()
    static let team = EntityID("00000000000000000000000t01") ?? .random()

    /// What everybody but admins sees in the contest.
    let view = Mutex(SubmissionView.pending)
    /// Whether people may know of the problem.
    let isPublished = Mutex(true)
    /// Whether it is there.
    let isThere = Mutex(true)
    /// Whether it runs.
    let isOpen = Mutex(true)
    /// Whether its results are what they are.
    let isFinal = Mutex(false)
    /// The languages of the contest; none: all.
    let languages = Mutex<[String]>([])
    /// The package of all problems.
    let judgedBy = Mutex(package)
    /// Who is in the team.
    let team = Mutex<Set<EntityID>>([])
    /// The hacks that everybody knows of.
    let hacks = Mutex<[EntityID: EntityID]>([:])
    static let hack = EntityID("00000000000000000000000h01") ?? .random()

    private var version: SubmittableProblem {
        let package = judgedBy.withLock { $0 }
        return SubmittableProblem(id: Self.problem, version: package == Self.newer ? 4 : 3, package: package)
    }

    func problem(_ id: EntityID, for actor: Actor) async throws -> SubmittableProblem {
        guard id == Self.problem, isPublished.withLock({ $0 }) else {
            throw DomainError(.notFound, "there is no problem of that id")
        }
        return version
    }

    func entry(
        of actor: Actor, for problem: EntityID, in contest: EntityID, at time: Timestamp
    ) async throws -> ContestEntry {
        guard contest == Self.contest, problem == Self.problem else {
            throw DomainError(.notFound, "there is no contest of that id")
        }
        guard isOpen.withLock({ $0 }) else { throw DomainError(.wrongState, "it is over") }
        return ContestEntry(
            problem: version, participant: Self.team, languages: languages.withLock { $0 })
    }

    func view(
        of submission: SubmissionFacts, for actor: Actor, at time: Timestamp
    ) async throws -> SubmissionView {
        guard isThere.withLock({ $0 }) else { throw DomainError(.notFound, "there is no contest of that id") }
        return view.withLock { $0 }
    }

    func isOwn(_ submission: SubmissionFacts, of actor: Actor) async throws -> Bool {
        actor.person.map { person in submission.author == person || team.withLock { $0.contains(person) } } ?? false
    }

    func isInFinalResults(_ submission: SubmissionFacts) async throws -> Bool { isFinal.withLock { $0 } }

    func hack(of submission: SubmissionFacts, for actor: Actor) async throws -> EntityID? {
        hacks.withLock { $0[submission.id] }
    }

    var submissionStreams: StreamPattern { .prefixed("loans-") }

    func judged(_ contest: EntityID, for actor: Actor?) async throws -> JudgedContest {
        guard contest == Self.contest, isThere.withLock({ $0 }) else {
            throw DomainError(.notFound, "there is no contest of that id")
        }
        return JudgedContest(
            id: contest,
            subject: Subject(
                scopes: [Scope("contest", "\(contest)")], owners: Set([Actor.owner.person].compactMap(\.self))),
            problems: [version], isFinal: isFinal.withLock { $0 })
    }

    func shift(by rejudging: EntityID, in contest: EntityID) async throws -> BoardShift { BoardShift(count: 7) }
}

/// The packages that the fleet has: one, in two versions.
struct OnePackage: PackageCatalog {
    var tests = ["sample/1", "secret/1", "secret/2"]

    func find(_ id: ContentHash) async throws(StorageError) -> LoggedPackage? {
        guard [Neighbours.package, Neighbours.newer].contains(id) else { return nil }
        return .with { package in
            (package.id, package.name, package.tests) = (Data(id.bytes), "sum", tests)
            package.limits.cpuTimeNs = 1_000_000_000
        }
    }

    func find(_ id: ContentHash, for principal: Principal) async throws(StorageError) -> PackageSummary? {
        try await find(id).map { PackageSummary(package: $0, tenants: []) }
    }

    func owners(of id: ContentHash) async throws(StorageError) -> Set<String> { ["course"] }
    func measuringJob(of id: ContentHash) async throws(StorageError) -> Job? { nil }
    func measuringJobs() async throws(StorageError) -> [Job] { [] }
    func stopMeasuring(_ id: ContentHash, for tenant: String?, reason: String) async throws(StorageError) {}

    func add(tree: LoggedBlobRef, name: String, for principal: Principal) async throws -> PackageSummary {
        throw DomainError(.wrongState, "there is no such tree")
    }

    func list(
        for principal: Principal, limit: Int, page: String
    ) async throws(StorageError) -> (packages: [PackageSummary], next: String?) { ([], nil) }
}

/// The judgings whose workers were told to stop.
final class StoppedJudgings: Sendable {
    let ids = Mutex<Set<SubmissionID>>([])
}

/// A coordinator's platform with submissions, on a log in memory of its own, and a fleet of which tests are the workers.
struct Court: Sendable {
    struct Options: Sendable {
        var submissions = SubmissionOptions()
        /// Whether the platform's reactions and timers go on by themselves.
        var runs = true
        /// Whether the fleet is there from the start.
        var isConnected = true
    }

    let rig: Rig
    let desk: SubmissionDesk
    let neighbours: Neighbours
    let judging: JudgingDesk
    let fleet: Coordinator.Submissions
    let fanout: LogFanout
    let projections: Projections
    let module: Module
    let stopped: StoppedJudgings

    var platform: Platform { rig.platform }
    var services: PlatformServices { rig.services }
    var log: any EventLog { rig.log }
    var clock: TestClock { rig.clock }

    /// Runs a court while `body` goes on.
    static func with(_ options: Options = Options(), _ body: @Sendable (Court) async throws -> Void) async throws {
        let neighbours = Neighbours()
        try await Rig.with { services, _ in
            let desk = SubmissionDesk(
                services, options: options.submissions, problems: neighbours, contests: neighbours)
            var module = desk.module()
            if !options.runs { (module.reactions, module.timers) = ([], []) }
            return ((desk, module), [module])
        } _: { rig, parts in
            let (desk, module) = parts
            let submissions = Coordinator.Submissions(log: rig.log)
            let jobs = OutstandingJobs(
                queue: rig.store.queue, submissions: submissions, packages: OnePackage(), logger: Rig.logger)
            let fanout = LogFanout()
            let projections = Projections(
                log: rig.log, admission: Admission(), quotas: Quotas(log: rig.log), fanout: fanout,
                besides: rig.platform.projections, logger: Rig.logger)
            let intake = Intake(
                submissions: submissions, jobs: jobs, blobs: rig.store.blobs, packages: OnePackage(),
                languages: try RepositoryLanguages.catalog, projections: projections)
            let stopped = StoppedJudgings()
            let judging = JudgingDesk(
                intake: intake, submissions: submissions, packages: OnePackage(), blobs: rig.store.blobs,
                fanout: fanout, onCancel: { id in stopped.ids.withLock { _ = $0.insert(id) } })
            let court = Court(
                rig: rig, desk: desk, neighbours: neighbours, judging: judging, fleet: submissions, fanout: fanout,
                projections: projections,
                module: module, stopped: stopped)
            if options.isConnected { desk.connect(to: judging) }
            try await rig.whileRunning(projections.run) {
                while !projections.isCaughtUp { try await Task.sleep(for: .milliseconds(1)) }
                try await body(court)
            }
        }
    }

    // MARK: Asking

    /// Asks a route as the server does. Who hands something in is told at once that there is no fleet yet.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, by actor: Actor = .alice, parameters: [String: String] = [:],
        query: [String: String] = [:], body: String = "", key: String? = nil, seen: LogPosition? = nil
    ) async throws -> Rig.Answer {
        try await rig.ask(
            method, path, by: actor, parameters, query: query, body: Array(body.utf8), key: key, seen: seen,
            waits: path.contains("/"))
    }

    static func program(
        _ text: String = "int main() {}", language: String = "cpp", contest: EntityID? = nil,
        problem: EntityID = Neighbours.problem
    ) -> String {
        let contest = contest.map { #","contest":"\#($0)""# } ?? ""
        return
            #"{"problem":"\#(problem)"\#(contest),"language":"\#(language)","files":[{"name":"main.cpp","content":"\#(text)"}]}"#
    }

    /// Hands a program in.
    func handIn(
        by actor: Actor = .alice, contest: EntityID? = nil, language: String = "cpp", key: String? = nil
    ) async throws -> EntityID {
        let body = Self.program(language: language, contest: contest)
        let answer = try await ask(.post, "submissions", by: actor, body: body, key: key)
        return try #require(EntityID(answer["id"] ?? ""))
    }

    func summary(_ id: EntityID, by actor: Actor = .alice) async throws -> Rig.Answer {
        try await ask(.get, "submissions/{id}", by: actor, parameters: ["id": "\(id)"])
    }

    /// Waits until a submission is as far.
    func wait(for id: EntityID, _ isSo: (Submission) -> Bool) async throws {
        while !isSo(try await desk.submission(id)) { try await Task.sleep(for: .milliseconds(2)) }
    }

    // MARK: Being the fleet's workers

    /// Judges what the fleet has of a submission.
    func judge(
        _ id: EntityID, generation: UInt32 = 1, of rejudging: EntityID? = nil, _ verdicts: [LoggedVerdict]
    ) async throws {
        try await build(id, generation: generation, of: rejudging)
        try await run(JudgingName(id, generation, of: rejudging).fleetID, verdicts)
    }

    /// Compiles what the fleet has of a submission.
    func build(_ id: EntityID, generation: UInt32 = 1, of rejudging: EntityID? = nil) async throws {
        let built = LoggedBuildResult.with { result in
            (result.compilation.succeeded, result.language) = (true, "cpp")
            result.compilation.log = "a warning"
        }
        let change = try await fleet.change(JudgingName(id, generation, of: rejudging).fleetID) {
            $0.recordBuild(built, by: "one", expected: .milliseconds(1))
        }
        _ = try #require(change)
    }

    /// Says what came of a test case, as a worker does before that is recorded.
    func tell(_ test: UInt32, _ verdict: LoggedVerdict, of id: EntityID, generation: UInt32 = 1) {
        let result = LoggedTestResult.with { result in
            (result.verdict, result.cpuTimeNs, result.memoryBytes) = (verdict, 7_000_000, 4096)
            (result.name, result.message) = ("a name of the worker's", "expected 42")
        }
        fanout.publish(.testFinished(test, result), of: JudgingName(id, generation).fleetID)
    }

    func run(_ fleetID: SubmissionID, _ verdicts: [LoggedVerdict]) async throws {
        let tests = LoggedExecuteResult.with { result in
            result.tests = verdicts.enumerated().map { index, verdict in
                .with { test in
                    (test.index, test.result.verdict) = (UInt32(index), verdict)
                    (test.result.cpuTimeNs, test.result.memoryBytes) = (UInt64(index + 1) * 1_000_000, 4096)
                    test.result.message = verdict == .accepted ? "" : "expected 42"
                }
            }
        }
        _ = try await fleet.change(fleetID) {
            $0.recordBatch(0, tests, limits: LoggedTestLimits(), by: "one")
        }
    }

    /// Does a reaction for all that the log has, as after a restart from the beginning.
    func react(_ reaction: Reaction) async throws {
        let context = ReactionContext(
            commands: services.commands, actor: Actor(.platform(reaction.name)), key: "again")
        for entry in try await log.read(after: .start, limit: 1000) where reaction.streams.matches(entry.stream) {
            try await reaction.act(entry, context)
        }
    }

    /// What a submission's stream says happened.
    func events(of id: EntityID) async throws -> [String] {
        try await log.read(try id.stream("submissions"), after: .start, limit: 100).flatMap(\.events)
            .map { String($0.type.split(separator: ".").last ?? "") }
            .filter { !["CommandRecorded", "TimerSet", "TimerEnded", "ContentsHeld", "ContentsLetGo"].contains($0) }
    }
}

extension Actor {
    /// Whose the contest is.
    static let owner = Actor(.person(EntityID("00000000000000000000000w01") ?? .random()))
    /// Judges the contest.
    static let judge = Actor(
        .person(EntityID("00000000000000000000000j01") ?? .random()),
        grants: [RoleGrant("judge", in: Scope("contest", "\(Neighbours.contest)"))])
    /// Judges another one.
    static let otherJudge = Actor(
        .person(EntityID("00000000000000000000000j02") ?? .random()),
        grants: [RoleGrant("judge", in: Scope("contest", "x"))])
    static let setter = Actor(
        .person(EntityID("00000000000000000000000s01") ?? .random()),
        grants: [RoleGrant("setter", in: Scope("problem", "\(Neighbours.problem)"))])
}
