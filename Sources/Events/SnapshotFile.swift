internal import Files
public import Storage
public import SystemPackage

/// The file that a coordinator keeps snapshots of its projections in, sealed: it may be deleted, which costs time only.
///
/// It is 20 bytes, `verdict-snap` and a random number, and then pieces: 4 bytes with the length, the least significant
/// first, and a sealed record that is bound to the random number, to its own number, and to whether it is the last.
public struct SnapshotFile: Sendable {
    private static let magic = Array("verdict-snap".utf8)
    /// The longest piece that is read: one is a little longer than ``SnapshotWriter/piece``, or as long as one text.
    private static let longest = 64 << 20

    /// Where it is.
    public let path: FilePath
    private let keys: KeyRing

    /// The file at `path`, whether it is there or not.
    public init(_ path: FilePath, keys: KeyRing) {
        self.path = path
        self.keys = keys
    }

    /// Writes it anew: whole, or not at all. Waits for the disk.
    /// - Throws: `Errno`, ``StorageError``, what `body` throws.
    func write(_ body: (inout SnapshotWriter) throws -> Void) throws {
        try path.replaceFile { file in
            let number = UInt64.random(in: 0 ... .max)
            try file.writeAll(Self.magic + number.littleEndianBytes)
            var pieces: UInt64 = 0
            var writer = SnapshotWriter { bytes, isLast in
                let sealed = try keys.seal(bytes, for: Self.place(number, pieces, isLast))
                pieces += 1
                try file.writeAll(UInt32(sealed.count).littleEndianBytes + sealed)
            }
            try body(&writer)
            try writer.finish()
        }
    }

    /// Reads it. Waits for the disk.
    /// - Returns: what `body` makes of it; nil if there is none.
    /// - Throws: ``SnapshotError`` if it is no such file, or a damaged one; ``StorageError``; `Errno`; what `body` throws.
    func read<Value>(_ body: (inout SnapshotReader) throws -> Value) throws -> Value? {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .noFollow])
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
        return try file.closeAfter {
            let header = try Self.bytes(Self.magic.count + 8, of: file)
            guard header.starts(with: Self.magic) else { throw SnapshotError("it is no snapshot of this version") }
            let number = UInt64(littleEndianBytes: header.dropFirst(Self.magic.count))
            var pieces: UInt64 = 0
            var reader = SnapshotReader {
                let length = Int(UInt32(littleEndianBytes: try Self.bytes(4, of: file)))
                guard length <= Self.longest else { throw SnapshotError("a piece has \(length) bytes") }
                let sealed = try Self.bytes(length, of: file)
                defer { pieces += 1 }
                return try open(sealed, number, pieces)
            }
            let value = try body(&reader)
            try reader.finish()
            return value
        }
    }

    /// A piece, and whether it is the last: it is sealed as one or as the other.
    private func open(_ sealed: [UInt8], _ number: UInt64, _ piece: UInt64) throws -> ([UInt8], isLast: Bool) {
        do throws(StorageError) {
            return (try keys.open(sealed, for: Self.place(number, piece, false)), false)
        } catch {
            guard error.code == .corrupted else { throw error }
            return (try keys.open(sealed, for: Self.place(number, piece, true)), true)
        }
    }

    private static func place(_ number: UInt64, _ piece: UInt64, _ isLast: Bool) -> SealBinding {
        SealBinding(
            purpose: "snapshot", [number.littleEndianBytes, piece.littleEndianBytes, [isLast ? 1 : 0]])
    }

    private static func bytes(_ count: Int, of file: FileDescriptor) throws -> [UInt8] {
        let bytes = try file.read(count)
        guard bytes.count == count else { throw SnapshotError("it is cut off") }
        return bytes
    }
}

extension FixedWidthInteger {
    fileprivate var littleEndianBytes: [UInt8] {
        stride(from: 0, to: bitWidth, by: 8).map { UInt8(truncatingIfNeeded: self >> $0) }
    }

    fileprivate init(littleEndianBytes bytes: some Collection<UInt8>) {
        self = bytes.reversed().reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
    }
}
