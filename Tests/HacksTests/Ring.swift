import Archives
import EmbeddedStorage
import Events
import Executions
import Foundation
import Grading
import Kernel
import KernelTestSupport
import PackageFiles
import Storage
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units

@testable import Contests
@testable import Coordinator
@testable import Hacks
@testable import Library
@testable import Submissions

/// A platform with problems, contests, submissions and hacks, on a store in a folder that outlives it, and a fleet of which tests are
/// the workers.
struct Ring: Sendable {
    let rig: Rig
    let library: Library
    let contests: Contests
    let submissions: SubmissionDesk
    let hacks: Hacks
    let fleet: Coordinator.Submissions
    var services: PlatformServices { rig.services }
    var log: any EventLog { rig.log }
    var clock: TestClock { rig.clock }

    /// Runs a ring while `body` goes on.
    /// - Parameters:
    ///   - place: where it is; nil: at a place of its own.
    ///   - reacts: whether anything follows from the log.
    ///   - run: what comes of programs that are run.
    ///   - body: what goes on.
    static func with(
        at place: TestPlace? = nil, reacts: Bool = true,
        run: @escaping @Sendable (Execution) async throws -> ExecutionResult = worker,
        _ body: @Sendable (Ring) async throws -> Void
    ) async throws {
        try await Rig.with(at: place) { services, people in
            let library = Library(services)
            let contests = Contests(services, problems: library, people: people)
            let submissions = SubmissionDesk(services, problems: library, contests: contests)
            let hacks = Hacks(services, contests: contests, library: library, submissions: submissions)
            var modules = [library.module(), contests.module, submissions.module(), hacks.module()]
            if !reacts { for index in modules.indices { modules[index].reactions = [] } }
            return ((library, contests, submissions, hacks), modules)
        } _: { rig, parts in
            let (library, contests, submissions, hacks) = parts
            let packages = try Packages(log: rig.log, blobs: rig.store.blobs)
            let fleet = Coordinator.Submissions(log: rig.log)
            let jobs = OutstandingJobs(
                queue: rig.store.queue, submissions: fleet, packages: packages, logger: Rig.logger)
            let projections = Projections(
                log: rig.log, admission: Admission(), quotas: Quotas(log: rig.log), fanout: LogFanout(),
                besides: [packages] + rig.platform.projections, logger: Rig.logger)
            let languages = try RepositoryLanguages.catalog
            let intake = Intake(
                submissions: fleet, jobs: jobs, blobs: rig.store.blobs, packages: packages, languages: languages,
                projections: projections)
            let desk = PackageDesk(packages, blobs: rig.store.blobs, tenant: JudgingDesk.tenant) { _ in }
            library.connect(to: desk, runner: ProgramRunner(languages: languages, run: run))
            let judging = JudgingDesk(intake: intake, submissions: fleet, packages: packages, blobs: rig.store.blobs)
            submissions.connect(to: judging)
            hacks.connect(to: judging)
            let ring = Ring(
                rig: rig, library: library, contests: contests, submissions: submissions, hacks: hacks, fleet: fleet)
            try await rig.whileRunning(projections.run) {
                while !projections.isCaughtUp { try await Task.sleep(for: .milliseconds(1)) }
                try await body(ring)
            }
        }
    }

    /// What a worker does: the validator takes what has no 7, the solution adds, unless there is a 9, and a generator does what its
    /// source is called.
    static let worker: @Sendable (Execution) async throws -> ExecutionResult = { execution in
        if execution.sources.first?.name == "main.py" { return generated(by: execution) }
        var result = ExecutionResult(compilation: ExecutionCompilation(succeeded: true))
        for (index, test) in execution.tests.enumerated() {
            let text = String(decoding: test.input, as: UTF8.self)
            if execution.sources.first?.name == "check.py" {
                var done = ExecutedTest(index: index, verdict: .accepted, ending: .exited(text.contains("7") ? 43 : 42))
                if text.contains("7") { done.error = Array("line 1: a seven\n".utf8) }
                result.tests.append(done)
            } else {
                let sum = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.reduce(0, +)
                var done = ExecutedTest(index: index, verdict: .accepted, ending: .exited(0))
                done.output = Array("\(sum)\n".utf8)
                if text.contains("9") { (done.verdict, done.ending) = (.runTimeError, .exited(1)) }
                result.tests.append(done)
            }
        }
        return result
    }

