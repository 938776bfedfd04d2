public import Units

/// Where a log's oldest entries go: out of the place that everything has to carry, and read from the log as before.
///
/// It grows at its end only, a part at a time. A part is in the log or in the archive, whenever the process is killed.
public protocol LogArchive: Sendable {
    /// What can go next: as many entries as a file of the archive has.
    /// - Parameters:
    ///   - position: where the part before ends; nil: what the archive has.
    ///   - time: all its entries were recorded before that, in nanoseconds since 1970 (UTC).
    ///   - limit: all its entries stand at or before that.
    /// - Returns: nil if the entries that may go do not fill a file.
    func nextPart(
        after position: LogPosition?, recordedBefore time: Int64, upTo limit: LogPosition
    ) async throws(StorageError) -> ArchivePart?

    /// Moves a part that comes next: its entries are durable in the archive, and were read there again, before the log gives
    /// them up.
    /// - Throws: ``StorageError``: `conflict` if it does not come next, or another part is being moved now; `full`;
    ///   `corrupted` if what was read again is not what was written. Whatever is thrown, nothing is lost.
    func move(_ part: ArchivePart) async throws(StorageError)
}

/// Entries that go into one file of an archive.
public struct ArchivePart: Hashable, Sendable {
    /// From the first entry's position to the last one's.
    public let positions: ClosedRange<LogPosition>
    /// How many entries there are.
    public let entries: Int
    /// How much the file has.
    public let size: ByteCount

    /// A part of a log.
    public init(positions: ClosedRange<LogPosition>, entries: Int, size: ByteCount) {
        (self.positions, self.entries, self.size) = (positions, entries, size)
    }
}
