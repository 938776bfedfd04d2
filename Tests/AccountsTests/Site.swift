import Concurrency
import Coordinator
import Credentials
import Cryptography
import EmbeddedStorage
import Events
import Foundation
import Kernel
import Logging
import Mail
import Storage
import SystemPackage
import TestSupport
import Testing
import Units

@testable import Accounts

/// A clock that a test moves.
struct SiteClock: PlatformClock {
    let manual = ManualClock()
    /// What it shows at first.
    var start = Moment.start
    var now: Timestamp { start + manual.now.offset }
    func sleep(until time: Timestamp) async throws { try await manual.sleep(for: time - now) }
}

/// The mails that were sent, in order.
struct Inbox: Sendable {
    private let mails = BoundedChannel<MailMessage>(room: 1000)

    func add(_ mail: MailMessage) { _ = mails.offer(mail) }

    /// The next one; waits for it.
    func next() async throws -> MailMessage { try #require(try await mails.next()) }

    /// What stands in the next one behind `mark`, up to the end of the line.
    func code(behind mark: String) async throws -> String {
        let mail = try await next()
        let line = try #require(mail.text.split(separator: "\n").first { $0.contains(mark) }, "\(mail.text)")
        return String(try #require(line.split(separator: mark).last))
    }
}

/// A platform that has accounts, on a log in a folder.
struct Site: Sendable {
    let platform: Platform
    let accounts: Accounts
    let clock: SiteClock
    let inbox: Inbox
    let log: any EventLog
    let keys: EmbeddedPersonKeys
    let module: Module
    let host: ProjectionHost

    /// Where sites are that share a log and keys.
    final class Place: Sendable {
        let path: FilePath
        let ring = KeyRing()

        init() throws {
            path = FilePath("/tmp/verdict-accounts-\(UInt64.random(in: 0 ... .max))")
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        }

        deinit { _ = try? FileManager.default.removeItem(atPath: path.string) }
    }

    static let signing = P256.PrivateKey()

    /// Runs a site while `body` goes on.
    static func with(
        _ place: Place? = nil, clock: SiteClock = SiteClock(),
        cost: PasswordCost = PasswordCost(memory: 64, passes: 1, lanes: 1), providers: ProviderOptions? = nil,
        sending send: @escaping @Sendable (MailMessage) throws -> Void = { _ in },
        _ body: @Sendable (Site) async throws -> Void
    ) async throws {
        let place = try place ?? Place()
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let log = try await EmbeddedStore.open(
            place.path.appending("store"), keys: place.ring, leaseDuration: .seconds(600)
        ).log
        let inbox = Inbox()
        let keys = try await EmbeddedPersonKeys.open(place.path.appending("keys"), keys: place.ring)
        let sender = try #require(MailAddress("judge@verdict.example"))
        let mail = AccountMail(sender: sender) { mail, _ in
            try send(mail)
            inbox.add(mail)
        }
        var (options, settings) = (Platform.Options(), AccountOptions(origin: "https://judge.example"))
        (options.clock, settings.passwordCost, settings.providers) = (clock, cost, providers)
        options.views = Platform.ViewPlace(
            file: place.path.appending("views"), codes: place.ring.codes(for: "cursor"))
        var made: (Accounts, Module)?
        let platform = try Platform(log: log, options: options, logger: logger) { services in
            let accounts = try Accounts(
                services, options: settings, secret: SymmetricKey([UInt8](repeating: 7, count: 32)), signing: [signing],
                people: keys
            ) { _ in [RoleGrant("setter", in: .site)] }
            made = (accounts, accounts.module(mail: mail))
            return [made].compactMap { $0?.1 }
        }
        let (accounts, module) = try #require(made)
        let host = ProjectionHost(log: log, projections: platform.projections, snapshots: nil, logger: logger)
        let running = [Task { try await host.run() }, Task { try await platform.run() }]
        let site = Site(
            platform: platform, accounts: accounts, clock: clock, inbox: inbox, log: log, keys: keys, module: module,
            host: host)
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(site))
        } catch {
            result = .failure(error)
        }
        for task in running { task.cancel() }
        for task in running { _ = await task.result }
        await keys.close()
        // The folder goes with the last who refers to it.
        try withExtendedLifetime(place) { try result.get() }
    }

    /// Somebody nobody knows, at an address.
    static func somebody(_ address: String = "192.0.2.1") -> Actor { Actor(.anybody, address: address) }

    /// Asks a route as the server does, with all that is in the log: who may not is refused before anything is read.
    @discardableResult
    func ask(
        _ method: Route.Method, _ path: String, _ body: [String: Any] = [:], by actor: Actor = somebody(),
        parameters: [String: String] = [:], query: [String: String] = [:]
    ) async throws -> Answer {
        let route = try #require(module.routes.first { $0.method == method && $0.path == "api/v1/auth/" + path })
        guard platform.mayAsk(actor, route.action) else {
            throw DomainError(.forbidden, "\(actor.identity) may not do \(route.action)")
        }
        let bytes = Array(try JSONSerialization.data(withJSONObject: body, options: .sortedKeys))
        let answer = try await route.answer(
            RouteRequest(
                actor: actor, parameters: parameters, query: query, body: bytes, seen: try await log.end(),
                decoder: Decoder()))
        return Answer(status: answer.status, body: answer.body ?? [])
    }

    /// What a route answered.
    struct Answer {
        var status: RouteAnswer.Status
        var body: [UInt8]

        func value<Value>(_ name: String, as: Value.Type = Value.self) throws -> Value {
            let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
            return try #require(object?[name] as? Value)
        }
    }

    private struct Decoder: RouteDecoder {
        func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
            try JSONDecoder().decode(type, from: Data(body))
        }
    }

    /// Makes an account whose address is confirmed.
    func register(_ name: String = "alice", password: String = "correct horse") async throws {
        let body = ["name": name, "email": "\(name)@mail.example", "password": password]
        #expect(try await ask(.post, "register", body).status == .accepted)
        let code = try await inbox.code(behind: "/verify/")
        try await ask(.get, "verify/{token}", parameters: ["token": code])
    }

    /// Logs in.
    /// - Returns: the access token and the refresh token.
    func logIn(
        _ name: String = "alice", password: String = "correct horse", code: String? = nil, by actor: Actor = somebody()
    ) async throws -> (access: String, refresh: String) {
        var body = ["name": name, "password": password]
        body["code"] = code
        let answer = try await ask(.post, "login", body, by: actor)
        return (try answer.value("access_token"), try answer.value("refresh_token"))
    }

    /// Who has an access token.
    func person(_ access: String) async throws -> Actor {
        guard let actor = try await platform.person(by: access) else {
            throw DomainError(.forbidden, "the token is not one of those that this server knows")
        }
        return actor
    }

    /// All types of events, with what they say.
    func events() async throws -> [Event] {
        try await log.read(after: .start, limit: 10_000).flatMap(\.events)
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
        #expect(error.code == code, comment ?? "\(error)", sourceLocation: sourceLocation)
    }
}
