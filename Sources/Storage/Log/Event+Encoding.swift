extension Event {
    /// The events of an entry as bytes: of each the lengths of type and payload (4 bytes each, big-endian), then both.
    public static func encode(_ events: [Event]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size(of: events) + 8 * events.count)
        for event in events {
            bytes += UInt32(event.type.utf8.count).bigEndianBytes
            bytes += UInt32(event.payload.count).bigEndianBytes
            bytes += event.type.utf8
            bytes += event.payload
        }
        return bytes
    }

    /// The events that ``encode(_:)`` made these bytes of; nil if it did not.
    public static func decode(_ bytes: [UInt8]) -> [Event]? {
        var events: [Event] = []
        var place = 0
        while place < bytes.count {
            guard bytes.count - place >= 8 else { return nil }
            let (type, payload) = (bytes.length(at: place), bytes.length(at: place + 4))
            place += 8
            guard bytes.count - place >= type + payload,
                let name = String(validating: bytes[place..<(place + type)], as: UTF8.self)
            else { return nil }
            place += type
            events.append(Event(type: name, payload: Array(bytes[place..<(place + payload)])))
            place += payload
        }
        return events.isEmpty ? nil : events
    }
}

extension [UInt8] {
    /// The number of four bytes, the most significant first.
    fileprivate func length(at place: Int) -> Int {
        Int(self[place]) << 24 | Int(self[place + 1]) << 16 | Int(self[place + 2]) << 8 | Int(self[place + 3])
    }
}
