import Cryptography
import Files
import Glibc
import Storage
import SystemPackage

/// Writing the archive's files. Waits for the disk.
enum SegmentFile {
    /// Makes a segment of entries that stand one after the other: when this returns, its file is durable and was read again.
    /// - Throws: ``StorageError`` (`corrupted`) if what was read is not what was written; `Errno`; what `reached` throws.
    static func write(
        _ rows: [EntryRow], in folder: FilePath, reached: (ArchivingStep) throws -> Void
    ) throws -> Segment {
        if try folder.makeDirectory() { try folder.parent.syncDirectory() }
        let bytes = SegmentCoding.encode(rows)
        let segment = Segment(first: rows.first?.position ?? 0, last: rows.last?.position ?? 0, bytes: bytes)
        let path = folder.appending(segment.name)
        // What a process that was killed left there, under either name, is replaced.
        try path.replaceFile(permissions: .ownerRead) { file in
            try file.writeAll(bytes)
            try reached(.written)
        }
        try folder.syncDirectory()
        try reached(.named)
        try verify(segment, rows, at: path, in: folder)
        try reached(.verified)
        return segment
    }

    /// Reads all of the file, from the disk where the kernel lets go of what it has in memory.
    private static func verify(_ segment: Segment, _ rows: [EntryRow], at path: FilePath, in folder: FilePath) throws {
        let file = try OwnedFile(path, .readOnly)
        file.forgetCached()
        let bytes = try file.read(Int(segment.size) + 1, at: 0)
        let read = try SegmentReader(segment, in: folder).rows(segment.first...segment.last, atMost: .max)
        guard SHA256.hash(bytes) == segment.sha256, read == rows else {
            throw StorageError(
                .corrupted, stage: "archive the entries \(segment.first) to \(segment.last)",
                reason: "what was read from \(path) is not what was written; the log keeps the entries",
                advice: "look for a fault of the archive's disk")
        }
    }
}
