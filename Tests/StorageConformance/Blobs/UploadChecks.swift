import Storage
import Units

extension BlobStoreConformance {
    @Sendable static func unfinished(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        let content = content(300_000)
        let hash = ContentHash(of: content)
        let upload = try await blobs.upload(hash, size: ByteCount(300_000))
        try await blobs.requireNone(hash)
        try await upload.append(content)
        try await blobs.requireNone(hash)
        try require(try await blobs.list(after: nil, limit: 9), equals: [], "contents before the first is finished")
        try await upload.finish()
        try await blobs.requireContent(content)
    }

    @Sendable static func existing(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        for size in [0, 150_000] {
            let content = content(size)
            let hash = try await blobs.put(content)
            let upload = try await blobs.upload(hash, size: ByteCount(Int64(size)))
            try require(await upload.offset, equals: Int64(size), "the offset of a content that is there")
            try await upload.finish()
            try await upload.finish()
            try await blobs.requireContent(content)
            try await require(failure: .badRequest, from: "uploading what is there with another size") {
                _ = try await blobs.upload(hash, size: ByteCount(Int64(size) + 1))
            }
        }
    }

    /// Appends 9 MiB of 10, then begins again.
    private static func resume(_ content: [UInt8], _ begin: (ContentHash) async throws -> any BlobUpload) async throws {
        let hash = ContentHash(of: content)
        let first = try await begin(hash)
        try require(await first.offset, equals: 0, "the offset of a new upload")
        let sent = 9 << 20
        try await first.append(Array(content[..<sent]), from: 0, pieces: 1 << 20)
        let durable = await first.offset
        try require((sent - (4 << 20)...sent).contains(Int(durable)), "\(durable) bytes of \(sent) are durable")
    }

    /// Goes on with what ``resume(_:_:)`` began.
    private static func goOn(with content: [UInt8], in blobs: any BlobStore) async throws {
        let size = ByteCount(Int64(content.count))
        let upload = try await blobs.upload(ContentHash(of: content), size: size)
        let offset = Int(await upload.offset)
        try require((5 << 20...9 << 20).contains(offset), "an upload of 9 MiB goes on at \(offset)")
        try await upload.append(content, from: offset, pieces: 300_000)
        try await upload.finish()
        try await blobs.requireContent(content)
    }

    @Sendable static func resuming(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        let content = content(10 << 20)
        try await resume(content) { try await blobs.upload($0, size: .mebibytes(10)) }
        try await goOn(with: content, in: blobs)
    }

    @Sendable static func resumingAfterReopening(_ store: any StoreUnderTest) async throws {
        var blobs = try await store.blobStore()
        let content = content(10 << 20)
        let before = blobs
        try await resume(content) { try await before.upload($0, size: .mebibytes(10)) }
        try await store.reopen()
        blobs = try await store.blobStore()
        try await blobs.requireNone(ContentHash(of: content))
        try await goOn(with: content, in: blobs)
    }

    @Sendable static func wrongContent(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        let content = content(200_000)
        let hash = ContentHash(of: content)
        let size = ByteCount(200_000)
        var wrong = content
        wrong[100_000] ^= 1
        for sent in [wrong, Array(content[..<199_999]), []] {
            let upload = try await blobs.upload(hash, size: size)
            try require(await upload.offset, equals: 0, "the offset of an upload after a wrong one was forgotten")
            try await upload.append(sent)
            try await require(failure: .corrupted, from: "finishing what is wrong") { try await upload.finish() }
            try await blobs.requireNone(hash)
            try await require(failure: .conflict, .badRequest, from: "appending to what is forgotten") {
                try await upload.append([1])
            }
        }
        let short = try await blobs.upload(hash, size: ByteCount(199_999))
        try await short.append(Array(content[..<199_999]))
        try await require(failure: .badRequest, from: "appending beyond the size") { try await short.append([1]) }
        try await require(failure: .corrupted, from: "finishing a part with the whole's hash") {
            try await short.finish()
        }
        try await blobs.put(content)
        try await blobs.requireContent(content)
    }

