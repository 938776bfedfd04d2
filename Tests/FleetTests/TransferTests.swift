import Coordinator
import EmbeddedStorage
import Events
import Fleet
import FoundationEssentials
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Units
import Wire
import WireTestSupport

/// Contents on their way to a store and back.
@Suite struct TransferTests {
    private func contents(_ sizes: [Int], seed: UInt64 = 5) -> [Verdict_V1_BlobRef: ContentSource] {
        var random = SeededGenerator(seed: seed)
        return Dictionary(
            sizes.map { size in
                let bytes = random.bytes(size)
                return (Verdict_V1_BlobRef(of: bytes), ContentSource.bytes(bytes))
            }
        ) { first, _ in first }
    }

    @Test(.timeLimit(.minutes(1)))
    func whatWasSentComesBack() async throws {
        let all = contents([0, 1, 1000, 1 << 16, (1 << 18) + 1, 5 << 20])
        let steps = Mutex<[TransferProgress]>([])
        try await FleetServer.with { server in
            try await server.withClient { client in
                try await client.upload.send(all) { step in steps.withLock { $0.append(step) } }
                #expect(try await client.upload.missing(all.keys).isEmpty)
                // The second time there is nothing to send.
                try await client.upload.send(all) { step in
                    #expect(step.contents == 0 || step.contents == all.count)
                }
            }
            try await server.withClient(token: FleetServer.Token.worker) { worker in
                for (content, source) in all {
                    guard case .bytes(let bytes) = source else { continue }
                    #expect(try await worker.download.bytes(of: content, limit: .mebibytes(8)) == bytes)
                }
                let first = try #require(all.keys.first { $0.size == 5 << 20 })
                let error = await failure(WireError.self) {
                    try await worker.download.bytes(of: first, limit: .mebibytes(1))
                }
                #expect(error?.code == .outOfRange)
            }
        }
        let told = steps.withLock { $0 }
        let last = try #require(told.last)
        #expect(last.bytes == last.totalBytes && last.contents == all.count)
        #expect(zip(told, told.dropFirst()).allSatisfy { $0.bytes <= $1.bytes })
    }

