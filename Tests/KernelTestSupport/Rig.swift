package import EmbeddedStorage
package import Events
package import Kernel
package import Logging
package import Storage
import SystemPackage

/// What rigs of modules stand on: a platform that has them, on a store in a folder, and those who ask its routes.
package struct Rig: Sendable {
    package static let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    package let place: TestPlace
    package let store: EmbeddedStore
    package let people: EmbeddedPersonKeys
    package let platform: Platform
    package let services: PlatformServices
    package let modules: [Module]

    package var log: any EventLog { store.log }
    package var clock: TestClock { place.clock }

    /// Makes a platform, and closes its store when `body` has ended; the folder goes with the last who refers to it.
    /// - Parameters:
    ///   - place: where it is; nil: at a place of its own.
    ///   - make: makes the modules, and what else the rig needs of them.
    ///   - body: what goes on: it runs the platform itself.
    package static func with<Parts>(
        at place: TestPlace? = nil,
        _ make: (PlatformServices, EmbeddedPersonKeys) throws -> (parts: Parts, modules: [Module]),
        _ body: (Rig, Parts) async throws -> Void
    ) async throws {
        let place = try place ?? TestPlace()
        let store = try await EmbeddedStore.open(
            place.path.appending("store"), keys: place.keys, leaseDuration: .seconds(600))
        let people = try await EmbeddedPersonKeys.open(place.path.appending("people"), keys: place.keys)
        var options = Platform.Options()
        options.clock = place.clock
        options.views = Platform.ViewPlace(file: place.path.appending("views"), codes: place.keys.codes(for: "cursor"))
        var made: (services: PlatformServices, parts: Parts)?
        let platform = try Platform(log: store.log, options: options, logger: logger) { services in
            let (parts, modules) = try make(services, people)
            made = (services, parts)
            return modules
        }
        guard let made else { throw CancellationError() }
        let rig = Rig(
            place: place, store: store, people: people, platform: platform, services: made.services,
            modules: platform.modules)
        var failure: (any Error)?
        do {
            try await body(rig, made.parts)
        } catch {
            failure = error
        }
        await people.close()
        try await store.close()
        if let failure { throw failure }
    }

    /// What reads the platform's log, where no fleet does.
    /// - Parameters:
    ///   - others: what reads it besides.
    ///   - keepsSnapshots: whether it goes on from where one at the same place has been.
    package func host(besides others: [any LogProjection] = [], keepsSnapshots: Bool = false) -> ProjectionHost {
        ProjectionHost(
            log: log, projections: platform.projections + others, snapshots: keepsSnapshots ? place.snapshots : nil,
            logger: Self.logger)
    }

    /// Runs the platform, and what reads its log, while `body` goes on.
    package func whileRunning(
        _ reading: @escaping @Sendable () async throws -> Void, _ body: () async throws -> Void
    ) async throws { try await platform.whileRunning(reading, body).get() }
}
