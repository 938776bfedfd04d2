import Storage
import Synchronization

/// What is known of streams' last entries: true when it was learnt, so that what stands there is never earlier. Kept for
/// as many streams as an active fleet appends to at a time.
final class StreamTails: Sendable {
    /// An entry, by its place in the log and its number in its stream.
    struct Tail: Sendable {
        var position: LogPosition
        var number: Int
    }

    private let tails = Mutex<[StreamName: Tail]>([:])
    private static let limit = 50_000

    /// The last entry known of.
    func tail(of stream: StreamName) -> Tail? { tails.withLock { $0[stream] } }

    /// Learns of an entry.
    func note(_ tail: Tail, in stream: StreamName) {
        tails.withLock { tails in
            if tails.count >= Self.limit, tails[stream] == nil { tails.removeAll(keepingCapacity: true) }
            if let known = tails[stream], known.number >= tail.number { return }
            tails[stream] = tail
        }
    }
}

/// Lets one task at a time append to a stream, in the order in which they came: those that do not care after what they
/// append would otherwise contend for the same place.
final class StreamTurns: Sendable {
    private let waiting = Mutex<[StreamName: [CheckedContinuation<Void, Never>]]>([:])

    /// Waits for this task's turn.
    func begin(_ stream: StreamName) async {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                guard waiting[stream] != nil else {
                    waiting[stream] = []
                    return true
                }
                waiting[stream]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// Gives the turn to the next.
    func end(_ stream: StreamName) {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard let first = waiting[stream]?.first else {
                waiting[stream] = nil
                return nil
            }
            waiting[stream]?.removeFirst()
            return first
        }
        next?.resume()
    }
}
