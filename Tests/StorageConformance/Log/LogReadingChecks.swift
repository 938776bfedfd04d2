import Storage
import TestSupport

extension EventLogConformance {
    @Sendable static func emptyLog(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        try require(try await log.end(), equals: .start, "the end of an empty log")
        try require(try await log.read(after: .start, limit: 10), equals: [], "an empty log's entries")
        try require(try await log.read(after: LogPosition(1000), limit: 10), equals: [], "entries beyond the end")
        let stream = try StreamName("nothing")
        try require(try await log.read(stream, after: .start, limit: 10), equals: [], "an empty stream's entries")
    }

    @Sendable static func roundTrip(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        var random = SeededGenerator(seed: 1)
        let entries: [[Event]] = [
            [Event(type: "a", payload: [])],
            [Event(type: "verdict.v1.Ünïcode ✓ \u{0}\n*>", payload: Array(0...255))],
            (0..<1000).map { Event(type: "test.v1.Event\($0)", payload: random.bytes($0 % 50)) },
            [Event(type: "", payload: []), Event(type: "big", payload: random.bytes(300_000))],
            [Event(type: "same", payload: [1]), Event(type: "same", payload: [1])],
        ]
        let longest = String(repeating: "s", count: 128)
        let streams = try ["submission-1", "a", "A_b-9", longest, "submission-1"].map(StreamName.init)
        var positions: [LogPosition] = []
        for (events, stream) in zip(entries, streams) {
            positions.append(try await log.append(events, to: stream, expecting: .anything))
        }
        try require(positions == positions.sorted() && Set(positions).count == 5, "positions do not rise: \(positions)")
        try require(positions.first.map { $0 > .start } ?? false, "the first position is not after the start")
        try require(try await log.end(), equals: positions[4], "the end")
        let read = try await log.all()
        try require(read.map(\.position), equals: positions, "the positions read")
        try require(read.map(\.stream), equals: streams, "the streams read")
        for (entry, events) in zip(read, entries) {
            try require(entry.events, equals: events, "the events at \(entry.position)")
            // 2020: nobody's clock is exact, and nothing depends on it.
            try require(entry.recordedAt > 1_577_836_800_000_000_000, "recorded at \(entry.recordedAt)")
        }
        try require(try await log.all(of: streams[0]), equals: [read[0], read[4]], "a stream's entries")
    }

    @Sendable static func pages(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        let streams = try [StreamName("even"), StreamName("odd")]
        for number in 0..<50 {
            _ = try await log.append([event(number)], to: streams[number % 2], expecting: .anything)
        }
        let all = try await log.read(after: .start, limit: 1000)
        try require(all.count, equals: 50, "entries in one page")
        for size in [1, 7, 49, 50] {
            try require(try await log.all(page: size), equals: all, "pages of \(size)")
            let odd = all.filter { $0.stream == streams[1] }
            try require(try await log.all(of: streams[1], page: size), equals: odd, "a stream's pages of \(size)")
        }
        let middle = try await log.read(after: all[20].position, limit: 5)
        try require(middle, equals: Array(all[21...25]), "from the middle")
        let after = try await log.read(streams[0], after: all[21].position, limit: 2)
        try require(after, equals: [all[22], all[24]], "a stream after another stream's entry")
        try require(try await log.read(after: .start, limit: 0), equals: [], "with a limit of 0")
        try require(try await log.read(streams[0], after: .start, limit: 0), equals: [], "with a limit of 0")
        try require(try await log.read(after: all[49].position, limit: 5), equals: [], "after the end")
        try require(try await log.read(after: LogPosition(1 << 60), limit: 5), equals: [], "far beyond the end")
    }

    @Sendable static func separateStreams(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        let names = ["a", "A", "a-", "a-b", "a_b", "-", "_", "a-b-c", "0", "00"]
        for (number, name) in names.enumerated() {
            let stream = try StreamName(name)
            let first = try await log.append([event(number)], to: stream, expecting: .last(.start))
            _ = try await log.append([event(number)], to: stream, expecting: .last(first))
        }
        for (number, name) in names.enumerated() {
            let entries = try await log.all(of: StreamName(name))
            try require(entries.map(\.events), equals: [[event(number)], [event(number)]], "the stream \(name)")
        }
    }

    @Sendable static func reopening(_ store: any StoreUnderTest) async throws {
        var log = try await store.eventLog()
        let stream = try StreamName("kept")
        var last = LogPosition.start
        for round in 0..<3 {
            for number in 0..<20 {
                last = try await log.append([event(number, by: round)], to: stream, expecting: .last(last))
            }
            let before = try await log.all()
            try await store.reopen()
            log = try await store.eventLog()
            try require(try await log.all(), equals: before, "entries after reopening")
            try require(try await log.end(), equals: last, "the end after reopening")
            try await require(failure: .conflict, from: "an append that expects an empty stream") {
                _ = try await log.append([event(0)], to: stream, expecting: .last(.start))
            }
        }
        try require(try await log.all(of: stream).count, equals: 60, "entries")
    }

    @Sendable static func closing(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        let stream = try StreamName("closed")
        _ = try await log.append([event(1)], to: stream, expecting: .anything)
        let follower = Task { try await log.follow(after: .start, count: 2) }
        try await store.reopen()
        try await require(failure: .closed, from: "appending to a closed log") {
            _ = try await log.append([event(1)], to: stream, expecting: .anything)
        }
        try await require(failure: .closed, from: "reading a closed log") {
            _ = try await log.read(after: .start, limit: 1)
        }
        try await require(failure: .closed, from: "following a closed log") { _ = try await follower.value }
    }
}