    private static func generated(by execution: Execution) -> ExecutionResult {
        let source = String(decoding: execution.sources.first?.bytes ?? [], as: UTF8.self)
        var result = ExecutionResult(compilation: ExecutionCompilation(succeeded: source != "broken"))
        guard result.compilation.succeeded else {
            result.compilation.log = "line 1: broken"
            return result
        }
        var done = ExecutedTest(index: 0, verdict: .accepted, ending: .exited(0))
        switch source {
        case "fail":
            (done.verdict, done.ending, done.message) = (.runTimeError, .exited(1), "it ended with status 1")
        case "nothing": break
        case "large": done.output = [UInt8](repeating: UInt8(ascii: "1"), count: (256 << 10) + 1)
        default: done.output = Array((execution.tests[0].arguments.joined(separator: " ") + "\n").utf8)
        }
        result.tests = [done]
        return result
    }

    // MARK: Problems and contests

    static let owner = Actor(
        .person(EntityID(number: 1)), grants: [RoleGrant("setter", in: .site), RoleGrant("organizer", in: .site)])

    static let package: [String: String] = [
        "problem.yaml": "name: Adding\nlimits: {time_limit: 2}\n", ".timelimit": "2\n",
        "data/sample/1.in": "1 2\n", "data/sample/1.ans": "3\n", "data/secret/1.in": "5 6\n",
        "data/secret/1.ans": "11\n", "submissions/accepted/sum.py": "print(sum(map(int, input().split())))\n",
        "input_validators/check.py": "import sys\n",
    ]

    /// Makes a problem of a package.
    func makeProblem(_ changes: [String: String?] = [:]) async throws -> EntityID {
        let place = try TestPlace()
        let files = Self.package.merging(changes.compactMapValues(\.self)) { $1 }
            .filter { changes[$0.key] != .some(nil) }
        let zip = place.path.appending("adding.zip")
        try ZipWriter.write(
            try PackageDirectory(try place.write(files, to: "adding")), to: zip)
        let body = Array(try Data(contentsOf: URL(fileURLWithPath: zip.string)))
        let answer = try await ask(.post, "problems", by: Self.owner, body: body)
        return try #require(EntityID(answer.text("id")))
    }

    /// Makes a contest of two hours that begins in an hour, with a problem that is worth 500 points.
    func makeContest(of problem: EntityID, _ changes: [String: Any] = [:]) async throws -> EntityID {
        let body: [String: Any] = [
            "title": "Autumn", "start": "\(TestClock.start + .seconds(3600))", "lengthSeconds": 7200,
            "counting": ["format": "codeforces"], "hacksWhileRunning": true, "hacksAfterSeconds": 3600,
            "problems": [["id": "\(problem)", "points": "500"]],
        ]
        let answer = try await ask(
            .post, "contests", by: Self.owner, json: body.merging(changes) { _, new in new })
        return try #require(EntityID(answer.text("id")))
    }

    /// The clock stands there from now on.
    func move(to seconds: Int64) { clock.manual.advance(by: TestClock.start + .seconds(seconds) - clock.now) }

    /// A contest that runs, in which these take part.
    func contest(
        _ people: [Actor] = [.ann, .ben, .cat], _ changes: [String: Any] = [:]
    ) async throws -> (contest: EntityID, problem: EntityID) {
        let problem = try await makeProblem()
        let contest = try await makeContest(of: problem, changes)
        let code = (changes["accessCode"] as? String).map { ["accessCode": $0] }
        for actor in people { try await ask(.post, "contests/{id}/join", by: actor, ["id": "\(contest)"], json: code) }
        move(to: 3600 + 600)
        return (contest, problem)
    }

    // MARK: Asking

