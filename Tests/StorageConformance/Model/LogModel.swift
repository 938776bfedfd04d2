import Storage
import TestSupport

extension EventLogConformance {
    /// Random operations, one after another, on the store and on an array; how they fail and what they give must agree.
    @Sendable static func randomOperations(_ store: any StoreUnderTest) async throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            var model = LogModel(log: try await store.eventLog(), seed: seed)
            model.entries = try await model.log.all()
            for step in 0..<120 {
                if Int.random(in: 0..<50, using: &model.random) == 0 {
                    try await store.reopen()
                    model.log = try await store.eventLog()
                }
                do {
                    try await model.step()
                } catch {
                    throw Nonconformance(message: "seed \(seed), step \(step): \(error)", file: #fileID, line: #line)
                }
            }
            try require(try await model.log.all(), equals: model.entries, "seed \(seed): the log at the end")
        }
    }
}

/// A log as an array of entries.
private struct LogModel {
    var log: any EventLog
    var entries: [LogEntry] = []
    var random: SeededGenerator
    var streams = ["one", "two", "three", "One"]

    init(log: any EventLog, seed: UInt64) {
        self.log = log
        random = SeededGenerator(seed: seed)
    }

    mutating func step() async throws {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<6: try await append()
        case 6: try require(try await log.end(), equals: entries.last?.position ?? .start, "the end")
        case 7: try await read()
        case 8: try await readStream()
        default: try await follow()
        }
    }

    private mutating func stream() throws -> StreamName {
        try StreamName(streams.randomElement(using: &random) ?? "one")
    }

    /// Any position in or around the log.
    private mutating func position() -> LogPosition {
        let known = entries.randomElement(using: &random)?.position ?? .start
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .start
        case 1: return LogPosition(known.number + 1)
        case 2: return LogPosition((entries.last?.position.number ?? 0) + 5)
        default: return known
        }
    }

    private mutating func append() async throws {
        let stream = try stream()
        let last = entries.last { $0.stream == stream }?.position ?? .start
        let events = (0...Int.random(in: 0..<3, using: &random)).map { _ in
            Event(type: "test.v1.Random", payload: random.bytes(Int.random(in: 0..<3000, using: &random)))
        }
        let expectation: Expectation =
            switch Int.random(in: 0..<3, using: &random) {
            case 0: .anything
            case 1: .last(last)
            default: .last(position())
            }
        if case .last(let expected) = expectation, expected != last {
            try await require(failure: .conflict, from: "appending to \(stream.text) with \(expectation)") {
                _ = try await log.append(events, to: stream, expecting: expectation)
            }
            return
        }
        let position = try await log.append(events, to: stream, expecting: expectation)
        try require(position > (entries.last?.position ?? .start), "the position \(position) is not the greatest")
        entries.append(LogEntry(position: position, stream: stream, recordedAt: 0, events: events))
        // The store's clock says when; the model takes its word once.
        guard let stored = try await log.read(after: before(position), limit: 1).first else {
            throw Nonconformance(message: "an entry is not there", file: #fileID, line: #line)
        }
        entries[entries.count - 1].recordedAt = stored.recordedAt
        try require(stored, equals: entries[entries.count - 1], "the entry appended")
    }

    private func before(_ position: LogPosition) -> LogPosition { LogPosition(position.number - 1) }

    private mutating func read() async throws {
        let position = position()
        let limit = Int.random(in: 0..<20, using: &random)
        let expected = Array(entries.filter { $0.position > position }.prefix(limit))
        try require(try await log.read(after: position, limit: limit), equals: expected, "a page")
    }

    private mutating func readStream() async throws {
        let position = position()
        let stream = try stream()
        let limit = Int.random(in: 0..<20, using: &random)
        let expected = Array(entries.filter { $0.position > position && $0.stream == stream }.prefix(limit))
        try require(try await log.read(stream, after: position, limit: limit), equals: expected, "a stream's page")
    }

    private mutating func follow() async throws {
        let position = position()
        let expected = entries.filter { $0.position > position }
        try require(try await log.follow(after: position, count: expected.count), equals: expected, "followed")
    }
}
