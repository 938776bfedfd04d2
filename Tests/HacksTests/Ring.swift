import Archives
import EmbeddedStorage
import Events
import Executions
import Foundation
import Grading
import Kernel
import KernelTestSupport
import Logging
import PackageFiles
import PersonalData
import Storage
import SwiftProtobuf
import Synchronization
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
    /// A folder that goes with it.
    final class Place: Sendable {
        let path = FilePath("/tmp/verdict-hacks-tests-\(UInt64.random(in: 0 ... .max))")
        let keys = KeyRing()
        let clock = TestClock()

        init() throws {
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
        }

        deinit { _ = try? FileManager.default.removeItem(atPath: path.string) }
    }

    let platform: Platform
    let services: PlatformServices
    let library: Library
    let contests: Contests
    let submissions: SubmissionDesk
    let hacks: Hacks
    let fleet: Coordinator.Submissions
    let log: any EventLog
    let clock: TestClock
    let modules: [Module]

    private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()
    private static let languages = Result { try LanguageCatalog(directory: root.appending("Languages")) }

    /// Runs a ring while `body` goes on.
    /// - Parameters:
    ///   - place: where it is; nil: at a place of its own.
    ///   - reacts: whether anything follows from the log.
    ///   - run: what comes of programs that are run.
    ///   - body: what goes on.
    static func with(
        at place: Place? = nil, reacts: Bool = true,
        run: @escaping @Sendable (Execution) async throws -> ExecutionResult = worker,
        _ body: @Sendable (Ring) async throws -> Void
    ) async throws {
        let place = try place ?? Place()
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let store = try await EmbeddedStore.open(
            place.path.appending("store"), keys: place.keys, leaseDuration: .seconds(600))
        let people = try await EmbeddedPersonKeys.open(place.path.appending("people"), keys: place.keys)
        var options = Platform.Options()
        options.clock = place.clock
        options.views = Platform.ViewPlace(file: place.path.appending("views"), codes: place.keys.codes(for: "cursor"))
        var made: (PlatformServices, Library, Contests, SubmissionDesk, Hacks, [Module])?
        let platform = try Platform(log: store.log, options: options, logger: logger) { services in
            let library = Library(services)
            let contests = Contests(services, problems: library, people: people)
            let submissions = SubmissionDesk(services, problems: library, contests: contests)
            let hacks = Hacks(services, contests: contests, library: library, submissions: submissions)
            var modules = [library.module(), contests.module, submissions.module(), hacks.module()]
            if !reacts { for index in modules.indices { modules[index].reactions = [] } }
            made = (services, library, contests, submissions, hacks, modules)
            return modules
        }
        let (services, library, contests, submissions, hacks, modules) = try #require(made)
        let packages = try Packages(log: store.log, blobs: store.blobs)
        let fleet = Coordinator.Submissions(log: store.log)
        let jobs = OutstandingJobs(queue: store.queue, submissions: fleet, packages: packages, logger: logger)
        let projections = Projections(
            log: store.log, admission: Admission(), quotas: Quotas(log: store.log), fanout: LogFanout(),
            besides: [packages] + platform.projections, logger: logger)
        let languages = try languages.get()
        let intake = Intake(
            submissions: fleet, jobs: jobs, blobs: store.blobs, packages: packages, languages: languages,
            projections: projections)
        let desk = PackageDesk(packages, blobs: store.blobs, tenant: JudgingDesk.tenant) { _ in }
        library.connect(to: desk, runner: ProgramRunner(languages: languages, run: run))
        let judging = JudgingDesk(intake: intake, submissions: fleet, packages: packages, blobs: store.blobs)
        submissions.connect(to: judging)
        hacks.connect(to: judging)
        let running = [Task { try await projections.run() }, Task { try await platform.run() }]
        while !projections.isCaughtUp { try await Task.sleep(for: .milliseconds(1)) }
        let ring = Ring(
            platform: platform, services: services, library: library, contests: contests, submissions: submissions,
            hacks: hacks, fleet: fleet, log: store.log, clock: place.clock, modules: modules)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(ring))
        } catch {
            result = .failure(error)
        }
        for task in running { task.cancel() }
        for task in running { _ = await task.result }
        await people.close()
        try await store.close()
        try withExtendedLifetime(place) { try result.get() }
    }

    /// What a worker does: the validator takes what has no 7, and the solution adds, unless there is a 9.
    static let worker: @Sendable (Execution) async throws -> ExecutionResult = { execution in
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
        let place = try Place()
        let folder = place.path.appending("adding")
        for (path, text) in Self.package.merging(changes.compactMapValues(\.self), uniquingKeysWith: { $1 })
        where changes[path] != .some(nil) {
            let file = URL(fileURLWithPath: folder.appending(path).string)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let zip = place.path.appending("adding.zip")
        try ZipWriter.write(try PackageDirectory(folder), to: zip)
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
        for actor in people { try await ask(.post, "contests/{id}/join", by: actor, ["id": "\(contest)"]) }
        move(to: 3600 + 600)
        return (contest, problem)
    }

    // MARK: Asking

    struct Answer {
        var body: [UInt8]

        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }

        func text(_ name: String) -> String { object[name] as? String ?? "" }
        func list(_ name: String) -> [[String: Any]] { object[name] as? [[String: Any]] ?? [] }
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

    /// Asks a route as the server does. What is not read yet is waited for.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, by actor: Actor, _ parameters: [String: String] = [:],
        query: [String: String] = [:], json: [String: Any]? = nil, body: [UInt8] = [], key: String? = nil
    ) async throws -> Answer {
        let route = try #require(
            modules.flatMap(\.routes).first { $0.method == method && $0.path == "api/v1/" + path }, "\(path)")
        guard platform.mayAsk(actor, route.action) else { throw PermissionTable.refusal(of: actor, route.action) }
        let bytes = try json.map { Array(try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys)) } ?? body
        var command = CommandRequest()
        (command.key, command.digest) = (key, bytes)
        while true {
            do {
                let answer = try await route.answer(
                    RouteRequest(
                        actor: actor, parameters: parameters, query: query, body: bytes, command: command,
                        seen: method == .get ? try await log.end() : nil, decoder: Decoder()))
                return Answer(body: answer.body ?? [])
            } catch let error as DomainError where error.code == .unavailable {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
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

/// Asks that something is refused with such an error.
@discardableResult
func expectRefusal<Value>(
    _ code: DomainError.Code, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Value
) async throws -> String {
    do {
        _ = try await body()
        Issue.record(comment ?? "it was not refused", sourceLocation: sourceLocation)
        return ""
    } catch let error as DomainError {
        #expect(error.code == code, "\(comment.map { "\($0): " } ?? "")\(error)", sourceLocation: sourceLocation)
        return error.message
    }
}
