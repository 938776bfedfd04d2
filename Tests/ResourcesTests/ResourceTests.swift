import Coordinator
import EmbeddedStorage
import Events
import Foundation
import KernelTestSupport
import Logging
import Storage
import SwiftProtobuf
import SystemPackage
import Testing
import Units

@testable import Kernel
@testable import Resources

/// What tenants and people may use, and what the fleet can do.
@Suite("Resources", .timeLimit(.minutes(1))) struct ResourceTests {
    private static let alice = Actor.alice.person ?? .random()

    /// A platform that has resources, and the coordinator's own knowledge of quotas.
    private struct Site: Sendable {
        let platform: Platform
        let resources: Resources
        let quotas: Quotas
        let log: any EventLog
        let host: ProjectionHost
        let module: Module

        static func with(_ body: @Sendable (Site) async throws -> Void) async throws {
            let folder = FilePath("/tmp/verdict-resources-\(UInt64.random(in: 0 ... .max))")
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: false)
            defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
            let store = try await EmbeddedStore.open(
                folder.appending("store"), keys: KeyRing(), leaseDuration: .seconds(600))
            let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
            var made: (Resources, Module)?
            let platform = try Platform(log: store.log, logger: logger) { services in
                let resources = Resources(services)
                let module = resources.module(services)
                made = (resources, module)
                return [module]
            }
            let (resources, module) = try #require(made)
            let quotas = Quotas(log: store.log)
            let host = ProjectionHost(
                log: store.log, projections: platform.projections + [quotas], snapshots: nil, logger: logger)
            let site = Site(
                platform: platform, resources: resources, quotas: quotas, log: store.log, host: host, module: module)
            let result = await platform.whileRunning(host.run) { try await body(site) }
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

        @discardableResult
        func ask(
            _ method: Route.Method, _ path: String = "", by actor: Actor = .admin, id: String = "", body: String = ""
        ) async throws -> String {
            let route = try #require(
                module.routes.first { $0.method == method && $0.path == "api/v1/resources" + path })
            guard platform.mayAsk(actor, route.action) else { throw PermissionTable.refusal(of: actor, route.action) }
            let answer = try await route.answer(
                RouteRequest(actor: actor, parameters: ["id": id], body: Array(body.utf8), decoder: Decoder()))
            return String(decoding: answer.body ?? [], as: UTF8.self)
        }
    }

    private func expectRefusal(
        _ code: DomainError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> String
    ) async throws {
        do {
            _ = try await body()
            Issue.record("it was not refused", sourceLocation: sourceLocation)
        } catch let error as DomainError {
            #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        }
    }

    @Test("What an admin sets for a tenant holds for what the coordinator takes, and says who set it")
    func quotas() async throws {
        try await Site.with { site in
            let path = "/tenants/{id}"
            #expect(try await site.ask(.get, path, id: "course") == "{}")
            let body = #"{"contentBytes":1024,"priority":"normal","submissionsAtOnce":3,"submissionsPerMinute":7}"#
            for _ in 0..<2 { try await site.ask(.put, path, id: "course", body: body) }
            #expect(try await site.ask(.get, path, id: "course") == body)
            #expect(try await site.ask(.get, path, id: "other") == "{}")
            while site.quotas.get("course").submissionsAtOnce != 3 { try await Task.sleep(for: .milliseconds(1)) }
            let quota = site.quotas.get("course")
            #expect(quota.priority == .normal && quota.submissionsPerMinute == 7 && quota.contentBytes == 1024)
            // The same again is nothing new.
            let entries = try await site.log.read(StreamName("quotas"), after: .start, limit: 10)
            #expect(entries.count == 1)
            let record = try #require(try entries[0].events.last?.unpackedIfHeld(CommandRecorded.self))
            #expect(record.action == "resources.set-quota" && record.actor == "program admin")

            try await site.ask(.put, path, id: "course", body: "{}")
            #expect(try await site.ask(.get, path, id: "course") == "{}")
            for garbage in ["", "[]", #"{"priority":"now"}"#, #"{"submissionsAtOnce":0}"#, #"{"contentBytes":-1}"#] {
                try await expectRefusal(.invalid) { try await site.ask(.put, path, id: "course", body: garbage) }
            }
            for name in ["", String(repeating: "x", count: 129)] {
                try await expectRefusal(.invalid) { try await site.ask(.put, path, id: name, body: body) }
            }
        }
    }

    @Test("What an admin sets for a person they see, and others do not")
    func people() async throws {
        try await Site.with { site in
            let (path, alice) = ("/people/{id}", "\(Self.alice)")
            #expect(try await site.ask(.get, path, by: .alice, id: alice) == "{}")
            try await site.ask(.put, path, id: alice, body: #"{"submissionsPerDay":5}"#)
            #expect(try await site.ask(.get, path, by: .alice, id: alice) == #"{"submissionsPerDay":5}"#)
            #expect(try await site.resources.submissionsPerDay(of: Self.alice) == 5)
            #expect(try await site.resources.submissionsPerDay(of: .random()) == nil)
            try await expectRefusal(.notFound) { try await site.ask(.get, path, by: .bob, id: alice) }
            try await expectRefusal(.forbidden) { try await site.ask(.put, path, by: .alice, id: alice, body: "{}") }
            for garbage in ["", #"{"submissionsPerDay":-1}"#, #"{"submissionsPerDay":100001}"#] {
                try await expectRefusal(.invalid) { try await site.ask(.put, path, id: alice, body: garbage) }
            }
            try await expectRefusal(.notFound) { try await site.ask(.put, path, id: "x", body: "{}") }
            try await site.ask(.put, path, id: alice, body: "{}")
            #expect(try await site.resources.submissionsPerDay(of: Self.alice) == nil)
        }
    }

    @Test("An admin sees what the fleet can do, and how many workers it takes")
    func capacity() async throws {
        try await Site.with { site in
            try await expectRefusal(.unavailable) { try await site.ask(.get) }
            site.resources.connect {
                var capacity = FleetCapacity()
                (capacity.workers, capacity.cores, capacity.jobs, capacity.jobsPerMinute) = (2, 8, 8, 20)
                capacity.queues = [.init(priority: .contest, waiting: 15, leased: 8)]
                capacity.queues[0].medianWait = .milliseconds(1500)
                return capacity
            }
            let answer = try await site.ask(.get)
            for part in [
                #""wantedWorkers":4"#, #""priority":"contest""#, #""waiting":15"#, #""medianWaitMilliseconds":1500"#,
            ] { #expect(answer.contains(part), "\(answer)") }
            for actor in [Actor(.anybody), .alice] {
                try await expectRefusal(.forbidden) { try await site.ask(.get, by: actor) }
            }
        }
    }

    @Test(
        "It takes as many workers as what goes on and what waits need, and at most twice as many as there are",
        arguments: [
            // workers, cores, jobs, jobs a minute, waiting, wanted
            [0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 1000, 1], [4, 16, 0, 0, 0, 1], [4, 16, 8, 100, 0, 2],
            [4, 16, 16, 100, 0, 4], [4, 16, 16, 100, 25, 5], [4, 16, 16, 100, 1000, 8], [4, 16, 16, 1, 3, 7],
            [4, 16, 0, 0, 4, 1], [4, 16, 0, 0, 5, 2], [1, 1, 1, 0, 1, 2], [2, 4, 9, 10, 0, 2],
        ])
    func wanted(numbers: [Int]) {
        var capacity = FleetCapacity()
        (capacity.workers, capacity.cores, capacity.jobs) = (numbers[0], numbers[1], numbers[2])
        capacity.jobsPerMinute = numbers[3]
        capacity.queues = [.init(priority: .normal, waiting: numbers[4], leased: 0)]
        #expect(capacity.wantedWorkers == numbers[5])
    }

    @Test("Each row of permissions allows those that it names, and nobody else")
    func permits() {
        let table = PermissionTable(Resources.permits)
        let actors: [(String, Actor)] = [
            ("nobody", Actor(.anybody)), ("owner", .alice), ("person", .bob), ("program", Actor(.program("p"))),
            ("admin", .admin), ("platform", Actor(.platform("resources.x"))),
        ]
        let allowed: [Action: Set<String>] = [
            Resources.read: ["admin"], Resources.readQuota: ["admin"], SetTenantQuota.action: ["admin"],
            Resources.readPersonLimits: ["owner", "person", "admin"], Resources.seePersonLimits: ["owner", "admin"],
            ChangePersonLimits.action: ["admin"],
        ]
        #expect(table.actions == Set(allowed.keys))
        for (action, names) in allowed {
            for (name, actor) in actors {
                let may = table.allows(actor, action, to: Subject(owners: [Self.alice]))
                #expect(may == names.contains(name), "\(action) by \(name)")
            }
        }
    }
}
