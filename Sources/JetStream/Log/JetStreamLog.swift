internal import Concurrency
public import Storage

/// The log in a JetStream stream: one message for each entry, its position the message's sequence.
///
/// The subject of an entry has its stream's name and its number there: `verdict.log.submission-17.0`, then `.1`, and so on.
/// Appending is claiming the next number, so that of two that expect the same one wins; why not by a sequence expected of
/// one subject for the whole stream, ``StoredStream`` says.
///
/// Reads ask the stream's leader what the last entry is. A leader that has just been deposed and does not know it yet, or
/// one just elected that has still to apply what was committed, can answer without the latest entries for a moment; an
/// append after such a read conflicts, as it must.
public final class JetStreamLog: EventLog {
    private let stream: StoredStream
    private let subjects: String
    private let keys: KeyRing
    private let tails = StreamTails()
    private let turns = StreamTurns()

    /// The most messages asked for at once.
    private static let width = 32
    /// What a page of entries has at most, and how many are asked for before it is looked at how much they have: whoever asks
    /// for many large ones gets fewer.
    private static let page = (size: 4 << 20, step: UInt64(4 * width))

    init(_ stream: StoredStream, subjects: String, keys: KeyRing) {
        self.stream = stream
        self.subjects = subjects
        self.keys = keys
    }

    /// Appends `events` as one entry; most of the servers have it when this returns. An entry whose answer was lost is
    /// recognised when it is sent again, and counts as appended.
    public func append(
        _ events: [Event], to name: StreamName, expecting: Expectation
    ) async throws(StorageError) -> LogPosition {
        try Event.requireEntry(events, for: name)
        let stage = "append to \(name.text)"
        switch expecting {
        case .last(let position):
            guard let number = try await self.number(after: position, in: name, stage: stage),
                let appended = try await claim(number, of: name, events, stage: stage)
            else {
                throw StorageError(
                    .conflict, stage: stage, reason: "its last entry is not at \(position.number)",
                    advice: "read the stream again and decide again")
            }
            return appended
        case .anything:
            let end = ContinuousClock.now + stream.persist.patience
            await turns.begin(name)
            defer { turns.end(name) }
            guard ContinuousClock.now < end else { throw .unavailable(stage, "those before it took too long") }
            var number = (tails.tail(of: name)?.number ?? -1) + 1
            while true {
                if let appended = try await claim(number, of: name, events, stage: stage) { return appended }
                number = try await firstFree(from: number + 1, of: name, stage: stage)
            }
        }
    }

    /// At most `limit` entries after `position`; the end is what the leader says, the entries come from any replica.
    public func read(after position: LogPosition, limit: Int) async throws(StorageError) -> [LogEntry] {
        let stage = "read the log after \(position.number)"
        guard limit > 0 else { return [] }
        let end = try await stream.lastSequence(stage: stage)
        guard position.number < end else { return [] }
        let last = position.number + min(UInt64(limit), end - position.number)
        var entries: [LogEntry] = []
        var (next, size) = (position.number + 1, 0)
        while next <= last, size < Self.page.size {
            let step = next...min(last, next + Self.page.step - 1)
            let found = try await BoundedTasks.map(Array(step), atOnce: Self.width) {
                [self] sequence throws(StorageError) -> LogEntry? in
                guard let message = try await stream.message(at: sequence, on: subjects, stage: stage) else {
                    return nil
                }
                return try entry(message, stage: stage)
            }.compactMap { $0 }
            entries += found
            size += found.reduce(0) { $0 + $1.size }
            next = step.upperBound + 1
        }
        return entries
    }

    /// At most `limit` entries of one stream after `position`, from the leader.
    public func read(
        _ name: StreamName, after position: LogPosition, limit: Int
    ) async throws(StorageError) -> [LogEntry] {
        let stage = "read \(name.text) after \(position.number)"
        guard limit > 0 else { return [] }
        let known = try await number(after: position, in: name, stage: stage)
        var next: Int
        if let known { next = known } else { next = try await firstNumber(beyond: position, in: name, stage: stage) }
        var entries: [LogEntry] = []
        var width = 8
        let stream = stream
        while entries.count < limit {
            let numbers = Array(next..<(next + min(width, limit - entries.count)))
            let messages = try await BoundedTasks.map(numbers, atOnce: Self.width) { number throws(StorageError) in
                try await stream.last(on: self.subject(number, of: name), stage: stage)
            }
            // Numbers have no gap: after the first that is free, what came while this was asked is for the next read.
            let found = messages.prefix { $0 != nil }.compactMap { $0 }
            for message in found { entries.append(try entry(message, stage: stage)) }
            next += found.count
            if let last = entries.last, !found.isEmpty {
                tails.note(StreamTails.Tail(position: last.position, number: next - 1), in: name)
            }
            guard found.count == numbers.count else { break }
            width = min(width * 4, 4 * Self.width)
        }
        return entries
    }

