import Storage
import Units

extension EventLogConformance {
    @Sendable static func expectations(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        let stream = try StreamName("ours")
        let other = try StreamName("theirs")
        let foreign = try await log.append([event(0)], to: other, expecting: .last(.start))
        let wrong: (Expectation) async throws -> Void = { expectation in
            let before = try await log.all()
            try await require(failure: .conflict, from: "an append expecting \(expectation)") {
                _ = try await log.append([event(9)], to: stream, expecting: expectation)
            }
            try require(try await log.all(), equals: before, "the log after a conflict")
        }
        try await wrong(.last(foreign))
        try await wrong(.last(LogPosition(foreign.number + 1)))
        let first = try await log.append([event(1)], to: stream, expecting: .last(.start))
        try await wrong(.last(.start))
        try await wrong(.last(foreign))
        try await wrong(.last(LogPosition(first.number + 1)))
        let second = try await log.append([event(2)], to: stream, expecting: .last(first))
        try await wrong(.last(first))
        let third = try await log.append([event(3)], to: stream, expecting: .anything)
        try await wrong(.last(second))
        _ = try await log.append([event(4)], to: other, expecting: .last(foreign))
        let fourth = try await log.append([event(4)], to: stream, expecting: .last(third))
        try require(
            try await log.all(of: stream).map(\.position), equals: [first, second, third, fourth], "the stream")
    }

    @Sendable static func oneAppenderWins(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        let stream = try StreamName("contended")
        var last = LogPosition.start
        for round in 0..<6 {
            let expected = last
            let winners = try await withThrowingTaskGroup(of: LogPosition?.self) { group in
                for author in 0..<50 {
                    group.addTask {
                        do {
                            return try await log.append(
                                [event(round, by: author)], to: stream, expecting: .last(expected))
                        } catch let error as StorageError where error.code == .conflict {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: [LogPosition]()) { if let position = $1 { $0.append(position) } }
            }
            try require(winners.count, equals: 1, "appends that succeeded in round \(round)")
            last = winners[0]
        }
        let entries = try await log.all(of: stream)
        try require(entries.count, equals: 6, "entries after 6 rounds")
        try require(entries.last?.position, equals: last, "the winner's position")
    }

    @Sendable static func concurrentAppends(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        let streams = try (0..<7).map { try StreamName("stream-\($0)") }
        let positions = try await withThrowingTaskGroup(of: [LogPosition].self) { group in
            for author in 0..<50 {
                group.addTask {
                    var positions: [LogPosition] = []
                    for number in 0..<8 {
                        let stream = streams[(author + number) % streams.count]
                        positions.append(
                            try await log.append([event(number, by: author)], to: stream, expecting: .anything))
                    }
                    return positions
                }
            }
            return try await group.reduce(into: [[LogPosition]]()) { $0.append($1) }
        }
        for theirs in positions { try require(theirs == theirs.sorted(), "a task's positions fell: \(theirs)") }
        let entries = try await log.all()
        try require(entries.map(\.position), equals: positions.flatMap(\.self).sorted(), "positions read")
        let payloads = Set(entries.flatMap(\.events).map(\.payload))
        try require(payloads.count, equals: 400, "different events")
        for stream in streams {
            let theirs = entries.filter { $0.stream == stream }
            try require(try await log.all(of: stream), equals: theirs, "the stream \(stream.text)")
        }
    }

    @Sendable static func steadyReads(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for author in 0..<4 {
                group.addTask {
                    let stream = try StreamName("author-\(author)")
                    for number in 0..<40 {
                        let events = (0..<20).map { _ in event(number, by: author) }
                        _ = try await log.append(events, to: stream, expecting: .anything)
                    }
                }
            }
            group.addTask {
                var seen: [LogEntry] = []
                while seen.count < 160 {
                    seen += try await log.read(after: seen.last?.position ?? .start, limit: 13)
                    let whole = seen.suffix(13).allSatisfy { $0.events.count == 20 && Set($0.events).count == 1 }
                    try require(whole, "half an entry was read")
                }
                try require(try await log.all(), equals: seen, "what was read bit by bit, and at once")
            }
            try await group.waitForAll()
        }
    }

    @Sendable static func limits(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        let stream = try StreamName("large")
        let limit = Int(Event.entryLimit.bytes)
        let largest = Event(type: "type", payload: [UInt8](repeating: 7, count: limit - 4))
        _ = try await log.append([largest], to: stream, expecting: .anything)
        let halves = (0..<2).map { _ in Event(type: "type", payload: [UInt8](repeating: 8, count: limit / 2 - 4)) }
        _ = try await log.append(halves, to: stream, expecting: .anything)
        let before = try await log.all()
        try require(before.map(\.events), equals: [[largest], halves], "the largest entries")
        try await require(failure: .tooLarge, from: "an append of a byte too much") {
            let events = [largest, Event(type: "t", payload: [])]
            _ = try await log.append(events, to: stream, expecting: .anything)
        }
        try await require(failure: .badRequest, from: "an append of no events") {
            _ = try await log.append([], to: stream, expecting: .anything)
        }
        try require(try await log.all(), equals: before, "the log after appends that failed")
    }
}
