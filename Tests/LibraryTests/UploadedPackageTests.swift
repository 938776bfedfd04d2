import Concurrency
import Coordinator
import Foundation
import Kernel
import KernelTestSupport
import Storage
import Testing
import Units
import Uploads

@testable import Library

/// Problems of packages that were sent part by part.
@Suite("Packages that were uploaded", .timeLimit(.minutes(1))) struct UploadedPackageTests {
    /// Uploads an archive.
    /// - Returns: its hash.
    private static func upload(
        _ archive: [UInt8], by actor: Actor = LibrarySite.setter, _ site: LibrarySite
    ) async throws -> String {
        let hash = "\(ContentHash(of: archive))"
        var offset = 0
        while offset < archive.count {
            let part = archive[offset..<min(archive.count, offset + 600_000)]
            let answer = try await site.ask(
                .put, "uploads/{sha256}", by: actor, ["sha256": hash],
                query: ["size": "\(archive.count)", "offset": "\(offset)"], body: Array(part))
            offset = try answer.value("offset")
        }
        return hash
    }

    @Test("make problems and versions for whoever has uploaded them, and for nobody else")
    func versions() async throws {
        try await LibrarySite.with { site in
            let first = try await Self.upload(try LibrarySite.archive(LibrarySite.package()), site)
            let made = try await site.ask(.post, "problems", by: LibrarySite.setter, json: ["upload": first])
            let id: String = try made.value("id")
            let shown = try await site.ask(.get, "problems/{id}", by: LibrarySite.setter, ["id": id])
            #expect(try shown.value("title") == "Adding")
            // Larger than one part.
            let large = String(repeating: "x", count: 1_500_000)
            let other = LibrarySite.package([
                "problem.yaml": "name: Large\n", "data/secret/3.in": large, "data/secret/3.ans": "3",
            ])
            let second = try await Self.upload(try LibrarySite.archive(other), site)
            let added = try await site.ask(
                .post, "problems/{id}/versions", by: LibrarySite.setter, ["id": id], json: ["upload": second])
            #expect(try added.value("version", as: Int.self) == 2)
            let sender = try #require(LibrarySite.setter.person)
            let sent = try await site.library.uploads?.sent(by: sender)
            #expect(sent?.map { "\($0.hash)" } == [first, second])
            let own = try await site.library.problems(of: sender)
            #expect(own.map(\.id) == [id] && own.map(\.title) == ["Large"])
            #expect(try await site.library.problems(of: .random()).isEmpty)
            for actor in [LibrarySite.setter(of: id), LibrarySite.admin] {
                try await expectRefusal(.notFound) {
                    try await site.ask(
                        .post, "problems/{id}/versions", by: actor, ["id": id], json: ["upload": first])
                }
            }
            try await expectRefusal(.forbidden) {
                try await site.ask(.post, "problems", by: .alice, json: ["upload": first])
            }
        }
    }

    @Test("are refused where they are not whole, no archives, or unpack to more than is taken")
    func refused() async throws {
        var settings = LibraryOptions()
        settings.largestPackage = .mebibytes(1)
        try await LibrarySite.with(settings) { site in
            func expectRefused(_ code: DomainError.Code, _ body: [String: Any]) async throws -> String {
                let refusal = try await expectRefusal(code, "\(body)") {
                    try await site.ask(.post, "problems", by: LibrarySite.setter, json: body)
                }
                return refusal?.message ?? ""
            }
            let hash = String(repeating: "a", count: 64)
            _ = try await expectRefused(.notFound, ["upload": hash])
            for body in [["upload": "x"], ["upload": ""], [:], ["upload": hash, "package": hash]] {
                _ = try await expectRefused(.invalid, body)
            }
            let good = try LibrarySite.archive(LibrarySite.package())
            let begun = [UInt8](repeating: 1, count: 300_000)
            let part = try await site.ask(
                .put, "uploads/{sha256}", by: LibrarySite.setter, ["sha256": "\(ContentHash(of: begun))"],
                query: ["size": "\(begun.count)"], body: Array(begun[..<262_144]))
            #expect(try part.value("complete") == false)
            _ = try await expectRefused(.notFound, ["upload": "\(ContentHash(of: begun))"])
            for bytes in [Array("hello".utf8), Array(good.prefix(good.count / 2)), begun] {
                _ = try await expectRefused(.invalid, ["upload": try await Self.upload(bytes, site)])
            }
            let files = LibrarySite.package([
                "data/secret/3.in": String(repeating: "0", count: 3 << 20), "data/secret/3.ans": "3",
            ])
            let message = try await expectRefused(
                .invalid, ["upload": try await Self.upload(try LibrarySite.archive(files), site)])
            #expect(!message.contains("/tmp"))
        }
    }

    @Test("are unpacked few at a time, and are refused for now when too many wait")
    func atOnce() async throws {
        var settings = LibraryOptions()
        settings.unpacked = (atOnce: 1, waiting: 0)
        try await LibrarySite.with(settings) { site in
            try await site.library.unpacking.pass("", patience: nil) {
                let refusal = try await expectRefusal(.exhausted) { try await site.make() }
                #expect(refusal?.retryAfter != nil)
            }
            _ = try await site.make()
            // One that is no archive gives its place back.
            try await expectRefusal(.invalid) {
                try await site.ask(.post, "problems", by: LibrarySite.setter, body: Array("hello".utf8))
            }
            _ = try await site.make()
        }
    }
}
