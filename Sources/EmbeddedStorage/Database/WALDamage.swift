import Storage
import SystemPackage

/// Finds damage in a write-ahead log that SQLite would take for its end.
///
/// SQLite reads a WAL up to the first frame whose checksum is wrong, as after a crash in the middle of writing. But a frame
/// that is wrong before a later transaction was written was whole once: what was acknowledged would be lost in silence.
/// Format: sqlite.org/fileformat2.html#walformat.
enum WALDamage {
    private static let headerSize = 32
    private static let frameHeaderSize = 24

    /// - Throws: ``StorageError`` (`corrupted`) if acknowledged changes in the WAL are damaged.
    static func requireNone(in path: FilePath) throws {
        let file: OwnedFile
        do {
            file = try OwnedFile(path, .readOnly)
        } catch Errno.noSuchFileOrDirectory {
            return
        }
        let size = try file.size()
        guard size > headerSize else { return }
        var scan = try Scan(header: file.read(headerSize, at: 0))
        guard let pageSize = scan.pageSize else { throw corrupted(path, "its header is damaged") }
        let frameSize = frameHeaderSize + pageSize
        var offset = Int64(headerSize)
        while offset + Int64(frameSize) <= size {
            guard scan.take(try file.read(frameSize, at: offset)) else { break }
            offset += Int64(frameSize)
        }
        if let frame = scan.damagedFrame { throw corrupted(path, "its frame \(frame) is damaged") }
    }

    private static func corrupted(_ path: FilePath, _ reason: String) -> StorageError {
        StorageError(
            .corrupted, stage: "read \(path)", reason: reason,
            advice: "restore the store from a backup; without \(path) it opens with the state of a while before")
    }

    /// Goes through the frames of the WAL's present round, those with its header's salt.
    private struct Scan {
        private typealias Sum = (first: UInt32, second: UInt32)

        private(set) var pageSize: Int?
        /// The first frame whose checksum is wrong although a transaction ended there or later and another was begun.
        private(set) var damagedFrame: Int?
        private var isBigEndian = false
        private var salt: UInt64 = 0
        /// What the next frame's checksum may go on from: what was computed, and what is stored, where these differ.
        private var sums: [Sum] = []
        private var frames = 0
        private var firstWrong: Int?
        private var hasEnded = false

        init(header: [UInt8]) {
            let magic = Self.number(header, 0)
            guard magic & 0xFFFF_FFFE == 0x377F_0682 else { return }
            isBigEndian = magic & 1 == 1
            salt = UInt64(Self.number(header, 16)) << 32 | UInt64(Self.number(header, 20))
            let sum = checksum(header, 0..<24, from: (0, 0))
            guard sum == (Self.number(header, 24), Self.number(header, 28)) else { return }
            sums = [sum]
            pageSize = Int(Self.number(header, 8))
        }

        /// - Returns: false when nothing is to be learnt from what comes after.
        mutating func take(_ frame: [UInt8]) -> Bool {
            frames += 1
            let isOurs = salt == UInt64(Self.number(frame, 8)) << 32 | UInt64(Self.number(frame, 12))
            // Frames of the round before stand behind those of this one; one alone may have lost its salt.
            guard isOurs || firstWrong == nil else { return false }
            let stored: Sum = (Self.number(frame, 16), Self.number(frame, 20))
            let computed = sums.map { checksum(frame, 24..<frame.count, from: checksum(frame, 0..<8, from: $0)) }
            let isWhole = isOurs && computed.contains { $0 == stored }
            if isWhole, hasEnded {
                damagedFrame = firstWrong
                return false
            }
            if !isWhole, firstWrong == nil { firstWrong = frames }
            if firstWrong != nil, Self.number(frame, 4) != 0 { hasEnded = true }
            sums = isWhole ? [stored] : [stored] + computed.prefix(1)
            return true
        }

        private func checksum(_ bytes: [UInt8], _ range: Range<Int>, from start: Sum) -> Sum {
            var (first, second) = start
            unsafe bytes.withUnsafeBytes { bytes in
                for index in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
                    first = unsafe first &+ word(bytes, index) &+ second
                    second = unsafe second &+ word(bytes, index + 4) &+ first
                }
            }
            return (first, second)
        }

        private func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt32 {
            let value = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)
            return isBigEndian ? UInt32(bigEndian: value) : UInt32(littleEndian: value)
        }

        private static func number(_ bytes: [UInt8], _ index: Int) -> UInt32 {
            bytes[index..<(index + 4)].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}
