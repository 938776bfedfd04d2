import Storage
import SystemPackage

/// Reads entries of one segment. Waits for the disk.
struct SegmentReader {
    /// What the file has of an entry is not what was written.
    struct DamagedEntry: Error {
        var position: Int64
    }

    let segment: Segment
    private let file: OwnedFile

    /// Opens the segment's file in the folder `archive`.
    /// - Throws: ``StorageError``: `unavailable` if it is not there; `corrupted` if it is another; `Errno`.
    init(_ segment: Segment, in archive: FilePath) throws {
        self.segment = segment
        do {
            file = try OwnedFile(archive.appending(segment.name), .readOnly)
        } catch Errno.noSuchFileOrDirectory {
            throw StorageError(missing: segment, in: archive)
        }
        guard SegmentCoding.isHeader(try file.read(SegmentCoding.headerSize, at: 0), of: segment) else {
            throw StorageError(damaged: segment, "its beginning is not what was written")
        }
    }

    /// The entries at `positions`, which the segment has: the first ones that have no more than `size` sealed bytes together,
    /// and one in any case.
    /// - Throws: ``DamagedEntry``; `Errno`.
    func rows(_ positions: ClosedRange<Int64>, atMost size: Int) throws -> [EntryRow] {
        let places = SegmentCoding.places(from: Int(positions.lowerBound - segment.first), count: positions.count)
        let offsets = SegmentCoding.offsets(try file.read(places.size, at: places.offset))
        var rows: [EntryRow] = []
        var total = 0
        for (number, position) in positions.enumerated() where rows.isEmpty || total < size {
            guard number + 1 < offsets.count, offsets[number] > 0, offsets[number] < offsets[number + 1],
                offsets[number + 1] <= segment.size
            else { throw DamagedEntry(position: position) }
            let length = Int(offsets[number + 1] - offsets[number])
            let bytes = try file.read(length, at: offsets[number])
            guard bytes.count == length, let row = SegmentCoding.row(bytes[...], position: position) else {
                throw DamagedEntry(position: position)
            }
            rows.append(row)
            total += row.sealed.count
        }
        return rows
    }
}

extension StorageError {
    /// A file of the archive is not where it must be.
    init(missing segment: Segment, in archive: FilePath) {
        self.init(
            .unavailable, stage: "read the archive", reason: "\(archive.appending(segment.name)) is not there",
            advice: "mount the disk that the archive is on, or restore the file from a backup")
    }

    /// A file of the archive is not what was written.
    init(damaged segment: Segment, _ reason: String) {
        self.init(
            .corrupted, stage: "read the archive's file \(segment.name)", reason: reason,
            advice: "restore the file from a backup")
    }
}
