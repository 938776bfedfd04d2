import EmbeddedStorage
import Foundation
import Kernel
import Logging
import Storage
import SystemPackage
import TestSupport
import Toolchains

@testable import verdict_coordinator

/// What the modules of a coordinator say of themselves: all that can be asked, and who may.
struct PlatformTable: Encodable {
    /// Something that can be asked by HTTP.
    struct Entrance: Encodable {
        var kind, module, method, path, action: String
    }

    /// Who may do what, by action.
    var rows: [String: [String]] = [:]
    /// What is asked about once more, when it is known what it is done to.
    var commands: [String] = []
    var entrances: [Entrance] = []

    /// That of a coordinator with people, set as it is by default.
    static func read() async throws -> PlatformTable {
        let folder = FilePath("/tmp/verdict-table-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            atPath: folder.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
        var configuration = CoordinatorConfiguration()
        (configuration.data, configuration.create) = (folder, true)
        configuration.accounts.origin = "http://judge.example"
        configuration.accounts.folder = folder.appending("mail")
        let keys = KeyRing()
        let store = try await OpenStore.open(configuration, keys: keys)
        var options = Platform.Options()
        options.views = .init(file: folder.appending("views"), codes: keys.codes(for: "cursors"))
        let languages = try LanguageCatalog(directory: Installation.languagesDirectory(given: nil))
        let platform = try Platform(
            log: store.log, options: options, logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        ) { services in
            try PlatformModules(services, people: store.people, languages, configuration)?.all ?? []
        }
        let table = PlatformTable(platform)
        try await store.close()
        return table
    }

    init(_ platform: Platform) {
        for module in platform.modules {
            for permit in module.permits {
                rows[permit.action.rawValue, default: []] += permit.allowances.map(Self.text)
            }
            commands += module.commands.map(\.rawValue)
            func add(_ kind: String, _ method: String, _ path: String, _ action: Action) {
                entrances.append(
                    Entrance(kind: kind, module: module.name, method: method, path: "/" + path, action: action.rawValue)
                )
            }
            for route in module.routes { add("route", route.method.rawValue, route.path, route.action) }
            for export in module.exports { add("route", "GET", export.path, export.action) }
            for topic in module.topics {
                for address in topic.addresses { add("topic", "GET", address, topic.action) }
            }
            for page in module.pages { add("page", page.method.rawValue, page.path, page.action) }
        }
    }

    private static func text(_ allowance: Allowance) -> String {
        switch allowance {
        case .anybody: "anybody"
        case .people: "people"
        case .owners: "owners"
        case .role(let role): "role \(role.rawValue)"
        case .platform: "platform"
        }
    }
}
