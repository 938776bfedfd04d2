import Archives
import EmbeddedStorage
import Events
import Foundation
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

@testable import Coordinator
@testable import Invocations
@testable import Library

/// A platform with problems and invocations, on a store in a folder that outlives it, and a fleet of which tests are the workers.
struct Workbench: Sendable {
    let rig: Rig
    let library: Library
    let invocations: Invocations
    let fleet: Coordinator.Submissions
    let module: Module

    var platform: Platform { rig.platform }
    var services: PlatformServices { rig.services }
    var log: any EventLog { rig.log }

    /// Runs a workbench while `body` goes on.
    static func with(at place: TestPlace? = nil, _ body: @Sendable (Workbench) async throws -> Void) async throws {
        try await Rig.with(at: place) { services, _ in
            let library = Library(services)
            let invocations = Invocations(services, library: library)
            let module = invocations.module()
            return ((library, invocations, module), [library.module(), module])
        } _: { rig, parts in
            let (library, invocations, module) = parts
            let packages = try Packages(log: rig.log, blobs: rig.store.blobs)
            let submissions = Coordinator.Submissions(log: rig.log)
            let jobs = OutstandingJobs(
                queue: rig.store.queue, submissions: submissions, packages: packages, logger: Rig.logger)
            let projections = Projections(
                log: rig.log, admission: Admission(), quotas: Quotas(log: rig.log), fanout: LogFanout(),
                besides: [packages] + rig.platform.projections, logger: Rig.logger)
            let languages = try RepositoryLanguages.catalog
            let intake = Intake(
                submissions: submissions, jobs: jobs, blobs: rig.store.blobs, packages: packages, languages: languages,
                projections: projections)
            let desk = PackageDesk(packages, blobs: rig.store.blobs, tenant: JudgingDesk.tenant) { _ in }
            library.connect(
                to: desk,
                runner: ProgramRunner(languages: languages) { _ in throw DomainError(.exhausted, "no worker is free") })
            invocations.connect(
                to: JudgingDesk(
                    intake: intake, submissions: submissions, packages: packages, blobs: rig.store.blobs))
            let bench = Workbench(
                rig: rig, library: library, invocations: invocations, fleet: submissions, module: module)
            try await rig.whileRunning(projections.run) {
                while !projections.isCaughtUp { try await Task.sleep(for: .milliseconds(1)) }
                try await body(bench)
            }
        }
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
        let place = try TestPlace()
        let zip = place.path.appending("adding.zip")
        try ZipWriter.write(try PackageDirectory(try place.write(files, to: "adding")), to: zip)
        let body = Array(try Data(contentsOf: URL(fileURLWithPath: zip.string)))
        let answer = try await ask(.post, "problems", by: actor, body: body)
        return try #require(EntityID(answer.text("id")))
    }

    // MARK: Asking

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

    /// Asks a route as the server does.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, by actor: Actor = owner, _ parameters: [String: String] = [:],
        query: [String: String] = [:], body: [UInt8] = [], key: String? = nil
    ) async throws -> Rig.Answer {
        try await rig.ask(method, path, by: actor, parameters, query: query, body: body, key: key)
    }

    /// Begins an invocation.
    func begin(
        _ problem: EntityID, by actor: Actor = owner, _ json: String = "{}", key: String? = nil
    ) async throws -> EntityID {
        let answer = try await ask(
            .post, "problems/{id}/invocations", by: actor, ["id": "\(problem)"], body: Array(json.utf8), key: key)
        return try #require(EntityID(answer.text("id")))
    }

    func matrix(_ id: EntityID, by actor: Actor = owner, query: [String: String] = [:]) async throws -> Matrix {
        let answer = try await ask(.get, "invocations/{id}", by: actor, ["id": "\(id)"], query: query)
        return try JSONDecoder().decode(Matrix.self, from: Data(answer.body))
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
