import Archives
import EmbeddedStorage
import Events
import Foundation
import Kernel
import KernelTestSupport
import Logging
import PackageFiles
import Storage
import SwiftProtobuf
import SystemPackage
import Testing
import Toolchains
import Units

@testable import Coordinator
@testable import Invocations
@testable import Library

/// A platform with problems and invocations, on a store in a folder that outlives it, and a fleet of which tests are the workers.
struct Workbench: Sendable {
    /// A folder that goes with it.
    final class Place: Sendable {
        let path = FilePath("/tmp/verdict-invocations-tests-\(UInt64.random(in: 0 ... .max))")
        let keys = KeyRing()

        init() throws {
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
        }

        deinit { _ = try? FileManager.default.removeItem(atPath: path.string) }
    }

    let platform: Platform
    let services: PlatformServices
    let library: Library
    let invocations: Invocations
    let fleet: Coordinator.Submissions
    let log: any EventLog
    let module: Module

    private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()
    private static let languages = Result { try LanguageCatalog(directory: root.appending("Languages")) }

    /// Runs a workbench while `body` goes on.
    static func with(at place: Place? = nil, _ body: @Sendable (Workbench) async throws -> Void) async throws {
        let place = try place ?? Place()
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let store = try await EmbeddedStore.open(
            place.path.appending("store"), keys: place.keys, leaseDuration: .seconds(600))
        var options = Platform.Options()
        options.clock = TestClock()
        options.views = Platform.ViewPlace(file: place.path.appending("views"), codes: place.keys.codes(for: "cursor"))
        var made: (services: PlatformServices, library: Library, invocations: Invocations)?
        let platform = try Platform(log: store.log, options: options, logger: logger) { services in
            let library = Library(services)
            let invocations = Invocations(services, library: library)
            made = (services, library, invocations)
            return [library.module(), invocations.module()]
        }
        let (services, library, invocations) = try #require(made)
        let packages = try Packages(log: store.log, blobs: store.blobs)
        let submissions = Coordinator.Submissions(log: store.log)
        let jobs = OutstandingJobs(queue: store.queue, submissions: submissions, packages: packages, logger: logger)
        let projections = Projections(
            log: store.log, admission: Admission(), quotas: Quotas(log: store.log), fanout: LogFanout(),
            besides: [packages] + platform.projections, logger: logger)
        let languages = try languages.get()
        let intake = Intake(
            submissions: submissions, jobs: jobs, blobs: store.blobs, packages: packages, languages: languages,
            projections: projections)
        let desk = PackageDesk(packages, blobs: store.blobs, tenant: JudgingDesk.tenant) { _ in }
        library.connect(
            to: desk,
            runner: ProgramRunner(languages: languages) { _ in throw DomainError(.exhausted, "no worker is free") })
        invocations.connect(
            to: JudgingDesk(intake: intake, submissions: submissions, packages: packages, blobs: store.blobs))
        let bench = Workbench(
            platform: platform, services: services, library: library, invocations: invocations, fleet: submissions,
            log: store.log, module: invocations.module())
        let result = await platform.whileRunning(projections.run) {
            while !projections.isCaughtUp { try await Task.sleep(for: .milliseconds(1)) }
            try await body(bench)
        }
        try await store.close()
        try withExtendedLifetime(place) { try result.get() }
    }

    // MARK: Problems

    static let owner = Actor(
        .person(EntityID("00000000000000000000000003") ?? .random()), grants: [RoleGrant("setter", in: .site)])

    /// A package with two right solutions, a wrong one, and one that is not as it promises.
    static let package: [String: String] = [
        "problem.yaml": "name: Adding\nlimits: {time_limit: 2}\n", ".timelimit": "2\n",
        "data/sample/1.in": "1 2\n", "data/sample/1.ans": "3\n", "data/secret/1.in": "5 6\n",
        "data/secret/1.ans": "11\n", "data/secret/2.in": "7 8\n", "data/secret/2.ans": "15\n",
        "submissions/accepted/fast.cpp": "int main() {}", "submissions/accepted/slow.cpp": "int main() { }",
        "submissions/wrong_answer/never.cpp": "int main() {  }",
    ]

