package import Coordinator
package import Kernel
internal import Storage
internal import Templates

/// What those who look after the site see of it: workers and queues, what failed, who did what, how it is set.
package final class Administration: Sendable {
    static let read: Action = "administration.read"

    /// A setting, as it is in force.
    package struct SettingInForce: Hashable, Sendable {
        /// Its name: `http.listen`.
        package var name: String
        /// Its value. What is secret stands in files, and here is only where.
        package var value: String
        /// What it is for.
        package var summary: String

        /// A setting from its parts.
        package init(name: String, value: String, summary: String) {
            (self.name, self.value, self.summary) = (name, value, summary)
        }
    }

    private let desk = AfterStart<FleetDesk>()
    let services: PlatformServices
    let settings: [SettingInForce]

    /// The administration of a platform.
    /// - Parameters:
    ///   - services: what modules stand on.
    ///   - settings: how the coordinator is set.
    package init(_ services: PlatformServices, settings: [SettingInForce]) {
        (self.services, self.settings) = (services, settings)
    }

    /// From now on this is the fleet that admins see.
    package func serve(_ fleet: FleetDesk) { desk.set(fleet) }

    /// The fleet.
    /// - Throws: `DomainError` (`unavailable`) while the coordinator starts.
    var fleet: FleetDesk {
        get throws(DomainError) {
            try desk.get()
        }
    }

    /// The module, as the platform takes it.
    package var module: Module {
        var module = Module("administration")
        module.commands = [DrainWorker.action, SettleJobs.action]
        module.permits = ([Self.read] + module.commands).map { Permit($0, .role(.admin)) }
        module.pages = FleetPages(administration: self).all + RecordPages(administration: self).all
        module.templates = FleetPages.templates.merging(RecordPages.templates) { $1 }
        module.navigation = [
            NavigationItem("Fleet", LocalPath(of: ["admin"]), Self.read, in: .administration),
            NavigationItem("Dead letters", LocalPath(of: ["admin", "dead-letters"]), Self.read, in: .administration),
            NavigationItem("Audit", LocalPath(of: ["admin", "audit"]), Self.read, in: .administration),
            NavigationItem("Settings", LocalPath(of: ["admin", "settings"]), Self.read, in: .administration),
        ]
        return module
    }
}
