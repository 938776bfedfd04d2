import Coordinator
import EmbeddedStorage
import Events
import Foundation
import Identity
import Logging
import Storage
import SwiftProtobuf
import SystemPackage
import Testing
import Units
import Wire

/// How many bytes of contents a tenant may put, and what counts.
struct ContentQuotaTests {
    private static let names: [(String, Role)] = [
        ("course", .client), ("other", .client), ("judge", .worker), ("operations", .admin),
    ]

    /// Puts contents at a socket, as somebody.
    private struct Putting: Sendable {
        let clients: [String: WireClient]

        /// Puts `bytes`, or `sent` in their place; nil if they were taken.
        func put(_ bytes: [UInt8], sent: [UInt8]? = nil, as name: String = "course") async throws -> WireError? {
            let client = try #require(clients[name])
            let content = Verdict_V1_BlobRef.with { content in
                content.hash = Data(ContentHash(of: bytes).bytes)
                content.size = UInt64(bytes.count)
            }
            do {
                try await client.stream(BlobsMethods.put) { call in
                    try await call.write(.with { $0.content = content })
                    var answers = call.responses.makeAsyncIterator()
                    guard case .offset(let offset) = try await answers.next()?.step else { return }
                    let rest = Data((sent ?? bytes).dropFirst(Int(offset)))
                    if !rest.isEmpty { try await call.write(.with { $0.data = rest }) }
                    try await call.finish()
                    while try await answers.next() != nil {}
                }
                return nil
            } catch let error as WireError {
                return error
            }
        }
    }