    /// Makes a problem of a package.
    func make(_ files: [String: String] = package, by actor: Actor = owner) async throws -> EntityID {
        let place = try Place()
        let folder = place.path.appending("adding")
        for (path, text) in files {
            let file = URL(fileURLWithPath: folder.appending(path).string)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let zip = place.path.appending("adding.zip")
        try ZipWriter.write(try PackageDirectory(folder), to: zip)
        let body = Array(try Data(contentsOf: URL(fileURLWithPath: zip.string)))
        let answer = try await ask(.post, "problems", by: actor, body: body)
        return try #require(EntityID(try answer["id"] as? String ?? ""))
    }

    // MARK: Asking

    struct Answer {
        var body: [UInt8]
        var position: LogPosition?

        subscript(_ name: String) -> Any? {
            get throws { (try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])?[name] }
        }

        func matrix() throws -> Matrix { try JSONDecoder().decode(Matrix.self, from: Data(body)) }
    }

    struct Matrix: Decodable {
        struct Cell: Decodable, Hashable {
            var verdict: String
            var cpuMilliseconds, memoryBytes: Int
        }

        struct Test: Decodable { var name: String }

        struct Solution: Decodable {
            var path, state: String
            var verdict, reason: String?
            var expected, broken: [String]
            var isAsExpected: Bool?
            var done: Int
            var cells: [Cell?]
        }

        struct Slowest: Decodable {
            var solution, test: String
            var cpuMilliseconds: Int
        }

        var state: String
        var isWhole: Bool
        var done, total, testsInAll: Int
        var timeLimitMilliseconds: Int?
        var margin: Double?
        var slowestAccepted: Slowest?
        var tests: [Test]
        var solutions: [Solution]
        var next: String?
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

    /// Asks a route as the server does. A view that is not there yet is waited for.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, by actor: Actor = owner, _ parameters: [String: String] = [:],
        query: [String: String] = [:], body: [UInt8] = [], key: String? = nil
    ) async throws -> Answer {
        let routes = module.routes + library.module().routes
        let route = try #require(routes.first { $0.method == method && $0.path == "api/v1/" + path }, "\(path)")
        guard platform.mayAsk(actor, route.action) else { throw PermissionTable.refusal(of: actor, route.action) }
        var command = CommandRequest()
        (command.key, command.digest) = (key, body)
        while true {
            do {
                let answer = try await route.answer(
                    RouteRequest(
                        actor: actor, parameters: parameters, query: query, body: body, command: command,
                        seen: method == .get ? try await log.end() : nil, decoder: Decoder()))
                return Answer(body: answer.body ?? [], position: answer.position)
            } catch let error as DomainError where error.code == .unavailable {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    /// Begins an invocation.
    func begin(
        _ problem: EntityID, by actor: Actor = owner, _ json: String = "{}", key: String? = nil
    ) async throws -> EntityID {
        let answer = try await ask(
            .post, "problems/{id}/invocations", by: actor, ["id": "\(problem)"], body: Array(json.utf8), key: key)
        return try #require(EntityID(try answer["id"] as? String ?? ""))
    }

    func matrix(_ id: EntityID, by actor: Actor = owner, query: [String: String] = [:]) async throws -> Matrix {
        try await ask(.get, "invocations/{id}", by: actor, ["id": "\(id)"], query: query).matrix()
    }

    // MARK: Being the fleet's workers

    /// Waits until the fleet has a solution.
    func taken(_ id: EntityID, _ solution: Int) async throws -> SubmissionState {
        while true {
            if let state = try await fleet.load(Invocation.fleetID(id, solution)) { return state }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Judges a solution, with so many milliseconds for each test case.
    func judge(_ id: EntityID, _ solution: Int, _ runs: [(LoggedVerdict, UInt64)]) async throws {
        let state = try await taken(id, solution)
        let built = LoggedBuildResult.with { ($0.compilation.succeeded, $0.language) = (true, "cpp") }
        _ = try await fleet.change(state.id) { $0.recordBuild(built, by: "one", expected: .milliseconds(1)) }
        let limits = LoggedTestLimits.with { $0.cpuTimeNs = 2_000_000_000 }
        let tests = LoggedExecuteResult.with { result in
            result.tests = runs.enumerated().map { index, run in
                .with { test in
                    (test.index, test.result.verdict) = (UInt32(index), run.0)
                    (test.result.cpuTimeNs, test.result.memoryBytes) = (run.1 * 1_000_000, 4096)
                }
            }
        }
        _ = try await fleet.change(state.id) { $0.recordBatch(0, tests, limits: limits, by: "one") }
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
        #expect(error.code == code, comment ?? "\(error)", sourceLocation: sourceLocation)
        return error.message
    }
}
