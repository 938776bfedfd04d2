import CoreMetrics
import Hummingbird
import Identity
import Logging
import ServiceLifecycle
import Synchronization
import Wire

@testable import HTTP

/// Tokens that servers of tests know: `alice-token` and so on.
enum TestAccess {
    static var list: AccessList {
        var list = AccessList()
        list.add(Principal(role: .client, name: "alice", tenant: "course"), .token, digest("alice-token"))
        list.add(Principal(role: .admin, name: "root"), .token, digest("root-token"))
        list.add(Principal(role: .worker, name: "w1"), .token, digest("worker-token"))
        return list
    }

    static func digest(_ token: String) -> SecretDigest { SecretDigest(of: token.utf8) }
}

/// A server while a test uses it.
struct Serving: Sendable {
    let server: HTTPServer
    let addresses: [HTTPAddress]
    let group: ServiceGroup
    let log: TestLog

    var address: HTTPAddress { addresses[0] }

    /// Runs `body` while a server serves, and ends it gracefully.
    static func run(
        _ addresses: [String] = ["http://127.0.0.1:0"], limits: HTTPLimits = HTTPLimits(),
        factory: any MetricsFactory = NOOPMetricsHandler.instance,
        configure: (inout HTTPConfiguration) -> Void = { _ in },
        person: @escaping Authentication.People = { _ in nil },
        routes: (APIRouter) throws -> Void = { _ in },
        _ body: @escaping @Sendable (Serving) async throws -> Void
    ) async throws {
        var configuration = HTTPConfiguration(
            addresses: addresses.compactMap(HTTPAddress.init(parsing:)), access: TestAccess.list)
        configuration.limits = limits
        configuration.drainTime = .seconds(5)
        configure(&configuration)
        let log = TestLog()
        let logger = Logger(label: "test") { _ in log }
        let (bound, found) = AsyncStream<[HTTPAddress]>.makeStream()
        let server = try HTTPServer(
            configuration, logger: logger, factory: factory, person: person, onListening: { found.yield($0) }
        ) { router in
            router.get("hello") { _, _ in "hello" }
            try routes(router)
        }
        let group = ServiceGroup(
            services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await addresses in bound.prefix(1) {
                do {
                    try await body(Serving(server: server, addresses: addresses, group: group, log: log))
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
            }
            await group.triggerGracefulShutdown()
            while try await tasks.next() != nil {}
        }
    }
}

/// Keeps what is logged, and lets tests wait for a line.
struct TestLog: LogHandler, Sendable {
    struct Line: Sendable {
        var message: String
        var level: Logger.Level
        var metadata: [String: String]
    }

    private final class Kept: Sendable {
        let lines = Mutex<[Line]>([])
        let arrivals = AsyncStream<Line>.makeStream()
    }

    private let kept = Kept()
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    var lines: [Line] { kept.lines.withLock { $0 } }

    /// The next line that fits, when it comes.
    func first(where fits: (Line) -> Bool) async -> Line? {
        for await line in kept.arrivals.stream where fits(line) { return line }
        return nil
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let line = Line(message: "\(event.message)", level: event.level, metadata: all.mapValues { "\($0)" })
        kept.lines.withLock { $0.append(line) }
        kept.arrivals.continuation.yield(line)
    }
}
