import Storage
import TestSupport
import Units

/// What every ``BlobStore`` must do.
public enum BlobStoreConformance {
    /// The promises, in the order of the contract.
    public static let checks: [ConformanceCheck] =
        ([
            ("a content that is not there is not there", missing),
            ("contents of every size come back as they were put", sizes),
            ("contents are put as a whole", whole),
            ("a content is put in pieces of any length", pieces),
            ("parts are read", ranges),
            ("contents are listed in order", listing),
            ("a content that was removed is not there and can be put again", removing),
            ("a content is removed for its age only if it is that old", removingWhatIsOld),
            ("a content is not there before it is finished", unfinished),
            ("a content that is there needs no upload", existing),
            ("an upload goes on where it was cut off", resuming),
            ("an upload goes on after reopening", resumingAfterReopening),
            ("a content of another hash or size is refused and forgotten", wrongContent),
            ("a later upload takes over", takingOver),
            ("many can put the same at once", sameAtOnce),
            ("many can put and read different contents at once", differentAtOnce),
            ("a reader of what is removed gets no wrong byte", removedWhileRead),
            ("contents outlive reopening", reopening),
            ("a closed store says so", closing),
            ("no wrong byte of a rotten content is given out", rotten),
            ("random operations agree with a model", randomOperations),
        ] as [(String, @Sendable (any StoreUnderTest) async throws -> Void)]).map { name, check in
            ConformanceCheck("blobs: \(name)", check)
        }

    /// The same bytes for the same number.
    static func content(_ size: Int, _ number: Int = 0) -> [UInt8] {
        var random = SeededGenerator(seed: UInt64(number) << 32 + UInt64(size))
        return random.bytes(size)
    }
}

extension BlobStore {
    /// Puts a content, from where an upload before ended.
    @discardableResult
    func put(_ content: [UInt8], pieces: Int = 200_000) async throws -> ContentHash {
        let hash = ContentHash(of: content)
        let upload = try await upload(hash, size: ByteCount(Int64(content.count)))
        try await upload.append(content, from: Int(await upload.offset), pieces: pieces)
        try await upload.finish()
        return hash
    }

    /// Reads a content; checks the pieces' sizes.
    func get(_ hash: ContentHash, _ range: Range<Int64>? = nil) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in read(hash, range: range) {
            try require(piece.count <= 256 << 10, "a piece of \(piece.count) bytes")
            bytes += piece
        }
        return bytes
    }

    /// Checks that the content is there and comes back.
    func requireContent(_ content: [UInt8], file: String = #fileID, line: Int = #line) async throws {
        let hash = ContentHash(of: content)
        let size = ByteCount(Int64(content.count))
        try require(try await self.size(of: hash), equals: size, "the size of a content", file: file, line: line)
        let same = try await get(hash) == content
        try require(same, "other bytes came back of \(content.count)", file: file, line: line)
    }

    /// Checks that the content is not there.
    func requireNone(_ hash: ContentHash, file: String = #fileID, line: Int = #line) async throws {
        try require(try await size(of: hash), equals: nil, "the size of what is not there", file: file, line: line)
        try await require(failure: .notFound, from: "reading what is not there", file: file, line: line) {
            _ = try await get(hash)
        }
    }
}

extension BlobUpload {
    func append(_ content: [UInt8], from start: Int, pieces: Int) async throws {
        for begin in stride(from: start, to: content.count, by: pieces) {
            try await append(Array(content[begin..<min(begin + pieces, content.count)]))
        }
    }
}
