internal import Concurrency
internal import PackageFiles
public import SystemPackage
internal import Units

/// Where a content comes from that is to be sent.
public enum ContentSource: Sendable {
    /// It is in memory.
    case bytes([UInt8])
    /// It is a file; symbolic links at its path's end are not followed.
    case file(FilePath)
}

/// Reads a source from a place on, piece by piece.
struct ContentSourceReader {
    private let bytes: [UInt8]
    private let file: FileReader?
    private var place: Int

    init(_ source: ContentSource, from offset: UInt64) throws(FileManifestError) {
        place = Int(clamping: offset)
        switch source {
        case .bytes(let bytes):
            self.bytes = bytes
            file = nil
        case .file(let path):
            bytes = []
            do throws(Errno) {
                let reader = try FileReader(path)
                try reader.seek(to: offset)
                file = reader
            } catch {
                throw FileManifestError(.unreadable, "\(path) cannot be read: \(error); allow reading it")
            }
        }
    }

    /// The next piece; nil at the end.
    mutating func next(upTo limit: Int) async throws -> [UInt8]? {
        if let file { return try await BlockingWork.run { _ in try file.next(upTo: limit) } }
        guard place < bytes.count else { return nil }
        let piece = Array(bytes[place..<min(bytes.count, place + limit)])
        place += piece.count
        return piece
    }
}