    @Sendable static func takingOver(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        let content = content(400_000)
        let hash = ContentHash(of: content)
        let first = try await blobs.upload(hash, size: ByteCount(400_000))
        try await first.append(Array(content[..<150_000]))
        let second = try await blobs.upload(hash, size: ByteCount(400_000))
        try await require(failure: .conflict, from: "appending to an upload that was taken over") {
            try await first.append(Array(content[150_000..<160_000]))
        }
        try await second.append(content, from: Int(await second.offset), pieces: 90_000)
        try await require(failure: .conflict, from: "finishing an upload that was taken over") {
            try await first.finish()
        }
        try await second.finish()
        try await blobs.requireContent(content)
    }

    @Sendable static func whole(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        for size in [0, 1, 65_535, 65_536, 65_537, 1 << 20, (2 << 20) + 5] {
            let content = content(size)
            for _ in 0..<2 { try await blobs.putWhole(content, as: ContentHash(of: content)) }
            try await blobs.requireContent(content)
        }
        let (right, wrong) = (content(1000, 1), content(1000, 2))
        try await require(failure: .corrupted, from: "putting a content of another hash") {
            try await blobs.putWhole(wrong, as: ContentHash(of: right))
        }
        try await blobs.requireNone(ContentHash(of: right))
        // One whose upload was begun and left.
        let upload = try await blobs.upload(ContentHash(of: right), size: ByteCount(1000))
        try await upload.append(Array(right[..<500]))
        try await blobs.putWhole(right, as: ContentHash(of: right))
        try await blobs.requireContent(right)
        try await require(failure: .conflict, from: "going on with an upload that was overtaken") {
            try await upload.append(Array(right[500...]))
        }
        let again = try await blobs.upload(ContentHash(of: right), size: ByteCount(1000))
        try require(await again.offset, equals: 1000, "how much is there of what was put as a whole")
        // Many at once.
        let many = content(200_000, 3)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try await blobs.putWhole(many, as: ContentHash(of: many)) } }
            try await group.waitForAll()
        }
        try await blobs.requireContent(many)
    }

    @Sendable static func sameAtOnce(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        let content = content(600_000)
        try await within(.seconds(60), "a content that many put at once is there") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        while true {
                            do {
                                _ = try await blobs.put(content, pieces: 50_000)
                                return
                            } catch let error as StorageError where error.code == .conflict {
                                // Whoever took over may be done by now; who is not must not take over all the time.
                                try await Task.sleep(for: .milliseconds(Int.random(in: 1...100)))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        try await blobs.requireContent(content)
    }

    @Sendable static func differentAtOnce(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let content = content(number * 10_007, number)
                    try await blobs.put(content, pieces: 30_000)
                    try await blobs.requireContent(content)
                }
            }
            try await group.waitForAll()
        }
        try require(try await blobs.list(after: nil, limit: 100).count, equals: 20, "contents")
    }

    @Sendable static func reopening(_ store: any StoreUnderTest) async throws {
        let contents = [0, 1, 65_536, 300_001].map { content($0) }
        let blobs = try await store.blobStore()
        for content in contents { try await blobs.put(content) }
        try await store.reopen()
        let again = try await store.blobStore()
        for content in contents { try await again.requireContent(content) }
        let hashes = contents.map { ContentHash(of: $0) }.sorted()
        try require(try await again.list(after: nil, limit: 9), equals: hashes, "contents after reopening")
    }

    @Sendable static func closing(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        let content = content(1000)
        let hash = try await blobs.put(content)
        let upload = try await blobs.upload(ContentHash(of: [1, 2]), size: ByteCount(2))
        try await store.reopen()
        try await require(failure: .closed, from: "reading") { _ = try await blobs.get(hash) }
        try await require(failure: .closed, from: "beginning an upload") {
            _ = try await blobs.upload(ContentHash(of: [3]), size: ByteCount(1))
        }
        try await require(failure: .closed, from: "going on with an upload") { try await upload.append([1]) }
        try await require(failure: .closed, from: "listing") { _ = try await blobs.list(after: nil, limit: 1) }
    }
}
