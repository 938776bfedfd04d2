public import Storage

/// What every ``EventLog`` must do.
public enum EventLogConformance {
    /// The promises, in the order of the contract.
    public static let checks: [ConformanceCheck] =
        ([
            ("an empty log has nothing", emptyLog),
            ("entries come back as they were appended", roundTrip),
            ("reads give pages", pages),
            ("streams are separate", separateStreams),
            ("an append succeeds only on the expected stream", expectations),
            ("one of 50 appenders wins", oneAppenderWins),
            ("all of many appends are there, each task's in its order", concurrentAppends),
            ("readers that append at once see entries whole and none come to stand before what they read", steadyReads),
            ("an entry takes as much as is promised and no more", limits),
            ("what was appended is there after reopening", reopening),
            ("a closed log says so", closing),
            ("followers get the past and the live without gap or repetition", following),
            ("a slow follower delays nobody and misses nothing", slowFollower),
            ("a follower that has just got the last entry gets the next", lockstep),
            ("a follower ends with its task", followerEnds),
            ("random operations agree with a model", randomOperations),
        ] as [(String, @Sendable (any StoreUnderTest) async throws -> Void)]).map { name, check in
            ConformanceCheck("log: \(name)", check)
        }
}

extension EventLog {
    /// All entries after `position`, read in pages.
    public func all(after position: LogPosition = .start, page: Int = 700) async throws -> [LogEntry] {
        var entries: [LogEntry] = []
        while true {
            let more = try await read(after: entries.last?.position ?? position, limit: page)
            guard !more.isEmpty else { return entries }
            entries += more
        }
    }

    /// All entries of a stream, read in pages.
    func all(of stream: StreamName, page: Int = 700) async throws -> [LogEntry] {
        var entries: [LogEntry] = []
        while true {
            let more = try await read(stream, after: entries.last?.position ?? .start, limit: page)
            guard !more.isEmpty else { return entries }
            entries += more
        }
    }

    /// The first `count` entries that a follower gets.
    func follow(after position: LogPosition, count: Int) async throws -> [LogEntry] {
        var entries: [LogEntry] = []
        guard count > 0 else { return [] }
        for try await entry in follow(after: position) {
            entries.append(entry)
            if entries.count == count { break }
        }
        return entries
    }
}

/// An event that says who appended it, and as which of theirs.
func event(_ number: Int, by author: Int = 0, size: Int = 8) -> Event {
    let text = Array("\(author):\(number)".utf8)
    return Event(type: "test.v1.Happened", payload: text + [UInt8](repeating: 0, count: max(0, size - text.count)))
}
