import Foundation
import NIOPosix
import SystemPackage
import TestSupport
import Testing

/// A real coordinator, attacked by those who may ask it something, and by those who may not.
@Suite("The platform under attack", .serialized, .timeLimit(.minutes(LongTests.areAskedFor ? 30 : 5)))
struct PlatformAttackTests {
    @Test("Every route and page answers everybody as the table says, and what is hidden as what is not there")
    func routes() async throws { try await AttackedSite.run("routes") }

    @Test("Tokens, forms, headers and ids that are none of one's own do nothing, and texts are nothing but texts")
    func attacks() async throws {
        try await AttackedSite.run("attacks", words: ["tokens", "forms", "headers", "injection"])
    }

    @Test("No field of any request, and no part of any path or query, makes anything fail")
    func fields() async throws { try await AttackedSite.run("fields") }

    @Test("No markup that anybody writes anywhere runs on any page, also where no policy of the site would stop it")
    func markup() async throws {
        let python = AttackedSite.python
        let browser = python == nil ? [] : [AttackedSite.chromium].compactMap(\.self)
        try await AttackedSite.run("markup", words: browser, python: python ?? "python3", hasWorker: true)
    }

    @Test(
        "What others make of the description of the API makes nothing fail",
        .enabled(if: AttackedSite.clients != nil, "needs python3-venv, and PyPI once"))
    func description() async throws {
        try await AttackedSite.run("described", python: try #require(AttackedSite.clients))
    }
}
