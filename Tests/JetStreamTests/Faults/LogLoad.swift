import Storage
import StorageConformance
import Testing

/// Appends to a log without end, and knows what must be in it.
actor LogLoad {
    private let log: any EventLog
    private var acknowledged: [LogPosition: Event] = [:]
    private var doubtful: Set<Event> = []
    private var isOver = false
    private(set) var count = 0

    init(_ log: any EventLog) {
        self.log = log
    }

    /// Lets the authors come to an end.
    func end() { isOver = true }

    /// Appends as one author to a stream of its own: each entry after the one before it.
    func appendInTurn(_ author: Int) async throws {
        let stream = try StreamName("author-\(author)")
        var last = LogPosition.start
        var number = 0
        while !isOver {
            let event = event(number, by: author)
            let expected = last
            switch try await outcome({ try await log.append([event], to: stream, expecting: .last(expected)) }) {
            case .success(let position): last = position
            case .failure(let error):
                guard let position = try await found(event, in: stream, after: last, error) else { continue }
                last = position
            }
            note(event, at: last)
            number += 1
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Appends as one of several authors to the same stream.
    func appendAnyhow(_ author: Int) async throws {
        let stream = try StreamName("shared")
        var number = 0
        while !isOver {
            let event = event(number, by: author)
            switch try await outcome({ try await log.append([event], to: stream, expecting: .anything) }) {
            case .success(let position): note(event, at: position)
            case .failure(let error):
                guard error.code == .unavailable else { throw error }
                doubtful.insert(event)
            }
            number += 1
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// Holds the log to what was acknowledged.
    func check(_ followed: [LogEntry]) async throws {
        let entries = try await all()
        let events = Dictionary(entries.map { ($0.position, $0.events) }) { first, _ in first }
        let lost = acknowledged.filter { events[$0.key] != [$0.value] }.map(\.key.number).sorted()
        #expect(lost.isEmpty, "what was acknowledged there is lost")
        let all = entries.flatMap(\.events).filter { $0.type == "test.v1.Happened" }
        #expect(Set(all).count == all.count, "something was appended twice")
        let unexpected = Set(all).subtracting(acknowledged.values).subtracting(doubtful)
        #expect(unexpected.isEmpty, "in the log without having been appended")
        #expect(difference(followed, Array(entries.prefix(followed.count))) == nil, "the follower got something else")
        for stream in Set(entries.map(\.stream)) {
            let theirs = try await patiently { try await log.read(stream, after: .start, limit: .max) }
            let same = entries.filter { $0.stream == stream }
            #expect(difference(theirs, same) == nil, "the stream \(stream.text) has other entries")
        }
    }

    /// The first place where two lists differ; nil if they do not.
    private func difference(_ some: [LogEntry], _ others: [LogEntry]) -> String? {
        guard some != others else { return nil }
        let index = zip(some, others).prefix { $0 == $1 }.map { _ in 1 }.count
        let (one, other) = (some.dropFirst(index).first, others.dropFirst(index).first)
        return "\(index) of \(some.count) and \(others.count) are the same, then \(one as Any) and \(other as Any)"
    }

    private func all() async throws -> [LogEntry] {
        var entries: [LogEntry] = []
        var more: [LogEntry]
        repeat {
            let last = entries.last?.position ?? .start
            more = try await patiently { try await log.read(after: last, limit: 1000) }
            entries += more
        } while !more.isEmpty
        return entries
    }

    /// Where an entry stands whose append has failed; nil if it does not. It may yet come to be there after this is read:
    /// then the next attempt conflicts.
    private func found(
        _ event: Event, in stream: StreamName, after last: LogPosition, _ error: StorageError
    ) async throws -> LogPosition? {
        guard error.code == .unavailable || error.code == .conflict else { throw error }
        let entries = try await patiently { try await log.read(stream, after: last, limit: 1) }
        guard let entry = entries.first else {
            // A leader just elected may not have applied yet what it conflicts with.
            return nil
        }
        let isOurs = entry.events == [event]
        #expect(isOurs, "somebody else appended to \(stream.text)")
        return entry.position
    }

    private func note(_ event: Event, at position: LogPosition) {
        #expect(acknowledged[position] == nil, "two entries at one position")
        acknowledged[position] = event
        count += 1
    }

    private func event(_ number: Int, by author: Int) -> Event {
        Event(type: "test.v1.Happened", payload: Array("\(author):\(number)".utf8))
    }
}

/// What came of something that a store may fail to do.
func outcome<Value>(_ operation: () async throws -> Value) async throws -> Result<Value, StorageError> {
    try Task.checkCancellation()
    do { return .success(try await operation()) } catch let error as StorageError { return .failure(error) }
}

/// Repeats what fails because the store is not available.
func patiently<Value>(_ operation: () async throws -> Value) async throws -> Value {
    var last = try await outcome(operation)
    while case .failure(let error) = last {
        guard error.code == .unavailable else { throw error }
        last = try await outcome(operation)
    }
    return try last.get()
}
