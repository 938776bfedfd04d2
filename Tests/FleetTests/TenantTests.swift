import EmbeddedStorage
import Events
import Fleet
import FoundationEssentials
import Identity
import Storage
import SwiftProtobuf
import Testing
import Units
import Wire

@testable import Coordinator

/// What one tenant can learn of another's contents: nothing.
@Suite struct TenantTests {
    private static let answer = Array("42\n".utf8)
    private static let content = Verdict_V1_BlobRef(of: answer)

    /// What the server says where to begin, and how the upload ends.
    private func put(_ client: VerdictClient, _ bytes: [UInt8]) async throws -> (offset: UInt64, isTaken: Bool) {
        var offset: UInt64 = .max
        let error = try await client.wire.stream(BlobsMethods.put) { call -> WireError? in
            try await call.write(.with { $0.content = Self.content })
            var answers = call.responses.makeAsyncIterator()
            if case .offset(let place) = try await answers.next()?.step { offset = place }
            if !bytes.isEmpty { try await call.write(.with { $0.data = Data(bytes) }) }
            try await call.finish()
            return await failure(WireError.self) {
                while try await answers.next() != nil {}
            }
        }
        return (offset, error == nil)
    }

    @Test(.timeLimit(.minutes(1)))
    func whatOthersHavePutLooksMissing() async throws {
        try await FleetServer.with { server in
            try await server.withClient { try await $0.upload.send(Self.content, from: .bytes(Self.answer)) }
            try await server.withClient(token: FleetServer.Token.rival) { (rival: VerdictClient) async throws in
                #expect(try await rival.upload.missing([Self.content]) == [Self.content])
                // All of it has to be sent, and only the right bytes are taken.
                #expect(try await put(rival, Array("43\n".utf8)) == (0, false))
                #expect(try await put(rival, Array("42".utf8)) == (0, false))
                #expect(try await rival.upload.missing([Self.content]) == [Self.content])
            }
            try await server.withClient(token: FleetServer.Token.worker) {
                let missing = try await $0.upload.missing([Self.content])
                #expect(missing.isEmpty)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whoSendsItTooHasItToo() async throws {
        try await FleetServer.with { server in
            try await server.withClient { try await $0.upload.send(Self.content, from: .bytes(Self.answer)) }
            try await server.withClient(token: FleetServer.Token.rival) { rival in
                try await rival.upload.send([Self.content: .bytes(Self.answer)])
                #expect(try await rival.upload.missing([Self.content]).isEmpty)
                #expect(try await put(rival, []) == (3, true))
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whatOthersHaveBegunLooksUnbegun() async throws {
        try await FleetServer.with { server in
            let first = try await server.withClient { try await put($0, Array("42".utf8)) }
            #expect(first == (0, false))
            let second = try await server.withClient(token: FleetServer.Token.rival) { try await put($0, Self.answer) }
            #expect(second == (0, true))
            #expect(try await server.store.blobs.size(of: ContentHash(of: Self.answer)) == ByteCount(3))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whatSomebodyHasBegunWithOtherBytesIsInNobodysWay() async throws {
        let bytes = [UInt8](repeating: 3, count: 12 << 20)
        let content = Verdict_V1_BlobRef(of: bytes)
        try await FleetServer.with { server in
            try await server.withClient(token: FleetServer.Token.rival) { rival in
                _ = await failure(WireError.self) {
                    try await rival.wire.stream(BlobsMethods.put) { call in
                        try await call.write(.with { $0.content = content })
                        for _ in 0..<10 {
                            try await call.write(.with { $0.data = Data(repeating: 4, count: 1 << 20) })
                        }
                        try await call.finish()
                        for try await _ in call.responses {}
                    }
                }
            }
            // So much of it is durable, and wrong.
            let begun = try await server.store.blobs.upload(ContentHash(of: bytes), size: ByteCount(12 << 20))
            #expect(await begun.offset > 0)
            try await server.withClient { try await $0.upload.send([content: .bytes(bytes)]) }
            #expect(try await server.store.blobs.size(of: ContentHash(of: bytes)) == ByteCount(12 << 20))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aPackageOfWhatOthersHavePutLacksIt() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "problem.yaml")
        try folder.write("1", to: "data/secret/1.in")
        try folder.write(Self.answer, to: "data/secret/1.ans")
        let package = try await LocalPackage.read(folder.path)
        try await FleetServer.with { server in
            try await server.withClient { try await $0.upload.send(Self.content, from: .bytes(Self.answer)) }
            try await server.withClient(token: FleetServer.Token.rival) { rival in
                var mine = package.contents.mapValues(ContentSource.file)
                mine[Self.content] = nil
                mine[package.tree.content] = .bytes(package.tree.encoded)
                try await rival.upload.send(mine)
                let error = await failure(WireError.self) {
                    try await rival.wire.call(JudgeMethods.addPackage, .with { $0.tree = package.tree.content })
                }
                #expect(error?.code == .failedPrecondition)
                #expect(error?.message.contains("1 of the package's 3 contents are missing") == true)
                #expect(try await rival.addPackage(at: folder.path).tests == ["secret/1"])
            }
        }
    }

    @Test(
        "Naming another's package gives nothing away; who has all of it has it too, and is told of itself",
        .timeLimit(.minutes(1)))
    func packagesAreTheirTenants() async throws {
        let folder = try TemporaryFolder()
        try folder.write("name: Exam\n", to: "problem.yaml")
        try folder.write("1", to: "data/secret/1.in")
        try folder.write(Self.answer, to: "data/secret/1.ans")
        let package = try await LocalPackage.read(folder.path)
        let unknown = Verdict_V1_BlobRef(of: Array("no such tree".utf8))
        try await FleetServer.with { server in
            let added = try await server.withClient { try await $0.addPackage(at: folder.path, name: "Exam of June") }
            #expect(added.tenants == ["course-42"] && added.measuring.state == .wanted)
            try await server.withClient(token: FleetServer.Token.rival) { rival in
                var words: [String] = []
                for tree in [package.tree.content, unknown] {
                    let error = await failure(WireError.self) {
                        try await rival.wire.call(JudgeMethods.addPackage, .with { $0.tree = tree })
                    }
                    #expect(error?.code == .failedPrecondition)
                    let hash = try #require(ContentHash(bytes: tree.hash))
                    words.append(error?.message.replacing("\(hash)", with: "") ?? "")
                }
                #expect(words[0] == words[1])
                #expect(try await rival.packages().packages.isEmpty)
                // With all of it: nothing is told of who had it before, and what they call it.
                let own = try await rival.addPackage(at: folder.path)
                #expect(own.name == "Exam" && own.tenants == ["rival"])
                #expect(try await rival.packages().packages == [own])
            }
            let all = try await server.withClient(token: FleetServer.Token.admin) { try await $0.packages().packages }
            #expect(all.map(\.tenants) == [["course-42", "rival"]])
            let own = try await server.withClient { try await $0.packages().packages }
            #expect(own == [added])
        }
    }

    @Test(
        "A tenant stops measuring for itself; another that has the package goes on in its own name",
        .timeLimit(.minutes(1)))
    func measuringIsEachTenants() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "problem.yaml")
        try folder.write("1", to: "data/secret/1.in")
        try folder.write(Self.answer, to: "data/secret/1.ans")
        try await FleetServer.with { server in
            let added = try await server.withClient { try await $0.addPackage(at: folder.path) }
            let id = try #require(ContentHash(bytes: added.id))
            let packages = server.packages
            func lane() async throws -> String? {
                try await packages.measuringJob(of: id).map { "\($0.lane.priority) \($0.lane.tenant)" }
            }
            #expect(try await lane() == "3 course-42")
            try await packages.stopMeasuring(id, for: "course-42", reason: "wrong solutions")
            #expect(try await lane() == nil)
            #expect(try await packages.measuringJobs().isEmpty)
            _ = try await server.withClient(token: FleetServer.Token.rival) { try await $0.addPackage(at: folder.path) }
            #expect(try await lane() == "3 rival")
            let course = Principal(role: .client, name: "course-42")
            #expect(try await packages.find(id, for: course)?.stopReason == "wrong solutions")
            // Adding it again begins again, for itself.
            let again = try await server.withClient { try await $0.addPackage(at: folder.path) }
            #expect(again == added)
            #expect(try await lane() == "3 course-42")
            try await packages.stopMeasuring(id, for: nil, reason: "none is accepted")
            #expect(try await lane() == nil)
            // The same is in the log.
            let other = try Packages(log: server.store.log, blobs: server.store.blobs)
            #expect(try await other.find(id, for: course)?.stopReason == "none is accepted")
            #expect(try await other.owners(of: id) == ["course-42", "rival"])
        }
    }

    @Test("A package that an old version's log has is the tenant's that brought it, or else only the admins'")
    func oldLogsAreRead() async throws {
        try await FleetServer.with { server in
            for (number, by) in [(UInt8(1), "course-42"), (2, "")] {
                var old = PackageAdded()
                old.package.id = Data(ContentHash(of: [number]).bytes)
                old.package.name = "P\(number)"
                old.package.limits.cpuTimeNs = 1
                old.by = by
                _ = try await server.store.log.append(
                    [try Event(old)], to: try StreamName("packages"), expecting: .anything)
            }
            for (token, names) in [
                (FleetServer.Token.course, ["P1"]), (FleetServer.Token.rival, []),
                (FleetServer.Token.admin, ["P1", "P2"]),
            ] {
                let known = try await server.withClient(token: token) { try await $0.packages().packages }
                #expect(known.map(\.name) == names)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func clientsGetNothingBack() async throws {
        try await FleetServer.with { server in
            try await server.withClient { client in
                try await client.upload.send(Self.content, from: .bytes(Self.answer))
                let error = await failure(WireError.self) {
                    try await client.download.bytes(of: Self.content, limit: .mebibytes(1))
                }
                #expect(error?.code == .permissionDenied)
            }
            try await server.withClient(token: FleetServer.Token.admin) {
                let bytes = try await $0.download.bytes(of: Self.content, limit: .mebibytes(1))
                #expect(bytes == Self.answer)
            }
        }
    }

    @Test func whatIsRememberedIsBounded() {
        let contents = TenantContents(capacity: 10)
        let somebody = Principal(role: .client, name: "a")
        let hashes = (0..<100).map { ContentHash(of: [UInt8($0)]) }
        for hash in hashes { contents.record(.complete, hash, of: somebody) }
        #expect(hashes.filter { contents.isVisible($0, to: somebody) }.count <= 10)
        #expect(contents.isVisible(hashes[99], to: somebody))
        #expect(!contents.isVisible(hashes[99], to: Principal(role: .client, name: "b")))
        #expect(contents.isVisible(hashes[0], to: Principal(role: .worker, name: "b")))
    }
}
