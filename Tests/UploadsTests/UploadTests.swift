import Coordinator
import Foundation
import Kernel
import KernelTestSupport
import Storage
import SystemPackage
import TestSupport
import Testing
import Units

@testable import Uploads

/// Files that come part by part.
@Suite("Uploads", .timeLimit(.minutes(1))) struct UploadTests {
    private static let piece = 256 << 10
    private static let file = (0..<(2 * piece + 1000)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }

    /// What was uploaded, as others get it.
    private static func copied(_ file: [UInt8], by actor: Actor, _ depot: Depot) async throws -> [UInt8] {
        let path = depot.place.path.appending("copy-\(UInt64.random(in: 0 ... .max))")
        try await depot.uploads.copy(ContentHash(of: file), of: actor, to: path)
        return Array(try Data(contentsOf: URL(fileURLWithPath: path.string)))
    }

    @Test("A file comes in parts, of which one may come twice, and is what its hash says")
    func parts() async throws {
        try await Depot.with { depot in
            let file = Self.file
            let first = try await depot.put(file[..<(Self.piece + 500)], of: file)
            #expect(first.offset == Int64(Self.piece) && !first.complete)
            // Half of what was sent is no piece: it is sent again. And all of it once more.
            let standing: Depot.Standing = try await depot.ask(.get, hash: "\(ContentHash(of: file))")
            #expect(standing.offset == Int64(Self.piece) && !standing.complete)
            let same = try await depot.put(file[..<Self.piece], of: file, at: 0)
            #expect(same.offset == Int64(Self.piece) && !same.complete)
            let again = try await depot.put(file[..<(2 * Self.piece)], of: file, at: 0)
            #expect(again.offset == Int64(2 * Self.piece))
            try await expectRefusal(.notFound) { try await Self.copied(file, by: Depot.setter, depot) }
            // A gap.
            try await expectRefusal(.conflict) {
                try await depot.put(file[(2 * Self.piece + 10)...], of: file, at: 2 * Self.piece + 10)
            }
            let last = try await depot.put(file[(2 * Self.piece)...], of: file, at: 2 * Self.piece)
            #expect(last.complete && last.size == Int64(file.count))
            let twice = try await depot.put(file[(2 * Self.piece)...], of: file, at: 2 * Self.piece)
            #expect(twice.complete)
            #expect(try await Self.copied(file, by: Depot.setter, depot) == file)
        }
    }

    @Test("A file goes on where it was when the coordinator ended, and what was sent still counts")
    func restart() async throws {
        let (place, file) = (try Depot.Place(), Self.file)
        try await Depot.with(at: place) { depot in
            let first = try await depot.put(file[..<Self.piece], of: file)
            #expect(first.offset == Int64(Self.piece))
        }
        try await Depot.with(at: place) { depot in
            let standing: Depot.Standing = try await depot.ask(.get, hash: "\(ContentHash(of: file))")
            #expect(standing.offset == Int64(Self.piece) && !standing.complete)
            let rest = try await depot.put(file[Self.piece...], of: file, at: Self.piece)
            #expect(rest.complete)
        }
        try await Depot.with(at: place) { depot in
            #expect(try await Self.copied(file, by: Depot.setter, depot) == file)
            let list: List = try await depot.ask(.get, "")
            #expect(list.used == Int64(file.count) && list.uploads.map(\.complete) == [true])
        }
    }

    private struct List: Decodable {
        struct Sent: Decodable {
            var sha256: String
            var complete: Bool
        }

        var largest, part, week, used: Int64
        var uploads: [Sent]
    }

    @Test("Bytes of another hash are refused and forgotten, and the right ones are taken after them")
    func wrongHash() async throws {
        try await Depot.with { depot in
            let file = Self.file
            var wrong = file
            wrong[Self.piece + 3] ^= 1
            let first = try await depot.put(wrong[..<(2 * Self.piece)], of: file)
            #expect(first.offset == Int64(2 * Self.piece))
            try await expectRefusal(.invalid) {
                try await depot.put(wrong[(2 * Self.piece)...], of: file, at: 2 * Self.piece)
            }
            try await expectRefusal(.notFound) { try await Self.copied(file, by: Depot.setter, depot) }
            #expect(try await depot.put(file, of: file, at: 0).complete)
            #expect(try await Self.copied(file, by: Depot.setter, depot) == file)
        }
    }

    @Test(
        "What says nothing that can be taken is refused",
        arguments: [
            ("x", "10", "0", 10), ("", "10", "0", 10), (String(repeating: "A", count: 64), "10", "0", 10),
            (hash, nil, nil, 10), (hash, "0", nil, 0), (hash, "-1", nil, 10), (hash, "1e3", nil, 10),
            (hash, "99999999999999999999", nil, 10), (hash, "2000000", nil, 10), (hash, "10", "11", 10),
            (hash, "10", "x", 10), (hash, "9", "0", 10), (hash, "600000", "0", 10), (hash, "600000", "0", 0),
        ] as [(String, String?, String?, Int)])
    func garbage(_ hash: String, _ size: String?, _ offset: String?, _ length: Int) async throws {
        var limits = UploadLimits()
        limits.largest = .mebibytes(1)
        try await Depot.with(limits: limits) { depot in
            var query: [String: String] = [:]
            (query["size"], query["offset"]) = (size, offset)
            try await expectRefusal(.invalid) {
                try await depot.ask(
                    .put, hash: hash, query: query, body: Array(repeating: 0, count: length)) as Depot.Standing
            }
        }
    }

    private static let hash = String(repeating: "a", count: 64)

    @Test("A person sends so much within a week, whatever becomes of it, and others as much")
    func week() async throws {
        var limits = UploadLimits()
        (limits.largest, limits.week, limits.files) = (.kibibytes(4), .kibibytes(10), 3)
        let clock = TestClock()
        try await Depot.with(limits: limits, clock: clock) { depot in
            let files = (0..<5).map { number in [UInt8](repeating: UInt8(number), count: 4096) }
            for file in files[..<2] { #expect(try await depot.put(file, of: file).complete) }
            try await expectRefusal(.exhausted) { try await depot.put(files[2], of: files[2]) }
            // What was sent before is no more.
            #expect(try await depot.put(files[1], of: files[1]).complete)
            #expect(try await depot.put([7], of: [7]).complete)
            try await expectRefusal(.exhausted) { try await depot.put([8], of: [8]) }
            #expect(try await depot.put(files[2], of: files[2], by: Depot.other).complete)
            clock.manual.advance(by: .seconds(7 * 24 * 3600))
            #expect(try await depot.put(files[2], of: files[2]).complete)
            let list: List = try await depot.ask(.get, "")
            #expect(list.used == 4096 && list.week == 10240 && list.largest == 4096)
        }
    }

    @Test("Of what others have sent nothing is known")
    func others() async throws {
        try await Depot.with { depot in
            let file = Self.file
            #expect(try await depot.put(file, of: file).complete)
            let hash = "\(ContentHash(of: file))"
            for actor in [Depot.other, .admin] {
                try await expectRefusal(.notFound) {
                    try await depot.ask(.get, by: actor, hash: hash) as Depot.Standing
                }
                try await expectRefusal(.notFound) { try await Self.copied(file, by: actor, depot) }
                let list: List = try await depot.ask(.get, "", by: actor)
                #expect(list.uploads.isEmpty && list.used == 0)
            }
            // Who sends the same is told of it as if it were new.
            let part = try await depot.put(file[..<Self.piece], of: file, by: Depot.other)
            #expect(!part.complete && part.offset == Int64(Self.piece))
        }
    }

    @Test("Whoever makes problems somewhere uploads, and admins, and nobody else")
    func permissions() async throws {
        let table = PermissionTable(Uploads.permits)
        #expect(table.actions == ["uploads.begin", "uploads.read"])
        for (actor, mayBegin, mayRead) in [
            (Actor(.anybody), false, false), (.alice, false, true), (Depot.setter, true, true),
            (Depot.other, true, true), (.admin, true, true), (Actor(.program("client")), false, false),
            (Actor(.person(.random()), grants: [RoleGrant("judge", in: .site)]), false, true),
            (Actor(Depot.setter.identity, grants: Depot.setter.grants, scopes: ["contests"]), false, false),
        ] {
            let subject = Subject(scopes: Set(actor.grants.map(\.scope)))
            #expect(table.allows(actor, "uploads.begin", to: subject) == mayBegin, "\(actor)")
            #expect(table.allows(actor, "uploads.read") == mayRead, "\(actor)")
        }
        try await Depot.with { depot in
            for actor in [Actor(.anybody), .alice] {
                try await expectRefusal(.forbidden) { try await depot.put([1], of: [1], by: actor) }
            }
            let nobody = Actor(.anybody)
            try await expectRefusal(.forbidden) { try await depot.ask(.get, "", by: nobody) as List }
            try await expectRefusal(.forbidden) {
                try await depot.ask(.get, by: nobody, hash: Self.hash) as Depot.Standing
            }
            try await expectRefusal(.notFound) {
                try await depot.ask(.get, by: .alice, hash: Self.hash) as Depot.Standing
            }
        }
    }
}