    /// Asks a route as the server does.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, by actor: Actor, _ parameters: [String: String] = [:],
        query: [String: String] = [:], json: [String: Any]? = nil, body: [UInt8] = [], key: String? = nil
    ) async throws -> Rig.Answer {
        try await rig.ask(
            method, path, by: actor, parameters, query: query, body: try json.map { try Rig.json($0) } ?? body, key: key
        )
    }

    /// Hands a program in, and has the fleet judge it.
    func handIn(
        _ actor: Actor, _ contest: EntityID, _ problem: EntityID, _ verdict: LoggedVerdict = .accepted
    ) async throws -> EntityID {
        let program: [String: Any] = [
            "problem": "\(problem)", "language": "python3",
            "files": [["name": "main.py", "content": "print(\(UInt64.random(in: 0 ... .max)))"]],
        ]
        let answer = try await ask(
            .post, "contests/{id}/submissions", by: actor, ["id": "\(contest)"], json: program)
        let id = try #require(EntityID(answer.text("id")))
        try await judge(JudgingName(id, 1).fleetID, verdict)
        while try await submissions.submission(id).phase != .judged { try await Task.sleep(for: .milliseconds(2)) }
        try await settle(contest) { $0.board.attempt(id)?.attempt.judgement != nil }
        return id
    }

    /// Waits until the board has it.
    func settle(_ contest: EntityID, _ isSo: (KnownContest) -> Bool) async throws {
        while contests.index.read(contest, isSo) != true { try await Task.sleep(for: .milliseconds(2)) }
    }

    func lock(_ actor: Actor, _ contest: EntityID, _ problem: EntityID) async throws {
        try await ask(
            .post, "contests/{id}/locks", by: actor, ["id": "\(contest)"], json: ["problem": "\(problem)"])
    }

    /// Hacks a program.
    func hack(
        _ actor: Actor, _ contest: EntityID, _ submission: EntityID, _ input: String, key: String? = nil
    ) async throws -> EntityID {
        let answer = try await ask(
            .post, "contests/{id}/hacks", by: actor, ["id": "\(contest)"],
            json: ["submission": "\(submission)", "input": input], key: key)
        return try #require(EntityID(answer.text("id")))
    }

    /// What a hack is, once that is so.
    @discardableResult
    func wait(
        for hack: EntityID, in contest: EntityID, _ isSo: (Hack) -> Bool = { $0.decision != nil }
    ) async throws -> Hack {
        while true {
            if let found = try await hacks.hacks(of: contest).hack(hack), isSo(found) {
                try await settle(contest) { $0.hacks.hack(hack) == found }
                return found
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// What the board says of somebody: `rank points +successful -unsuccessful`.
    func row(
        _ actor: Actor, _ contest: EntityID, by reader: Actor = Actor(.anybody), query: [String: String] = [:]
    ) async throws -> String {
        let board = try await ask(.get, "contests/{id}/leaderboard", by: reader, ["id": "\(contest)"], query: query)
        let row = board.list("rows").first { $0["participant"] as? String == "\(actor.person ?? .random())" } ?? [:]
        let hacks = row["hacks"] as? [String: Int] ?? [:]
        return "\(row["rank"] ?? "-") \(row["points"] ?? "-") +\(hacks["successful"] ?? 0) "
            + "-\(hacks["unsuccessful"] ?? 0)"
    }

    /// What somebody sees of a contest's hacks: `state input`.
    func list(_ contest: EntityID, by actor: Actor) async throws -> [String] {
        try await ask(.get, "contests/{id}/hacks", by: actor, ["id": "\(contest)"]).list("hacks")
            .map { $0["state"] as? String ?? "" }
    }

    // MARK: Being the fleet's workers

    /// Judges what the fleet has under that name, as soon as it has it; all its test cases alike.
    func judge(_ id: SubmissionID, _ verdict: LoggedVerdict) async throws {
        var state = try await fleet.load(id)
        while state == nil {
            try await Task.sleep(for: .milliseconds(2))
            state = try await fleet.load(id)
        }
        let count = try #require(state).accepted.tests
        let built = LoggedBuildResult.with { ($0.compilation.succeeded, $0.language) = (true, "python3") }
        _ = try await fleet.change(id) { $0.recordBuild(built, by: "one", expected: .milliseconds(1)) }
        let tests = LoggedExecuteResult.with { result in
            result.tests = (0..<count).map { index in
                .with { ($0.index, $0.result.verdict, $0.result.cpuTimeNs) = (index, verdict, 1_000_000) }
            }
        }
        _ = try await fleet.change(id) { $0.recordBatch(0, tests, limits: LoggedTestLimits(), by: "one") }
    }
}

extension Actor {
    static let ann = Actor(.person(EntityID(number: 2)))
    static let ben = Actor(.person(EntityID(number: 3)))
    static let cat = Actor(.person(EntityID(number: 4)))
    static let dan = Actor(.person(EntityID(number: 5)))

    static func judge(of contest: EntityID) -> Actor {
        Actor(.person(EntityID(number: 50)), grants: [RoleGrant("judge", in: Scope("contest", "\(contest)"))])
    }
}
