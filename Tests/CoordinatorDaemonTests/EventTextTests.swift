import Events
import Foundation
import Storage
import SwiftProtobuf
import Testing

@testable import verdict_coordinator

/// The log as an operator reads it.
@Suite("An event of the log") struct EventTextTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static var known: [any PersistedEvent.Type] { Event.types + PlatformModules.events }

    /// The texts of all files below `Sources` that are called so.
    private static func sources(_ suffix: String) throws -> [String] {
        let files = FileManager.default.enumerator(at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
        return try (files?.compactMap { $0 as? URL } ?? []).filter { $0.path.hasSuffix(suffix) }
            .map { try String(contentsOf: $0, encoding: .utf8) }
    }

    @Test("is known by its type, whichever module wrote it; none is forgotten, and none is there twice")
    func complete() throws {
        let pattern = /static let persistedType = "(?<name>[\w.]+)"/
        let written = try Self.sources(".swift").flatMap { $0.matches(of: pattern).map { String($0.output.name) } }
        let names = Self.known.map { $0.persistedType }
        #expect(written.count > 100)
        #expect(Set(written).subtracting(names) == [], "list these where their module lists its events")
        #expect(names.count == Set(names).count)
        for name in names {
            let text = Event(type: name, payload: []).text(besides: PlatformModules.events)
            #expect(!text.contains("does not know") && !text.contains("cannot be read"), "\(name)")
        }
        #expect(Event(type: "verdict.x.v1.New", payload: [1]).text(besides: PlatformModules.events).contains("01"))
    }

    @Test("shows nothing of what is sealed or secret, in any field of any type")
    func sealed() throws {
        let message = /(?:^|\n)message (?<name>\w+) \{(?<body>.*?)\n\}/.dotMatchesNewlines()
        let field = /(?:bytes|string) (?<name>\w+_sealed|password_hash|access_code_sha256) = (?<number>\d+);/
        let secret = "alice@mail.example"
        var found = 0
        for proto in try Self.sources(".proto") {
            for message in proto.matches(of: message) {
                let known = Self.known.first { $0.persistedType.hasSuffix(".\(message.output.name)") }
                for field in message.output.body.matches(of: field) {
                    guard let known, let number = UInt8(field.output.number), number < 16 else { continue }
                    let payload = [number << 3 | 2, UInt8(secret.utf8.count)] + Array(secret.utf8)
                    let text = Event(type: known.persistedType, payload: payload).text(besides: PlatformModules.events)
                    #expect(text.contains("\(field.output.name): ") && !text.contains("alice"), "\(text)")
                    found += 1
                }
            }
        }
        #expect(found >= 11)
    }

    @Test("stands in words in an entry, with what it was done to and by whom")
    func entry() throws {
        let grant = try Event(
            RoleGranted.with { ($0.role, $0.scopeKind, $0.scopeID) = ("judge", "contest", "c1\u{1b}[31m") })
        let record = try Event(
            CommandRecorded.with { ($0.action, $0.actor) = ("roles.grant", "person 7") })
        let text = LogCommand.text(
            of: LogEntry(
                position: LogPosition(17), stream: try StreamName("roles-7"), recordedAt: 1_800_000_000_000_000_000,
                events: [grant, record]))
        for part in [
            "position 17", "roles-7", "2027-01-15T08:00:00Z", "verdict.log.v1.RoleGranted", "role: \"judge\"",
            "action: \"roles.grant\"",
        ] { #expect(text.contains(part), "\(text)") }
        #expect(!text.contains("\u{1b}"))
    }
}
