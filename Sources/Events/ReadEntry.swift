import Cryptography
public import Storage

/// What stands at one place of the log, for whoever adds its entries up.
public enum ReadEntry: Hashable, Sendable {
    /// It is to be applied.
    case entry(LogEntry)
    /// An admin has said that it is to be passed over; it need not be readable: then there is no entry.
    case passedOver(EntryPlace, LogEntry?)

    /// Where it stands.
    public var position: LogPosition {
        switch self {
        case .entry(let entry): entry.position
        case .passedOver(let place, _): place.position
        }
    }
}

extension EventLog {
    /// At most `limit` entries after `position`, in the log's order; none at its end. Fewer before and behind an entry that
    /// cannot be read.
    /// - Parameter isSkipped: whether an entry is to be passed over.
    /// - Throws: ``StorageError``, also for an entry that cannot be read and is not to be passed over.
    public func read(
        after position: LogPosition, limit: Int, passingOver isSkipped: (EntryPlace) -> Bool
    ) async throws(StorageError) -> [ReadEntry] {
        try await read(from: position, limit, isSkipped) { position, limit throws(StorageError) in
            try await read(after: position, limit: limit)
        }
    }

    /// As ``read(after:limit:passingOver:)``, of one stream.
    public func read(
        _ stream: StreamName, after position: LogPosition, limit: Int, passingOver isSkipped: (EntryPlace) -> Bool
    ) async throws(StorageError) -> [ReadEntry] {
        try await read(from: position, limit, isSkipped) { position, limit throws(StorageError) in
            try await read(stream, after: position, limit: limit)
        }
    }

    private func read(
        from position: LogPosition, _ limit: Int, _ isSkipped: (EntryPlace) -> Bool,
        _ page: (LogPosition, Int) async throws(StorageError) -> [LogEntry]
    ) async throws(StorageError) -> [ReadEntry] {
        do throws(StorageError) {
            return try await page(position, limit).map { isSkipped($0.place) ? .passedOver($0.place, $0) : .entry($0) }
        } catch {
            guard let place = error.entry, isSkipped(place) else { throw error }
        }
        // One by one: a page that has it cannot be read.
        var found: [ReadEntry] = []
        while found.count < limit {
            do throws(StorageError) {
                guard let entry = try await page(found.last?.position ?? position, 1).first else { break }
                found.append(isSkipped(entry.place) ? .passedOver(entry.place, entry) : .entry(entry))
            } catch {
                guard let place = error.entry, isSkipped(place) else { throw error }
                found.append(.passedOver(place, nil))
                break
            }
        }
        return found
    }
}

extension LogEntry {
    /// Its place.
    package var place: EntryPlace { EntryPlace(position, stream) }

    /// Tells it from all other entries, also of other logs.
    package var fingerprint: [UInt8] {
        var hash = SHA256()
        let numbers = [position.number, UInt64(bitPattern: recordedAt)]
        hash.update(numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } })
        hash.update(Array(stream.text.utf8))
        hash.update(Event.encode(events))
        return hash.finalize()
    }
}
