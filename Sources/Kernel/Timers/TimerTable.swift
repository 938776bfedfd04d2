internal import Concurrency
internal import Events
internal import Storage
internal import Units

/// The timers that are set, in all streams. A pure value.
struct TimerTable: Sendable {
    private struct Place: Hashable {
        var stream: StreamName
        var name: TimerName
    }

    /// In the heap, also after it was moved or ended: what counts is what ``places`` says.
    private struct Due: Comparable {
        var time: Timestamp
        var place: Place

        static func < (left: Due, right: Due) -> Bool { left.time < right.time }
    }

    private var places: [Place: Timestamp] = [:]
    private var heap = MinHeap<Due>()

    /// How many there are.
    var count: Int { places.count }

    /// Adds an entry of the log.
    mutating func apply(_ entry: LogEntry) throws(StorageError) {
        for event in entry.events {
            switch event.type {
            case TimerSet.persistedType:
                let timer: TimerSet = try event.unpacked()
                add(TimerName(timer.name, timer.id), entry.stream, Timestamp(nanoseconds: timer.dueNs))
            case TimerEnded.persistedType:
                let timer: TimerEnded = try event.unpacked()
                places[Place(stream: entry.stream, name: TimerName(timer.name, timer.id))] = nil
            default: break
            }
        }
    }

    private mutating func add(_ name: TimerName, _ stream: StreamName, _ due: Timestamp) {
        let place = Place(stream: stream, name: name)
        places[place] = due
        heap.insert(Due(time: due, place: place))
    }

    /// When the next one is due; nil if none is set.
    mutating func next() -> Timestamp? {
        while let first = heap.first {
            if places[first.place] == first.time { return first.time }
            _ = heap.popFirst()
        }
        return nil
    }

    /// Takes those that are due at `now`, at most `limit`: they stay set until an entry ends them, and ``putBack(_:)`` has them
    /// due again.
    mutating func take(at now: Timestamp, limit: Int) -> [FiredTimer] {
        var taken: [FiredTimer] = []
        // Moved to the same moment twice, one is in the heap twice.
        var known: Set<FiredTimer> = []
        while taken.count < limit, let due = next(), due <= now, let first = heap.popFirst() {
            let timer = FiredTimer(first.place.name, of: first.place.stream, due: first.time)
            if known.insert(timer).inserted { taken.append(timer) }
        }
        return taken
    }

    /// It was taken, and may not have been done.
    mutating func putBack(_ timer: FiredTimer) {
        let place = Place(stream: timer.stream, name: timer.name)
        guard places[place] == timer.due else { return }
        heap.insert(Due(time: timer.due, place: place))
    }

    /// Writes those that are set.
    func write(to writer: inout SnapshotWriter) throws {
        try writer.add(UInt32(places.count))
        for (place, due) in places {
            try writer.add(place.stream.text)
            try writer.add(place.name.name)
            try writer.add(place.name.id)
            try writer.add(due.nanoseconds)
        }
    }

    /// None are set.
    init() {}

    /// Reads those that ``write(to:)`` wrote.
    init(from reader: inout SnapshotReader) throws {
        for _ in 0..<(try reader.count()) {
            let stream = try StreamName(try reader.text())
            let name = TimerName(try reader.text(), try reader.text())
            add(name, stream, Timestamp(nanoseconds: try reader.number()))
        }
    }
}
