import Storage
import TestSupport
import Units

extension BlobStoreConformance {
    /// Random operations, one after another, on the store and on a dictionary; what they give must agree.
    @Sendable static func randomOperations(_ store: any StoreUnderTest) async throws {
        var model = BlobModel(blobs: try await store.blobStore())
        for seed in 1...2 as ClosedRange<UInt64> {
            model.random = SeededGenerator(seed: seed)
            for step in 0..<100 {
                do {
                    if Int.random(in: 0..<30, using: &model.random) == 0 {
                        try await store.reopen()
                        model.blobs = try await store.blobStore()
                    }
                    try await model.step()
                } catch {
                    throw Nonconformance(message: "seed \(seed), step \(step): \(error)", file: #fileID, line: #line)
                }
            }
        }
        try await model.compare()
    }
}

/// A store of blobs as a set of contents.
private struct BlobModel {
    var blobs: any BlobStore
    var random = SeededGenerator(seed: 0)
    var there: Set<ContentHash> = []
    let contents = (0..<8).map { BlobStoreConformance.content($0 * $0 * 9000, $0) }

    mutating func step() async throws {
        let content = contents[Int.random(in: 0..<8, using: &random)]
        let hash = ContentHash(of: content)
        switch Int.random(in: 0..<8, using: &random) {
        case 0..<3: try await upload(content, as: hash)
        case 3, 4: try await read(content, hash)
        case 5:
            try await blobs.remove(hash)
            there.remove(hash)
        case 6:
            let size = there.contains(hash) ? ByteCount(Int64(content.count)) : nil
            try require(try await blobs.size(of: hash), equals: size, "a size")
        default: try await compare()
        }
    }

    /// Uploads a content or a part of it, right or wrong, from where the upload before ended.
    private mutating func upload(_ content: [UInt8], as hash: ContentHash) async throws {
        let upload = try await blobs.upload(hash, size: ByteCount(Int64(content.count)))
        let offset = Int(await upload.offset)
        if there.contains(hash) { try require(offset, equals: content.count, "the offset of what is there") }
        let end = Bool.random(using: &random) ? content.count : Int.random(in: offset...content.count, using: &random)
        let length = Int.random(in: 5000..<300_000, using: &random)
        try await upload.append(Array(content[..<end]), from: offset, pieces: length)
        guard Int.random(in: 0..<4, using: &random) > 0 else { return }
        if end == content.count {
            try await upload.finish()
            there.insert(hash)
        } else {
            try await require(failure: .corrupted, from: "finishing a part") { try await upload.finish() }
        }
    }

    private mutating func read(_ content: [UInt8], _ hash: ContentHash) async throws {
        guard there.contains(hash) else { return try await blobs.requireNone(hash) }
        let ends = [0, 1].map { _ in Int.random(in: 0...content.count, using: &random) }.sorted()
        let part = try await blobs.get(hash, Int64(ends[0])..<Int64(ends[1]))
        try require(part == Array(content[ends[0]..<ends[1]]), "other bytes came back of \(ends)")
    }

    func compare() async throws {
        try require(try await blobs.list(after: nil, limit: 100), equals: there.sorted(), "contents")
    }
}
