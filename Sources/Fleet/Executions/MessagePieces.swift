import FoundationEssentials
public import SwiftProtobuf
public import Units
public import Wire

/// The pieces in which a message crosses the wire that may be larger than a frame.
public struct MessagePieces: Sequence, Sendable {
    private static let size = 256 << 10

    private let bytes: Data

    /// The pieces of `message`.
    /// - Throws: `WireError` if it cannot be encoded.
    public init(_ message: some Message) throws(WireError) {
        do {
            bytes = try message.serializedData()
        } catch {
            throw WireError(.internal, "a message cannot be encoded: \(error)")
        }
    }

    /// See `Sequence`. There is at least one piece, and the last one says so.
    public func makeIterator() -> some IteratorProtocol<Verdict_V1_MessagePiece> {
        let starts = stride(from: 0, to: Swift.max(bytes.count, 1), by: Self.size)
        return starts.lazy.map { start in
            let end = Swift.min(start + Self.size, bytes.count)
            return Verdict_V1_MessagePiece.with {
                $0.bytes = bytes.subdata(in: start..<end)
                $0.last = end == bytes.count
            }
        }.makeIterator()
    }
}

/// Puts messages together again that came in pieces.
public struct MessageAssembly<Value: Message>: Sendable {
    private let limit: ByteCount
    private var bytes = Data()

    /// Takes messages of at most `limit`.
    public init(_: Value.Type = Value.self, limit: ByteCount) {
        self.limit = limit
    }

    /// Takes the next piece.
    /// - Returns: the message, if it was the last piece of one; nil if there is more to come.
    /// - Throws: `WireError` (`invalidArgument`) if the message is larger than the limit, or none.
    public mutating func add(_ piece: Verdict_V1_MessagePiece) throws(WireError) -> Value? {
        guard bytes.count + piece.bytes.count <= Int(clamping: limit.bytes) else {
            throw WireError(.invalidArgument, "a message in pieces is larger than \(limit)")
        }
        bytes.append(piece.bytes)
        guard piece.last else { return nil }
        defer { bytes = Data() }
        do {
            return try Value(serializedBytes: bytes)
        } catch {
            throw WireError(.invalidArgument, "a message in pieces is none: \(error)")
        }
    }
}
