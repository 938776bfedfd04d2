public import SwiftProtobuf

/// A snapshot cannot be used: it is of another log or another version, cut off, or damaged. The log has all that it said.
public struct SnapshotError: Error, CustomStringConvertible {
    /// Why.
    public let description: String

    /// Says why it cannot be used.
    public init(_ reason: String) { description = reason }
}

/// Writes what projections know, piece by piece.
public struct SnapshotWriter: ~Copyable {
    /// How much is written at once.
    @usableFromInline static let piece = 1 << 20

    /// What is not written yet, and room behind it for a number.
    @usableFromInline var buffer = [UInt8](repeating: 0, count: piece + 64)
    /// How much is not written yet.
    @usableFromInline var filled = 0
    private let write: ([UInt8], _ isLast: Bool) throws -> Void

    /// Gives pieces to `write` as they are full.
    init(_ write: @escaping ([UInt8], _ isLast: Bool) throws -> Void) { self.write = write }

    /// Adds a number, in as many bytes as its type has.
    @inlinable
    public mutating func add<Number: FixedWidthInteger>(_ number: Number) throws {
        let place = filled
        unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe bytes.storeBytes(of: number.littleEndian, toByteOffset: place, as: Number.self)
        }
        filled += MemoryLayout<Number>.size
        if filled >= Self.piece { try flush() }
    }

    /// Adds bytes with their number in front.
    public mutating func add(_ bytes: [UInt8]) throws {
        try add(UInt32(clamping: bytes.count))
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(Self.piece - filled)
            buffer.replaceSubrange(filled..<(filled + part.count), with: part)
            filled += part.count
            rest = rest.dropFirst(part.count)
            if filled >= Self.piece { try flush() }
        }
    }

    /// Adds a text.
    public mutating func add(_ text: String) throws { try add(Array(text.utf8)) }

    /// Adds a text, or that there is none.
    public mutating func add(optional text: String?) throws {
        try add(text == nil ? 0 : 1 as UInt8)
        if let text { try add(text) }
    }

    @usableFromInline
    mutating func flush() throws {
        try write(Array(buffer[..<filled]), false)
        filled = 0
    }

    /// Writes what is left.
    mutating func finish() throws { try write(Array(buffer[..<filled]), true) }
}

/// Reads what a ``SnapshotWriter`` wrote, in the same order.
public struct SnapshotReader: ~Copyable {
    @usableFromInline var buffer: [UInt8] = []
    @usableFromInline var place = 0
    private var isAtEnd = false
    private let next: () throws -> (bytes: [UInt8], isLast: Bool)

    /// Asks `next` for a piece whenever it needs more.
    init(_ next: @escaping () throws -> (bytes: [UInt8], isLast: Bool)) { self.next = next }

    /// The next number.
    /// - Throws: ``SnapshotError`` at the end.
    @inlinable
    public mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws -> Number {
        let size = MemoryLayout<Number>.size
        try need(size)
        defer { place += size }
        let place = place
        return unsafe buffer.withUnsafeBytes { bytes in
            unsafe Number(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Number.self))
        }
    }

    /// The next bytes.
    /// - Throws: ``SnapshotError`` at the end.
    public mutating func bytes() throws -> [UInt8] {
        let count = Int(try number(UInt32.self))
        try need(count)
        defer { place += count }
        return Array(buffer[place..<place + count])
    }

    /// The next text.
    /// - Throws: ``SnapshotError`` at the end, or if it is none.
    public mutating func text() throws -> String {
        guard let text = String(validating: try bytes(), as: UTF8.self) else {
            throw SnapshotError("a text is no UTF-8")
        }
        return text
    }

    /// The next text, or nil if there is none.
    /// - Throws: ``SnapshotError`` at the end, or if it is none.
    public mutating func optionalText() throws -> String? { try number(UInt8.self) == 1 ? try text() : nil }

    /// How many things follow.
    /// - Throws: ``SnapshotError`` at the end.
    public mutating func count() throws -> Int { Int(try number(UInt32.self)) }

    /// Says that nothing more is to come.
    /// - Throws: ``SnapshotError`` if something is.
    mutating func finish() throws {
        guard isAtEnd, place == buffer.count else { throw SnapshotError("it is longer than what was written") }
    }

    @usableFromInline
    mutating func need(_ count: Int) throws {
        while buffer.count - place < count {
            guard !isAtEnd else { throw SnapshotError("it is cut off") }
            let (bytes, isLast) = try next()
            isAtEnd = isLast
            if place > 0 { buffer.removeFirst(place) }
            place = 0
            buffer += bytes
        }
    }
}

extension SnapshotWriter {
    /// Adds a message.
    public mutating func add(_ message: some Message) throws {
        let bytes: [UInt8] = try message.serializedBytes()
        try add(bytes)
    }
}

extension SnapshotReader {
    /// The next message.
    /// - Throws: ``SnapshotError`` at the end; what decoding it throws.
    public mutating func message<Value: Message>(_: Value.Type = Value.self) throws -> Value {
        try Value(serializedBytes: try bytes())
    }
}
