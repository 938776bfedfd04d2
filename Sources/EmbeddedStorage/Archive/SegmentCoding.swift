import Storage

/// What a segment's file looks like. All numbers are big-endian.
///
/// `verdict-entries1`, the position of the first entry (8 bytes), how many there are (8); for each where it begins, and last
/// where the file ends (8 each). Then the entries: the position of the stream's entry before (8), when it was recorded (8),
/// the length of the stream's name (1), the name, and the events, sealed as they were in the database. So the file can be read
/// without the database, and an entry that was changed is noticed as it is there.
enum SegmentCoding {
    private static let magic = Array("verdict-entries1".utf8)
    private static let header = 32
    /// What an entry has besides the stream's name and the sealed events.
    private static let fixed = 17

    /// How much the file of some entries has, of whose names and sealed events these are the sizes together.
    static func size(entries: Int, content: Int) -> Int { header + 8 * (entries + 1) + fixed * entries + content }

    /// The file of entries that stand one after the other.
    static func encode(_ rows: [EntryRow]) -> [UInt8] {
        let content = rows.reduce(0) { $0 + $1.contentSize }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size(entries: rows.count, content: content))
        bytes += magic
        bytes += (rows.first?.position ?? 0).bigEndianBytes
        bytes += Int64(rows.count).bigEndianBytes
        var offset = Int64(header + 8 * (rows.count + 1))
        for row in rows {
            bytes += offset.bigEndianBytes
            offset += Int64(fixed + row.contentSize)
        }
        bytes += offset.bigEndianBytes
        for row in rows {
            bytes += row.previous.bigEndianBytes
            bytes += row.recordedAt.bigEndianBytes
            bytes.append(UInt8(truncatingIfNeeded: row.stream.utf8.count))
            bytes += row.stream.utf8
            bytes += row.sealed
        }
        return bytes
    }

    /// Where in the file the places of `count` entries stand, from the entry of that number on, counted from 0.
    static func places(from number: Int, count: Int) -> (offset: Int64, size: Int) {
        (Int64(header + 8 * number), 8 * (count + 1))
    }

    /// Where entries begin and the last one ends.
    static func offsets(_ places: [UInt8]) -> [Int64] {
        stride(from: 0, to: places.count - 7, by: 8).map { Int64(bigEndianBytes: places[$0..<$0 + 8]) }
    }

    /// Whether a file begins as the segment's does.
    static func isHeader(_ bytes: [UInt8], of segment: Segment) -> Bool {
        bytes == magic + segment.first.bigEndianBytes + (segment.last - segment.first + 1).bigEndianBytes
    }

    /// The header's place.
    static let headerSize = header

    /// The entry at `position` whose bytes these are; nil if they are none.
    static func row(_ bytes: ArraySlice<UInt8>, position: Int64) -> EntryRow? {
        guard bytes.count > fixed else { return nil }
        let length = Int(bytes[bytes.startIndex + 16])
        let rest = bytes.dropFirst(fixed)
        guard rest.count >= length, let stream = String(validating: rest.prefix(length), as: UTF8.self) else {
            return nil
        }
        return EntryRow(
            position: position, stream: stream, previous: Int64(bigEndianBytes: bytes.prefix(8)),
            recordedAt: Int64(bigEndianBytes: bytes.dropFirst(8).prefix(8)), sealed: Array(rest.dropFirst(length)))
    }
}

extension EntryRow {
    /// How much the name of its stream and its sealed events have.
    fileprivate var contentSize: Int { stream.utf8.count + sealed.count }
}
