import EmbeddedStorage
package import Events
import FoundationEssentials
package import Kernel
import Logging
package import Storage
import Synchronization
import SystemPackage
package import TestSupport
package import Units

/// A clock that tests move, and set.
package struct TestClock: PlatformClock {
    package static let start = Timestamp(milliseconds: 1_800_000_000_000)

    package let manual = ManualClock()
    private let offset = Offset()

    /// By how much it is wrong.
    private final class Offset: Sendable {
        let value = Mutex(Duration.zero)
    }

    package init() {}

    package var now: Timestamp { Self.start + manual.now.offset + offset.value.withLock { $0 } }

    package var steady: Duration { manual.now.offset }

    /// Somebody sets the time: it is so much ahead from now on, and nobody has waited for it.
    package func set(ahead duration: Duration) { offset.value.withLock { $0 = duration } }

    package func sleep(until time: Timestamp) async throws {
        while time > now { try await manual.sleep(for: time - now) }
        try Task.checkCancellation()
    }

    package func sleep(for duration: Duration) async throws { try await manual.sleep(for: duration) }
}

/// A folder that goes with it.
final class TemporaryFolder: Sendable {
    let path = FilePath("/tmp/verdict-kernel-\(UInt64.random(in: 0 ... .max))")

    init() throws { try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false) }

    deinit { _ = try? FileManager.default.removeItem(atPath: path.string) }
}

/// A store in a folder of its own.
package final class TestStore: Sendable {
    private let folder: TemporaryFolder
    private let keys = KeyRing()
    private var path: FilePath { folder.path }

    package init() throws { folder = try TemporaryFolder() }

    /// The log of the store, which is open from now on.
    package func log() async throws -> any EventLog {
        try await EmbeddedStore.open(path.appending("store"), keys: keys, leaseDuration: .seconds(600)).log
    }

    package var snapshots: SnapshotFile { SnapshotFile(path.appending("snapshot"), keys: keys) }
}

/// One coordinator's platform with the module of loans.
package struct PlatformUnderTest: Sendable {
    package let platform: Platform
    package let host: ProjectionHost
    package let clock: TestClock
    package let told: Told
    package let log: any EventLog
    /// What modules stand on.
    package let services: PlatformServices

    /// Runs a platform while `body` goes on.
    package static func with<Value: Sendable>(
        _ log: any EventLog, clock: TestClock = TestClock(), told: Told = Told(), isShared: Bool = false,
        snapshots: SnapshotFile? = nil, _ body: @Sendable (PlatformUnderTest) async throws -> Value
    ) async throws -> Value {
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        var options = Platform.Options()
        (options.clock, options.isShared) = (clock, isShared)
        let folder = try TemporaryFolder()
        options.views = Platform.ViewPlace(
            file: folder.path.appending("views"), codes: KeyRing().codes(for: "cursor"))
        var made: PlatformServices?
        let platform = try Platform(log: log, options: options, logger: logger) { services in
            made = services
            return [loans(services, told: told)]
        }
        guard let services = made else { throw CancellationError() }
        let host = ProjectionHost(log: log, projections: platform.projections, snapshots: snapshots, logger: logger)
        let one = PlatformUnderTest(
            platform: platform, host: host, clock: clock, told: told, log: log, services: services)
        let result = await platform.whileRunning(host.run) { try await body(one) }
        // The views' file goes with the last who refers to its folder.
        return try withExtendedLifetime(folder) { try result.get() }
    }

    /// Moves the clock as soon as somebody sleeps until just then.
    package func advance(by duration: Duration) async throws {
        try await sleeps(for: duration)
        clock.manual.advance(by: duration)
    }

    /// Returns when somebody sleeps for so long from now on.
    package func sleeps(for duration: Duration) async throws {
        let end = clock.manual.now.offset + duration
        while !clock.manual.deadlines.contains(where: { $0.offset == end }) {
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    package func entries(of stream: StreamName) async throws -> [LogEntry] {
        try await log.read(stream, after: .start, limit: 1000)
    }
}

extension Actor {
    package static let alice = Actor(.person(EntityID("00000000000000000000000001") ?? .random()))
    package static let bob = Actor(.person(EntityID("00000000000000000000000002") ?? .random()))
    package static let admin = Actor(.program("admin"), grants: [RoleGrant(.admin, in: .site)])
}
