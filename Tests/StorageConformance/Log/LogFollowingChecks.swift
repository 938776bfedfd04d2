import Storage

extension EventLogConformance {
    @Sendable static func following(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        let stream = try StreamName("followed")
        var past: [LogPosition] = []
        for number in 0..<300 {
            past.append(try await log.append([event(number)], to: stream, expecting: .anything))
        }
        let starts = [(0, LogPosition.start), (1, past[0]), (150, past[149]), (300, past[299])]
        let gotten = try await within(.seconds(60), "500 entries followed") {
            try await withThrowingTaskGroup(of: (Int, [LogEntry])?.self) { group in
                for (skipped, start) in starts {
                    group.addTask { (skipped, try await log.follow(after: start, count: 500 - skipped)) }
                }
                for author in 0..<5 {
                    group.addTask {
                        let theirs = try StreamName("author-\(author)")
                        for number in 0..<40 {
                            _ = try await log.append([event(number, by: author)], to: theirs, expecting: .anything)
                        }
                        return nil
                    }
                }
                return try await group.reduce(into: [(Int, [LogEntry])]()) { if let one = $1 { $0.append(one) } }
            }
        }
        let all = try await log.all()
        try require(all.count, equals: 500, "entries")
        for (skipped, entries) in gotten {
            try require(entries, equals: Array(all[skipped...]), "what a follower after \(skipped) entries got")
        }
    }

    @Sendable static func slowFollower(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        let stream = try StreamName("fast")
        var iterator = log.follow(after: .start).makeAsyncIterator()
        _ = try await log.append([event(0, size: 4096)], to: stream, expecting: .anything)
        var got = [try await iterator.next()]
        // Far more than anybody would hold for it.
        for number in 1..<1200 {
            _ = try await log.append([event(number, size: 4096)], to: stream, expecting: .anything)
        }
        while got.count < 1200 { got.append(try await iterator.next()) }
        try require(got.compactMap(\.self), equals: try await log.all(), "what a slow follower got")
    }

    /// Appends each entry when the one before was followed: at every moment of the follower's looking for more.
    @Sendable static func lockstep(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        let stream = try StreamName("lockstep")
        let rounds = 500
        let (turns, turn) = AsyncStream<Void>.makeStream()
        let appender = Task {
            var turns = turns.makeAsyncIterator()
            for number in 0..<rounds {
                _ = try await log.append([event(number)], to: stream, expecting: .anything)
                _ = await turns.next()
            }
        }
        try await within(.seconds(60), "\(rounds) entries followed one by one") {
            let clock = ContinuousClock()
            var iterator = log.follow(after: .start).makeAsyncIterator()
            for number in 0..<rounds {
                try require(try await iterator.next()?.events, equals: [event(number)], "the entry followed")
                turn.yield()
                let moment = clock.now + .microseconds(number % 100 * 5)
                while clock.now < moment { await Task.yield() }
            }
        }
        try await appender.value
    }

    @Sendable static func followerEnds(_ store: any StoreUnderTest) async throws {
        let log = try await store.eventLog()
        let stream = try StreamName("left")
        let followers = (0..<20).map { _ in Task { try await log.follow(after: .start, count: 1_000_000) } }
        let first = try await log.append([event(0)], to: stream, expecting: .anything)
        for follower in followers { follower.cancel() }
        for follower in followers {
            // It ends quietly or by saying that it was cancelled.
            _ = try await within(.seconds(20), "a follower whose task was cancelled ends") { await follower.result }
        }
        _ = try await log.append([event(1)], to: stream, expecting: .last(first))
        let next = try await within(.seconds(20), "a new follower gets what is there") {
            try await log.follow(after: .start, count: 2)
        }
        try require(next.map(\.events), equals: [[event(0)], [event(1)]], "what a new follower got")
    }
}
