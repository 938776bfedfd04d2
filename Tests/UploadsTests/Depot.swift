import Coordinator
import EmbeddedStorage
import Events
import Foundation
import Identity
import Kernel
import KernelTestSupport
import Logging
import Storage
import SystemPackage
import Testing
import Units

@testable import Uploads

/// A platform to which files are uploaded, on a store in a folder that outlives it.
struct Depot: Sendable {
    /// A folder that goes with it.
    final class Place: Sendable {
        let path = FilePath("/tmp/verdict-uploads-tests-\(UInt64.random(in: 0 ... .max))")
        let keys = KeyRing()

        init() throws {
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
        }

        deinit { _ = try? FileManager.default.removeItem(atPath: path.string) }
    }

    let uploads: Uploads
    let platform: Platform
    let clock: TestClock
    let place: Place
    private let module: Module

    /// Runs a depot while `body` goes on.
    static func with(
        at place: Place? = nil, limits: UploadLimits = UploadLimits(), clock: TestClock = TestClock(),
        _ body: @Sendable (Depot) async throws -> Void
    ) async throws {
        let place = try place ?? Place()
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let store = try await EmbeddedStore.open(
            place.path.appending("store"), keys: place.keys, leaseDuration: .seconds(600))
        var options = Platform.Options()
        options.clock = clock
        options.views = Platform.ViewPlace(file: place.path.appending("views"), codes: place.keys.codes(for: "cursor"))
        var made: (Uploads, Module)?
        let platform = try Platform(log: store.log, options: options, logger: logger) { services in
            let uploads = Uploads(services, limits: limits)
            made = (uploads, uploads.module())
            return [made].compactMap { $0?.1 }
        }
        let (uploads, module) = try #require(made)
        let accounts = ContentAccounts(log: store.log, admission: Admission(), quotas: Quotas(log: store.log))
        let intake = ContentIntake(
            blobs: store.blobs, contents: TenantContents(), options: BlobsService.Options(), logger: logger,
            accounts: accounts)
        uploads.connect(to: FileDesk(intake, largest: limits.largest))
        let host = ProjectionHost(
            log: store.log, projections: platform.projections + [accounts], snapshots: nil, logger: logger)
        let depot = Depot(uploads: uploads, platform: platform, clock: clock, place: place, module: module)
        let result = await platform.whileRunning(host.run) {
            while !host.isCaughtUp { try await Task.sleep(for: .milliseconds(1)) }
            try await body(depot)
        }
        try await store.close()
        try withExtendedLifetime(place) { try result.get() }
    }

    static let setter = Actor(
        .person(EntityID("00000000000000000000000003") ?? .random()), grants: [RoleGrant("setter", in: .site)])
    static let other = Actor(
        .person(EntityID("00000000000000000000000004") ?? .random()),
        grants: [RoleGrant("setter", in: Scope("problem", "7"))])

    struct Standing: Decodable {
        var sha256: String
        var offset: Int64
        var complete: Bool
        var size: Int64?
    }

    /// Asks a route as the server does.
    func ask<Value: Decodable>(
        _ method: Route.Method, _ path: String = "/{sha256}", by actor: Actor = setter, hash: String = "",
        query: [String: String] = [:], body: [UInt8] = []
    ) async throws -> Value {
        let route = try #require(module.routes.first { $0.method == method && $0.path == "api/v1/uploads" + path })
        guard platform.mayAsk(actor, route.action) else { throw PermissionTable.refusal(of: actor, route.action) }
        #expect(body.count <= route.bodyLimit)
        while true {
            do {
                let answer = try await route.answer(
                    RouteRequest(
                        actor: actor, parameters: ["sha256": hash], query: query, body: body, decoder: NoDecoder()))
                return try JSONDecoder().decode(Value.self, from: Data(answer.body ?? []))
            } catch let error as DomainError where error.code == .unavailable {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    /// Sends a part of a file.
    @discardableResult
    func put(
        _ part: some Collection<UInt8>, of whole: [UInt8], at offset: Int? = nil, by actor: Actor = setter
    ) async throws -> Standing {
        var query = ["size": "\(whole.count)"]
        query["offset"] = offset.map { "\($0)" }
        return try await ask(.put, by: actor, hash: "\(ContentHash(of: whole))", query: query, body: Array(part))
    }

    private struct NoDecoder: RouteDecoder {
        func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
            throw DomainError(.invalid, "nothing is read here")
        }
    }
}