    private static func serve(_ side: ClientSide, _ body: @Sendable (Putting) async throws -> Void) async throws {
        let address = WireAddress.unix(FilePath("/tmp/verdict-quota-\(UInt64.random(in: 0 ... .max))"))
        var logger = Logger(label: "tests")
        logger.logLevel = .critical
        var access = AccessList()
        for (name, role) in names {
            access.add(Principal(role: role, name: name), .token, SecretDigest(of: name.utf8))
        }
        var services = WireServices()
        BlobsService(
            blobs: side.store.blobs, contents: TenantContents(), logger: logger, accounts: side.projections.contents
        ).register(in: &services)
        let server = try await WireServer.listen(
            ServerConfiguration(address: address, access: access), services, logger: logger)
        let running = Task { await server.run() }
        var clients: [String: WireClient] = [:]
        for (name, _) in names {
            clients[name] = WireClient(ClientConfiguration(address: address, token: name), logger: logger)
        }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(Putting(clients: clients)))
        } catch {
            result = .failure(error)
        }
        for client in clients.values { await client.close() }
        running.cancel()
        await running.value
        try result.get()
    }

    private static func options(_ bytes: UInt64) -> ClientSide.Options {
        ClientSide.Options(quota: .with { $0.contentBytes = bytes })
    }

    private static func content(_ fill: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: fill, count: count) }

    @Test func eachContentCountsOnceForEachTenant() async throws {
        try await ClientSide.with(Self.options(1000)) { side in
            let admission = side.projections.admission
            try await Self.serve(side) { (putting: Putting) async throws in
                for _ in 0..<2 { #expect(try await putting.put(Self.content(1, 600)) == nil) }
                let refused = try #require(try await putting.put(Self.content(2, 500)))
                #expect(refused.code == .resourceExhausted)
                for part in ["course", "600", "1000", "500"] { #expect(refused.message.contains(part), "\(refused)") }
                // What others have is no tenant's business, and takes none of its room.
                #expect(try await putting.put(Self.content(1, 600), as: "other") == nil)
                for name in ["judge", "operations"] {
                    #expect(try await putting.put(Self.content(3, 5000), as: name) == nil)
                }
                #expect(try await putting.put(Self.content(4, 400)) == nil)
                #expect(try await putting.put(Self.content(5, 1))?.code == .resourceExhausted)
            }
            try await side.projections.catchesUp()
            #expect(admission.storedBytes(of: "course") == 1000 && admission.storedBytes(of: "other") == 600)
            #expect(admission.storedBytes(of: "judge") == 0 && admission.storedBytes(of: "operations") == 0)
            #expect(try await side.entryCount() == 3)
        }
    }

    @Test func theSumIsTheSameAfterARestart() async throws {
        let folder = try ClientSideFolder()
        var store = try await folder.open()
        try await ClientSide.with(Self.options(1000), on: store) { side in
            try await Self.serve(side) { (putting: Putting) async throws in
                #expect(try await putting.put(Self.content(1, 1000)) == nil)
            }
        }
        try await store.close()
        store = try await folder.open()
        try await ClientSide.with(Self.options(1000), on: store) { side in
            #expect(side.projections.admission.storedBytes(of: "course") == 1000)
            try await Self.serve(side) { (putting: Putting) async throws in
                // Its tenant sends again what it has, though there is room for nothing else.
                #expect(try await putting.put(Self.content(1, 1000)) == nil)
                #expect(try await putting.put(Self.content(2, 1))?.code == .resourceExhausted)
            }
            #expect(side.projections.admission.storedBytes(of: "course") == 1000)
            #expect(try await side.entryCount() == 1)
        }
        try await store.close()
    }

    @Test func sourcesAndContentsShareTheQuota() async throws {
        try await ClientSide.with(Self.options(700_000)) { side in
            let text = String(repeating: " ", count: 400_000)
            _ = try await side.service.submit(.valid("1", text: text), as: .client("course"))
            try await Self.serve(side) { (putting: Putting) async throws in
                #expect(try await putting.put(Self.content(1, 300_001))?.code == .resourceExhausted)
                #expect(try await putting.put(Self.content(1, 300_000)) == nil)
            }
            let error = await #expect(throws: DomainError.self) {
                try await side.service.submit(.valid("2", text: text), as: .client("course"))
            }
            #expect(error?.code == .exhausted)
            // Small sources are no contents.
            _ = try await side.service.submit(.valid("3"), as: .client("course"))
            #expect(side.projections.admission.storedBytes(of: "course") == 700_000)
        }
    }

    @Test func manyAtOnceDoNotExceedIt() async throws {
        try await ClientSide.with(Self.options(1000)) { side in
            try await Self.serve(side) { (putting: Putting) async throws in
                let errors = try await withThrowingTaskGroup(of: WireError?.self) { group in
                    for fill in 0..<40 as Range<UInt8> {
                        group.addTask { try await putting.put(Self.content(fill, 100)) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(errors.filter { $0 == nil }.count == 10)
                #expect(errors.compactMap { $0 }.allSatisfy { $0.code == .resourceExhausted })
            }
            try await side.projections.catchesUp()
            #expect(side.projections.admission.storedBytes(of: "course") == 1000)
        }
    }

    @Test func whatDoesNotComeGivesItsRoomBack() async throws {
        try await ClientSide.with(Self.options(1000)) { side in
            try await Self.serve(side) { (putting: Putting) async throws in
                for sent in [Self.content(2, 1000), Self.content(1, 999)] {
                    #expect(try await putting.put(Self.content(1, 1000), sent: sent)?.code == .invalidArgument)
                }
                #expect(side.projections.admission.storedBytes(of: "course") == 0)
                #expect(try await putting.put(Self.content(3, 1000)) == nil)
            }
        }
    }

    @Test func nothingIsTakenBeforeTheLogIsRead() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let side = try ClientSide(store, Self.options(1000))
        let contents = side.projections.contents
        let hash = ContentHash(of: [1])
        let error = #expect(throws: DomainError.self) {
            try contents.reserve(hash, size: ByteCount(1), of: .client("course"))
        }
        #expect(error?.code == .unavailable && error?.retryAfter != nil)
        #expect(try contents.reserve(hash, size: ByteCount(1), of: .operations) == nil)
        try await store.close()
    }
}