    /// All entries after `position`. At most 4 MiB of them are held for a follower that does not take them.
    public func follow(after position: LogPosition) -> AsyncThrowingStream<LogEntry, any Error> {
        let reader = OrderedReader(stream, after: position.number)
        return AsyncThrowingStream { [self] in
            try entry(try await reader.next(), stage: "follow the log")
        }
    }

    /// The last entry's position, from the leader.
    public func end() async throws(StorageError) -> LogPosition {
        LogPosition(try await stream.lastSequence(stage: "find the end of the log"))
    }
}

extension JetStreamLog {
    private static func binding(_ name: StreamName, _ number: Int) -> SealBinding {
        SealBinding(purpose: "entry", [Array(name.text.utf8), Array("\(number)".utf8)])
    }

    private func subject(_ number: Int, of name: StreamName) -> String { "\(subjects).\(name.text).\(number)" }

    /// Appends as the entry of that number; nil if there is one already.
    private func claim(
        _ number: Int, of name: StreamName, _ events: [Event], stage: String
    ) async throws(StorageError) -> LogPosition? {
        let subject = subject(number, of: name)
        let sealed = try keys.seal(Event.encode(events), for: Self.binding(name, number))
        guard case .won(let sequence) = try await stream.claim(subject, headers: [], sealed, stage: stage) else {
            return nil
        }
        tails.note(StreamTails.Tail(position: LogPosition(sequence), number: number), in: name)
        return LogPosition(sequence)
    }

    /// The number of the entry that comes after the stream's entry at `position`; nil if none of its entries is there, or
    /// if it is known that another has come after it.
    private func number(
        after position: LogPosition, in name: StreamName, stage: String
    ) async throws(StorageError) -> Int? {
        guard position > .start else { return 0 }
        if let tail = tails.tail(of: name), tail.position == position { return tail.number + 1 }
        guard let message = try await stream.message(at: position.number, on: subjects, stage: stage) else {
            return nil
        }
        let place = try place(of: message, stage: stage)
        return place.stream == name ? place.number + 1 : nil
    }

    /// The first number from `start` on that no entry has.
    private func firstFree(from start: Int, of name: StreamName, stage: String) async throws(StorageError) -> Int {
        try await firstNumber(from: start, of: name, stage: stage) { $0 == nil }
    }

    /// The number of the stream's first entry beyond a position that is none of its own.
    private func firstNumber(
        beyond position: LogPosition, in name: StreamName, stage: String
    ) async throws(StorageError) -> Int {
        try await firstNumber(from: 0, of: name, stage: stage) { message in
            message.map { $0.sequence > position.number } ?? true
        }
    }

    /// The first number from `start` on for which `holds`, which then holds for all that follow: first by steps that
    /// double, then by halves.
    private func firstNumber(
        from start: Int, of name: StreamName, stage: String, _ holds: (StoredMessage?) -> Bool
    ) async throws(StorageError) -> Int {
        var (low, step) = (start, 1)
        while !holds(try await stream.last(on: subject(low + step - 1, of: name), stage: stage)) {
            low += step
            step *= 2
        }
        var high = low + step - 1
        while low < high {
            let middle = (low + high) / 2
            if holds(try await stream.last(on: subject(middle, of: name), stage: stage)) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }

    private func place(
        of message: StoredMessage, stage: String
    ) throws(StorageError) -> (stream: StreamName, number: Int) {
        let parts = message.subject.dropFirst(subjects.count + 1).split(separator: ".")
        guard message.subject.hasPrefix(subjects + "."), parts.count == 2, let number = Int(parts[1]) else {
            throw foreign(message, stage: stage)
        }
        return (try StreamName(String(parts[0])), number)
    }

    private func entry(_ message: StoredMessage, stage: String) throws(StorageError) -> LogEntry {
        let place = try place(of: message, stage: stage)
        do throws(StorageError) {
            let opened = try keys.open(message.payload, for: Self.binding(place.stream, place.number))
            guard let events = Event.decode(opened) else { throw foreign(message, stage: stage) }
            return LogEntry(
                position: LogPosition(message.sequence), stream: place.stream, recordedAt: message.time, events: events)
        } catch {
            var failure = error
            failure.entry = EntryPlace(LogPosition(message.sequence), place.stream)
            throw failure
        }
    }

    private func foreign(_ message: StoredMessage, stage: String) -> StorageError {
        StorageError(
            .corrupted, stage: stage, reason: "what stands at \(message.sequence) is no entry",
            advice: "find out who else publishes to \(subjects); restore a backup if it was damaged")
    }
}
