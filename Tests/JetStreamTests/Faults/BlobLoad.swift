import Storage
import StorageConformance
import TestSupport
import Testing
import Units

/// Puts contents, reads and removes them, and knows which must be there.
actor BlobLoad {
    private let blobs: any BlobStore
    private var contents: [ContentHash: [UInt8]] = [:]
    private var isOver = false
    private(set) var count = 0

    init(_ blobs: any BlobStore) {
        self.blobs = blobs
    }

    /// Lets it come to an end.
    func end() { isOver = true }

    /// Puts and reads contents.
    func run(_ seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        while !isOver {
            let content = random.bytes(Int.random(in: 0...700_000, using: &random))
            let hash = ContentHash(of: content)
            try await put(content, hash)
            contents[hash] = content
            count += 1
            if contents.count > 3, let old = contents.keys.sorted().randomElement(using: &random) {
                try await patiently { try await blobs.remove(old) }
                contents[old] = nil
                let size = try await patiently { try await blobs.size(of: old) }
                #expect(size == nil, "what was removed is there")
            }
        }
    }

    /// Holds the store to having exactly what was put.
    func check() async throws {
        let list = try await patiently { try await blobs.list(after: nil, limit: 1000) }
        #expect(list == contents.keys.sorted())
        for (hash, content) in contents {
            let same = try await patiently { try await read(hash) == content }
            #expect(same, "other bytes came back")
        }
    }

    private func put(_ content: [UInt8], _ hash: ContentHash) async throws {
        while case .failure(let error) = try await outcome({ try await send(content, hash) }) {
            guard error.code == .unavailable || error.code == .conflict else { throw error }
        }
    }

    private func send(_ content: [UInt8], _ hash: ContentHash) async throws {
        let upload = try await blobs.upload(hash, size: ByteCount(Int64(content.count)))
        for start in stride(from: Int(await upload.offset), to: content.count, by: 100_000) {
            try await upload.append(Array(content[start..<min(start + 100_000, content.count)]))
        }
        try await upload.finish()
    }

    private func read(_ hash: ContentHash) async throws -> [UInt8] {
        var content: [UInt8] = []
        for try await piece in blobs.read(hash, range: nil) { content += piece }
        return content
    }
}
