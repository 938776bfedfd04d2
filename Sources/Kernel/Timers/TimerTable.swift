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
    /// Those of them that were taken: they are not in the heap.
    private var away: Set<Place> = []
    private var heap = MinHeap<Due>()

    /// How many there are.
    var count: Int { places.count }

    /// How many moments are remembered, those included that hold no more.
    var moments: Int { heap.count }

    /// Adds an entry of the log.
    mutating func apply(_ entry: LogEntry) throws(StorageError) {
        for event in entry.events {
            switch event.type {
            case TimerSet.persistedType:
                let timer: TimerSet = try event.unpacked()
                add(TimerName(timer.name, timer.id), entry.stream, Timestamp(nanoseconds: timer.dueNs))
            case TimerEnded.persistedType:
                let timer: TimerEnded = try event.unpacked()
                let place = Place(stream: entry.stream, name: TimerName(timer.name, timer.id))
                places[place] = nil
                away.remove(place)
            default: break
            }
        }
    }

    private mutating func add(_ name: TimerName, _ stream: StreamName, _ due: Timestamp) {
        let place = Place(stream: stream, name: name)
        places[place] = due
        away.remove(place)
        heap.insert(Due(time: due, place: place))
        // A moment that holds no more goes when it comes first, which may be in years; or now, where such are many.
        guard heap.count > 2 * places.count + 64 else { return }
        heap = MinHeap()
        for (place, time) in places where !away.contains(place) { heap.insert(Due(time: time, place: place)) }
    }

    /// When the next one is due; nil if none is set.
    mutating func next() -> Timestamp? {
        while let first = heap.first {
            if places[first.place] == first.time, !away.contains(first.place) { return first.time }
            _ = heap.popFirst()
        }
        return nil
    }

    /// Takes those that are due at `now`, at most `limit`: they stay set until an entry ends them, and ``putBack(_:)`` has them
    /// due again.
    mutating func take(at now: Timestamp, limit: Int) -> [FiredTimer] {
        var taken: [FiredTimer] = []
        while taken.count < limit, let due = next(), due <= now, let first = heap.popFirst() {
            away.insert(first.place)
            taken.append(FiredTimer(first.place.name, of: first.place.stream, due: first.time))
        }
        return taken
    }

    /// It was taken, and may not have been done.
    /// - Returns: whether it is set still.
    @discardableResult
    mutating func putBack(_ timer: FiredTimer) -> Bool {
        let place = Place(stream: timer.stream, name: timer.name)
        guard places[place] == timer.due, away.remove(place) != nil else { return false }
        heap.insert(Due(time: timer.due, place: place))
        return true
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
