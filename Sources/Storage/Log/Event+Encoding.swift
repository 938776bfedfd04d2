extension Event {
    /// The events of an entry as bytes: of each the lengths of type and payload (4 bytes each, big-endian), then both.
    public static func encode(_ events: [Event]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(events.reduce(0) { $0 + 8 + $1.type.utf8.count + $1.payload.count })
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
        var rest = bytes[...]
        while !rest.isEmpty {
            guard rest.count >= 8 else { return nil }
            let typeLength = Int(UInt32(bigEndianBytes: rest.prefix(4)))
            let payloadLength = Int(UInt32(bigEndianBytes: rest.dropFirst(4).prefix(4)))
            rest = rest.dropFirst(8)
            guard rest.count >= typeLength + payloadLength,
                let type = String(validating: rest.prefix(typeLength), as: UTF8.self)
            else { return nil }
            events.append(Event(type: type, payload: Array(rest.dropFirst(typeLength).prefix(payloadLength))))
            rest = rest.dropFirst(typeLength + payloadLength)
        }
        return events.isEmpty ? nil : events
    }
}
