public import Units

extension Event {
    /// The most that the events of one entry may have: types and payloads together.
    public static let entryLimit: ByteCount = .kibibytes(512)

    /// What every log asks of the events of an entry before it takes them.
    /// - Throws: ``StorageError``: `badRequest` without events; `tooLarge` above ``entryLimit``.
    public static func requireEntry(_ events: [Event], for stream: StreamName) throws(StorageError) {
        guard !events.isEmpty else {
            throw StorageError(
                .badRequest, stage: "append to \(stream.text)", reason: "there are no events",
                advice: "append at least one")
        }
        let size = events.reduce(0) { $0 + $1.type.utf8.count + $1.payload.count }
        guard size <= entryLimit.bytes else {
            throw StorageError(
                .tooLarge, stage: "append to \(stream.text)", reason: "the events have \(ByteCount(Int64(size)))",
                advice: "keep an entry within \(entryLimit), and what is larger among the blobs")
        }
    }
}
