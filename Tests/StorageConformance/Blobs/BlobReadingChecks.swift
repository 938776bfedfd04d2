import Storage
import TestSupport
import Units

extension BlobStoreConformance {
    @Sendable static func missing(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        try await blobs.requireNone(ContentHash(of: [1, 2, 3]))
        try await blobs.requireNone(ContentHash(of: []))
        try await require(failure: .notFound, from: "reading a part of what is not there") {
            _ = try await blobs.get(ContentHash(of: [1]), 0..<0)
        }
        try await blobs.remove(ContentHash(of: [1, 2, 3]))
        try require(try await blobs.list(after: nil, limit: 10), equals: [], "contents of an empty store")
    }

    @Sendable static func sizes(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        let kib = 1024
        let borders = [16, 64, 128, 256, 512, 1024].flatMap { [$0 * kib - 1, $0 * kib, $0 * kib + 1] }
        for size in [0, 1, 2, 63, 4095, 4096] + borders + [3 * kib * kib + 17] {
            let content = content(size)
            try await blobs.put(content)
            try await blobs.requireContent(content)
        }
    }

    @Sendable static func pieces(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        for (number, length) in [1, 7, 1000, 65_535, 65_536, 65_537, 1 << 20].enumerated() {
            let content = content(length == 1 ? 500 : min(length * 5 + 3, 2_500_000), number)
            let hash = ContentHash(of: content)
            let upload = try await blobs.upload(hash, size: ByteCount(Int64(content.count)))
            try await upload.append([])
            try await upload.append(content, from: 0, pieces: length)
            try await upload.append([])
            try await upload.finish()
            try await blobs.requireContent(content)
        }
        let large = content((1 << 20) + 1, 99)
        let upload = try await blobs.upload(ContentHash(of: large), size: ByteCount(Int64(large.count)))
        try await require(failure: .tooLarge, from: "appending more than 1 MiB") { try await upload.append(large) }
        try await upload.append(large, from: 0, pieces: 1 << 20)
        try await upload.finish()
        try await blobs.requireContent(large)
        try await require(failure: .badRequest, from: "a negative size") {
            _ = try await blobs.upload(ContentHash(of: [7]), size: ByteCount(-1))
        }
    }

    @Sendable static func ranges(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        let size = 700_001
        let content = content(size)
        let hash = try await blobs.put(content)
        let kib = 1024
        var ranges = [0..<0, 0..<1, size..<size, (size - 1)..<size, 0..<size, 1..<(size - 1)]
        for border in [64 * kib, 128 * kib, 256 * kib, 512 * kib] {
            ranges += [border..<border, (border - 1)..<(border + 1), border..<(border + 1), 0..<border, border..<size]
        }
        var random = SeededGenerator(seed: 5)
        for _ in 0..<40 {
            let ends = [Int.random(in: 0...size, using: &random), Int.random(in: 0...size, using: &random)].sorted()
            ranges.append(ends[0]..<ends[1])
        }
        for range in ranges {
            let part = try await blobs.get(hash, Int64(range.lowerBound)..<Int64(range.upperBound))
            try require(part == Array(content[range]), "other bytes came back of \(range)")
        }
        let end = Int64(size)
        for range in [0..<(end + 1), (end + 1)..<(end + 2), (end + 1)..<(end + 1), -1..<5, 0..<Int64.max] {
            try await require(failure: .badRequest, from: "reading \(range) of \(end) bytes") {
                _ = try await blobs.get(hash, range)
            }
        }
        for try await _ in blobs.read(hash, range: nil) { break }
        let empty = try await blobs.put([])
        try require(try await blobs.get(empty, 0..<0), equals: [], "nothing of nothing")
    }

    @Sendable static func listing(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        var hashes: [ContentHash] = []
        for number in 0..<30 { hashes.append(try await blobs.put(content(100 + number, number))) }
        let partial = content(100_000, 77)
        let upload = try await blobs.upload(ContentHash(of: partial), size: ByteCount(100_000))
        try await upload.append(Array(partial[..<70_000]))
        hashes.sort()
        try require(try await blobs.list(after: nil, limit: 100), equals: hashes, "all contents")
        try require(try await blobs.list(after: nil, limit: 7), equals: Array(hashes[..<7]), "the first page")
        try require(try await blobs.list(after: hashes[6], limit: 7), equals: Array(hashes[7..<14]), "the second page")
        try require(try await blobs.list(after: hashes[29], limit: 7), equals: [], "after the last")
        try require(try await blobs.list(after: nil, limit: 0), equals: [], "with a limit of 0")
        let removed = hashes.remove(at: 10)
        try await blobs.remove(removed)
        let next = try await blobs.list(after: removed, limit: 2)
        try require(next, equals: Array(hashes[10...11]), "after a removed one")
        try require(try await blobs.list(after: nil, limit: 100), equals: hashes, "what is left")
    }

    @Sendable static func removing(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        let content = content(200_000)
        let other = self.content(200_000, 1)
        try await blobs.put(other)
        for _ in 0..<2 {
            let hash = try await blobs.put(content)
            try await blobs.requireContent(content)
            try await blobs.remove(hash)
            try await blobs.requireNone(hash)
            try await blobs.remove(hash)
        }
        try await blobs.requireContent(other)
    }

    @Sendable static func removingWhatIsOld(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        let content = content(200_000)
        // The store's clock may be another machine's, and is right by a day.
        let day: Int64 = 86_400_000_000_000
        let hash = try await blobs.put(content)
        try require(!(try await blobs.remove(hash, completeBefore: SystemTime.now - day)), "it is newer")
        try await blobs.requireContent(content)
        try require(try await blobs.remove(hash, completeBefore: SystemTime.now + day), "it is older")
        try await blobs.requireNone(hash)
        try require(!(try await blobs.remove(hash, completeBefore: SystemTime.now + day)), "there is none")
        try await blobs.put(content)
        try await blobs.requireContent(content)
    }

    @Sendable static func removedWhileRead(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        let content = content(2_000_000)
        for _ in 0..<5 {
            let hash = try await blobs.put(content)
            let readers = (0..<4).map { _ in Task { try await blobs.get(hash) } }
            try await blobs.remove(hash)
            for reader in readers {
                do {
                    let whole = try await reader.value == content
                    try require(whole, "a reader got other bytes while the content was removed")
                } catch let error as StorageError where error.code == .notFound {
                    continue
                }
            }
        }
    }

    @Sendable static func rotten(_ store: any StoreUnderTest) async throws {
        let blobs = try await store.blobStore()
        for size in [0, 1, 100, 65_536, 65_537, 500_000] {
            let content = content(size, 8)
            let hash = try await blobs.put(content)
            guard try await store.rot(hash) else { return }
            var good: [UInt8] = []
            var failure: (any Error)?
            do {
                for try await piece in blobs.read(hash, range: nil) { good += piece }
            } catch {
                failure = error
            }
            try require((failure as? StorageError)?.code, equals: .corrupted, "the failure of reading what is rotten")
            try require(good == Array(content[..<good.count]), "wrong bytes were given out")
        }
    }
}
