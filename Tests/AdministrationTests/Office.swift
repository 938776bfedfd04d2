import EmbeddedStorage
import Events
import Foundation
import Identity
import KernelTestSupport
import Logging
import Markup
import PageFrame
import Storage
import SystemPackage
import Templates
import Testing
import Units
import Wire

@testable import Administration
@testable import Coordinator
@testable import Kernel

/// A platform whose admins look after a fleet of which tests are the workers.
struct Office: Sendable {
    let platform: Platform
    let dispatcher: Dispatcher
    let store: EmbeddedStore
    private let templates: TemplateLibrary

    /// Runs an office while `body` goes on.
    /// - Parameter isConnected: whether the fleet is there.
    static func with(isConnected: Bool = true, _ body: @Sendable (Office) async throws -> Void) async throws {
        let folder = FilePath("/tmp/verdict-administration-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: false)
        defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
        let keys = KeyRing()
        let store = try await EmbeddedStore.open(folder.appending("store"), keys: keys, leaseDuration: .seconds(600))
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        var options = Platform.Options()
        options.clock = TestClock()
        let setting = Administration.SettingInForce(name: "http.listen", value: evil, summary: "where it listens")
        var made: Administration?
        let platform = try Platform(log: store.log, options: options, logger: logger) { services in
            let administration = Administration(services, settings: [setting])
            made = administration
            return [administration.module]
        }
        let administration = try #require(made)
        let dispatcher = Dispatcher(
            Dispatcher.Dependencies(
                queue: store.queue, submissions: Submissions(log: store.log),
                executions: ExecutionRecords(log: store.log, blobs: store.blobs), blobs: store.blobs,
                packages: try Packages(log: store.log, blobs: store.blobs), tickets: LeaseTicketCodec(keys),
                wallClock: { TestClock.start.nanoseconds }, openSubmissions: { _ in [] }))
        if isConnected { administration.serve(FleetDesk(dispatcher, queue: store.queue)) }
        let host = ProjectionHost(
            log: store.log, projections: platform.projections, snapshots: nil, logger: logger)
        let office = Office(
            platform: platform, dispatcher: dispatcher, store: store,
            templates: try TemplateLibrary(
                platform.modules.reduce(FrameTemplates.all) { $0.merging($1.templates) { $1 } }))
        let result = await platform.whileRunning(host.run) { try await body(office) }
        try await store.close()
        try result.get()
    }

    /// A text that would be something else in a page that does not escape it.
    static let evil = #"<script>alert(1)</script>"'&"#

    // MARK: The fleet

    /// A worker comes.
    func register(_ worker: String) async throws {
        _ = try await dispatcher.register(
            WorkerRegistration(name: worker, jobsVersion: JobsVersion.current),
            by: Principal(role: .worker, name: "machine"))
    }

    /// The workers that take nothing new.
    var draining: [String] {
        get async throws {
            try await dispatcher.overview(workers: 100, after: "").workers.filter(\.isDraining).map(\.name)
        }
    }

    /// Jobs are given up.
    func bury(_ jobs: String...) async throws {
        let lane = JobLane(priority: 2, tenant: "course", requirement: "")
        for job in jobs {
            try await store.queue.enqueue([Job(id: job, lane: lane, payload: [])])
            let lease = try #require(try await store.queue.lease(1, from: lane).first)
            try await store.queue.bury(lease.token, reason: "three workers died: " + Self.evil)
        }
    }

    /// The jobs that were given up.
    var buried: [String] {
        get async throws { try await store.queue.deadLetters(after: nil, limit: 100).map(\.job.id) }
    }

    // MARK: What admins do

    /// What was written down that admins want of the fleet.
    var orders: [LogEntry] {
        get async throws {
            try await store.log.read(StreamName(FleetOrders.stream), after: .start, limit: 1000)
        }
    }

    /// Asks for a page as the server does: who may not is refused before anything is read.
    @discardableResult
    func ask(
        _ method: Page.Method, _ path: String, _ fields: [String: String] = [:], query: [String: String] = [:],
        by actor: Actor = .admin, key: String? = nil
    ) async throws -> PageAnswer {
        let page = try #require(
            platform.modules.flatMap(\.pages).first { $0.method == method && $0.path == path }, "\(path)")
        guard platform.mayAsk(actor, page.action) else { throw PermissionTable.refusal(of: actor, page.action) }
        var command = CommandRequest()
        (command.key, command.digest) = (key, Array("\(fields.sorted { $0.key < $1.key })".utf8))
        return try await page.make(
            PageRequest(actor: actor, query: query, fields: fields.mapValues { [$0] }, command: command))
    }

    /// What a form leads to says.
    func say(
        _ path: String, _ fields: [String: String] = [:], by actor: Actor = .admin, key: String? = nil
    ) async throws -> String {
        guard case .go(let redirect) = try await ask(.post, path, fields, by: actor, key: key) else { return "" }
        return redirect.message ?? ""
    }

    /// A page as HTML.
    func html(_ path: String, query: [String: String] = [:], by actor: Actor = .admin) async throws -> String {
        guard case .show(let content) = try await ask(.get, path, query: query, by: actor) else { return "" }
        return try templates.render(content.template, content.values).text
    }
}

/// Those who are no admins of all of the site.
enum Outsiders {
    static let all: [(who: String, actor: Actor)] = [
        ("nobody who is known", Actor(.anybody)), ("a person", .alice),
        ("a judge", Actor(.person(.random()), grants: [RoleGrant("judge", in: .site)])),
        ("an admin of a contest", Actor(.person(.random()), grants: [RoleGrant(.admin, in: Scope("contest", "c1"))])),
        ("a program", Actor(.program("course"))),
        (
            "an admin's token for something else",
            Actor(.person(.random()), grants: [RoleGrant(.admin, in: .site)], scopes: ["contests"])
        ),
    ]
}