    @Test(.timeLimit(.minutes(2)), arguments: 1...3 as ClosedRange<UInt64>)
    func transfersOverALineThatIsCutGoOnWhereTheyWere(_ seed: UInt64) async throws {
        let all = contents([100, 1 << 20, 12 << 20, 30_000], seed: seed)
        try await FleetServer.with { server in
            let cuts = try await FaultyProxy.with(
                to: server.address, faults: .init(cut: 6, halfClose: 1, splits: true, firstWithin: 8 << 20), seed: seed
            ) { proxy in
                try await server.withClient(at: proxy.address) { try await $0.upload.send(all) }
                try await server.withClient(token: FleetServer.Token.worker, at: proxy.address) { worker in
                    for (content, source) in all {
                        guard case .bytes(let bytes) = source else { continue }
                        let got = try await worker.download.bytes(of: content, limit: .mebibytes(16))
                        #expect(got == bytes)
                    }
                }
                return proxy.cuts
            }
            #expect(cuts > 0)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func anUploadThatWasCutOffIsNotSentTwice() async throws {
        var random = SeededGenerator(seed: 3)
        let bytes = random.bytes(24 << 20)
        let content = Verdict_V1_BlobRef(of: bytes)
        try await FleetServer.with { server in
            try await FaultyProxy.with(to: server.address) { proxy in
                try await server.withClient(at: proxy.address) { client in
                    let isCut = Atomic(false)
                    let back = Mutex<Int64>(0)
                    let last = Mutex<Int64>(0)
                    try await client.upload.send([content: .bytes(bytes)]) { step in
                        let before = last.withLock { last in
                            defer { last = step.bytes }
                            return last
                        }
                        back.withLock { $0 += max(0, before - step.bytes) }
                        guard step.bytes > 16 << 20, !isCut.exchange(true, ordering: .relaxed) else { return }
                        proxy.cutAll()
                    }
                    // At most what the store had not made durable, and what was in the line's windows.
                    let repeated = back.withLock { $0 }
                    #expect(repeated > 0 && repeated <= 12 << 20)
                }
            }
            #expect(try await server.store.blobs.size(of: ContentHash(of: bytes)) == ByteCount(24 << 20))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func wrongUploadsAreRefusedAndForgotten() async throws {
        let bytes = [UInt8](repeating: 9, count: 100_000)
        let right = Verdict_V1_BlobRef(of: bytes)
        try await FleetServer.with { server in
            try await server.withClient { client in
                func put(_ parts: [Verdict_V1_PutRequest]) async -> WireError? {
                    await failure(WireError.self) {
                        try await client.wire.stream(BlobsMethods.put) { call in
                            for part in parts { try await call.write(part) }
                            try await call.finish()
                            for try await _ in call.responses {}
                        }
                    }
                }
                func data(_ bytes: [UInt8]) -> Verdict_V1_PutRequest { .with { $0.data = Data(bytes) } }
                func begin(_ content: Verdict_V1_BlobRef) -> Verdict_V1_PutRequest { .with { $0.content = content } }
                let short = Verdict_V1_BlobRef.with { $0.hash = Data(repeating: 1, count: 31) }
                let huge = Verdict_V1_BlobRef.with {
                    $0.hash = right.hash
                    $0.size = 5 << 30
                }
                let table: [(name: String, parts: [Verdict_V1_PutRequest], says: String)] = [
                    ("nothing", [], "does not name a content"),
                    ("data first", [data(bytes)], "does not name a content"),
                    ("a hash that is none", [begin(short)], "31 bytes"),
                    ("too large", [begin(huge)], "4 GiB"),
                    ("other bytes", [begin(right), data(bytes.dropLast() + [8])], "do not have the hash"),
                    ("too short", [begin(right), data(bytes.dropLast())], "only 99999 of 100000 bytes"),
                    ("too long", [begin(right), data(bytes), data([9])], "is longer than"),
                    ("begun twice", [begin(right), begin(right)], "has no data"),
                    (
                        "too much at once", [begin(right), data([UInt8](repeating: 9, count: (1 << 20) + 1))],
                        "more than 1 MiB"
                    ),
                ]
                for (name, parts, says) in table {
                    let error = await put(parts)
                    #expect(error?.code == .invalidArgument, "\(name): \(error.map { "\($0)" } ?? "no error")")
                    #expect(error?.message.contains(says) == true, "\(name): \(error?.message ?? "")")
                    #expect(try await server.store.blobs.size(of: ContentHash(of: bytes)) == nil, "\(name)")
                }
                try await client.upload.send(right, from: .bytes(bytes))
                #expect(try await server.store.blobs.size(of: ContentHash(of: bytes)) == ByteCount(100_000))
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aFileThatChangesWhileItIsSentIsRefused() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([UInt8](repeating: 1, count: 1000), to: "file")
        let content = Verdict_V1_BlobRef(of: [UInt8](repeating: 1, count: 1000))
        try await FleetServer.with { server in
            try await server.withClient { client in
                try folder.write([UInt8](repeating: 2, count: 1000), to: "file")
                let other = await failure(WireError.self) {
                    try await client.upload.send(content, from: .file(path))
                }
                #expect(other?.code == .invalidArgument)
                try folder.write([UInt8](repeating: 1, count: 999), to: "file")
                let short = await failure(FileManifestError.self) {
                    try await client.upload.send(content, from: .file(path))
                }
                #expect(short?.code == .unreadable)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)), .enabled(if: LongTests.areAskedFor))
    func manyContentsAreAskedForInGroups() async throws {
        let all = (0..<12_000).map { number in
            Verdict_V1_BlobRef.with {
                $0.hash = Data(ContentHash(of: Array("\(number)".utf8)).bytes)
                $0.size = 5
            }
        }
        try await FleetServer.with { server in
            try await server.withClient(token: FleetServer.Token.worker) { client in
                let missing = try await client.upload.missing(all)
                #expect(Set(missing) == Set(all))
                let error = await failure(WireError.self) {
                    try await client.wire.call(BlobsMethods.missing, .with { $0.contents = Array(all.prefix(10_001)) })
                }
                #expect(error?.code == .invalidArgument)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aFullQuotaIsSaidBeforeAnythingIsSent() async throws {
        let all = contents([1000, 100_000])
        try await FleetServer.with(quota: .with { $0.contentBytes = 10_000 }) { server in
            try await server.withClient { client in
                let error = await failure(WireError.self) { try await client.upload.send(all) }
                #expect(error?.code == .resourceExhausted)
                #expect(error?.message.contains("course-42") == true)
            }
            // Artifacts of workers are the coordinator's own.
            try await server.withClient(token: FleetServer.Token.worker) { try await $0.upload.send(all) }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func partsOfAContentCanBeHadAndNothingBeyondItsEnd() async throws {
        var random = SeededGenerator(seed: 8)
        let bytes = random.bytes(700_000)
        let content = Verdict_V1_BlobRef(of: bytes)
        try await FleetServer.with { server in
            try await server.withClient(token: FleetServer.Token.worker) { client in
                try await client.upload.send(content, from: .bytes(bytes))
                func get(_ offset: UInt64, _ length: UInt64) async throws -> [UInt8] {
                    let request = Verdict_V1_GetRequest.with {
                        $0.hash = content.hash
                        $0.offset = offset
                        $0.length = length
                    }
                    return try await client.wire.call(BlobsMethods.get, request) { answers in
                        var got: [UInt8] = []
                        for try await answer in answers {
                            #expect(answer.data.count <= 256 << 10)
                            got += answer.data
                        }
                        return got
                    }
                }
                #expect(try await get(0, 0) == bytes)
                #expect(try await get(65_530, 20) == Array(bytes[65_530..<65_550]))
                #expect(try await get(699_999, 0) == [bytes[699_999]])
                #expect(try await get(700_000, 0).isEmpty)
                for (offset, length) in [(700_001, 0), (0, 700_001), (1, .max), (.max, 1)] as [(UInt64, UInt64)] {
                    let error = await failure(WireError.self) { try await get(offset, length) }
                    #expect(error?.code == .outOfRange)
                }
                let nothing = Verdict_V1_BlobRef(of: [1, 2, 3])
                let error = await failure(WireError.self) {
                    try await client.download.bytes(of: nothing, limit: .mebibytes(1))
                }
                #expect(error?.code == .notFound)
            }
        }
    }
}
