import Files
import SystemPackage

/// Reads a file line by line, however large it is.
struct LineReader {
    /// A line, without its end.
    struct Line {
        /// Its number, from 1.
        var number: Int
        /// Where it begins in the file.
        var offset: Int64
        /// Its bytes; nil: it is too long to be read.
        var bytes: [UInt8]?
        /// Whether a line feed ends it; only the last line may have none.
        var isEnded: Bool

        /// Whether nothing stands on it.
        var isBlank: Bool { bytes?.allSatisfy { [0x20, 0x09, 0x0D].contains($0) } ?? false }
    }

    private let file: FileDescriptor
    private let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var position: Int64 = 0
    private var number = 0
    private var isAtEnd = false

    /// A reader of `file`, which stays open; a line has at most `limit` bytes.
    init(_ file: FileDescriptor, limit: Int) {
        self.file = file
        self.limit = limit
    }

    /// The next line; nil at the end.
    mutating func next() throws(Errno) -> Line? {
        var searched = start
        var isTooLong = false
        let offset = position
        var length: Int64 = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                length += Int64(end + 1 - start)
                return take(start..<end, then: end + 1, offset, length, isTooLong, isEnded: true)
            }
            if buffer.count - start > limit { isTooLong = true }
            if isTooLong {
                length += Int64(buffer.count - start)
                buffer.removeAll(keepingCapacity: true)
                start = 0
            } else if start > 0 {
                buffer.removeFirst(start)
                start = 0
            }
            searched = buffer.count
            if isAtEnd {
                guard !buffer.isEmpty || isTooLong else { return nil }
                length += Int64(buffer.count)
                return take(0..<buffer.count, then: buffer.count, offset, length, isTooLong, isEnded: false)
            }
            let more = try file.read(1 << 16)
            if more.count < 1 << 16 { isAtEnd = true }
            buffer += more
        }
    }

    private mutating func take(
        _ range: Range<Int>, then next: Int, _ offset: Int64, _ length: Int64, _ isTooLong: Bool, isEnded: Bool
    ) -> Line {
        number += 1
        position = offset + length
        let bytes = isTooLong || range.count > limit ? nil : Array(buffer[range])
        start = next
        return Line(number: number, offset: offset, bytes: bytes, isEnded: isEnded)
    }
}
