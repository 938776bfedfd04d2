import Concurrency
import Storage
import Units

/// Reads a content, or a part of it, piece by piece.
actor ContentReader {
    private let hash: ContentHash
    private let range: Range<Int64>?
    private let store: JetStreamBlobs
    private var plan: Plan?

    /// What is left to be read.
    private struct Plan {
        var manifest: ContentManifest
        var sequence: UInt64
        var sealing: ChunkSealing
        var range: Range<Int64>
        /// The numbers of the pieces that have it.
        var numbers: ArraySlice<Int>
        /// Pieces that were opened and not given out yet.
        var ready: ArraySlice<[UInt8]> = []
    }

    /// How many pieces are on their way at once, at most: 1 MiB.
    private static let width = 4

    /// Reads `range`; nil: all.
    init(_ hash: ContentHash, _ range: Range<Int64>?, in store: JetStreamBlobs) {
        self.hash = hash
        self.range = range
        self.store = store
    }

    private var stage: String { "read the content \(hash)" }

    /// The next bytes; nil at the end.
    func next() async throws(StorageError) -> [UInt8]? {
        var plan = if let plan { plan } else { try await begin() }
        if plan.ready.isEmpty {
            let numbers = Array(plan.numbers.prefix(Self.width))
            plan.numbers = plan.numbers.dropFirst(Self.width)
            let now = plan
            plan.ready = try await BoundedTasks.map(numbers, atOnce: Self.width) { number throws(StorageError) in
                try await self.part(number, of: now)
            }[...]
        }
        let bytes = plan.ready.popFirst()
        self.plan = plan
        return bytes
    }

    private func begin() async throws(StorageError) -> Plan {
        guard let (manifest, sequence) = try await store.manifest(of: hash, stage: stage) else { throw missing }
        let size = manifest.header.size.bytes
        let range = range ?? 0..<size
        guard range.lowerBound >= 0, range.upperBound <= size else {
            throw StorageError(
                .badRequest, stage: stage, reason: "\(range) is not within its \(size) bytes",
                advice: "read what is there")
        }
        let length = Int64(ContentManifest.pieceSize)
        // Of an empty content the one piece is read too: it shows whether it is still what it was.
        let isAll = range == 0..<size
        let end = range.isEmpty && !isAll ? range.lowerBound / length : max(1, (range.upperBound + length - 1) / length)
        let numbers = Array(Int(range.lowerBound / length)..<Int(end))
        return Plan(
            manifest: manifest, sequence: sequence,
            sealing: try ChunkSealing(header: manifest.header, hash: hash, keys: store.keys), range: range,
            numbers: numbers[...])
    }

    /// What of the range the piece of that number has.
    private func part(_ number: Int, of plan: Plan) async throws(StorageError) -> [UInt8] {
        let message = try await store.pieces.message(
            at: plan.manifest.pieces[number], on: store.pieceSubjects(of: hash), stage: stage)
        guard let message else {
            // Removed while it was read, or lost.
            let now = try await store.manifest(of: hash, stage: stage)
            guard now?.sequence == plan.sequence else { throw missing }
            throw StorageError(
                .corrupted, stage: stage, reason: "its piece \(number) is missing",
                advice: "remove the content and put it again")
        }
        let piece = try plan.sealing.open(piece: message.payload, number: number)
        let start = Int64(number) * Int64(ContentManifest.pieceSize)
        let part = plan.range.clamped(to: start..<(start + Int64(piece.count)))
        return Array(piece[Int(part.lowerBound - start)..<Int(part.upperBound - start)])
    }

    private var missing: StorageError {
        StorageError(.notFound, stage: stage, reason: "it is not there", advice: "put it first")
    }
}
