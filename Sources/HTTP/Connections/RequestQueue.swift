internal import NIOHTTP1

/// The requests of one connection that are not wholly answered, and what is to be done about them. Pure.
struct RequestQueue {
    /// A request that was handed on.
    private struct Entry {
        var isComplete = false
        /// Whether another request may follow it.
        var keepsAlive: Bool
        var isOldVersion: Bool
        var waitsForContinue: Bool
        var isUpgrade: Bool
        var hasAnswer = false
    }

    /// What to do with a part that came.
    enum Incoming: Equatable {
        case forward
        case drop
        /// Answer with that, when those before are answered, and read no more.
        case refuse
    }

    /// What to do after an answer was written.
    enum Ending: Equatable {
        case goOn
        /// Nothing is under way any more: close.
        case close
        /// The client still sends what nobody wants: let it read the answer, and close.
        case linger
    }

    private let mostPipelined: Int
    private var entries: [Entry] = []
    /// Whether another request will be looked at.
    private(set) var takesMore = true

    init(mostPipelined: Int) {
        self.mostPipelined = mostPipelined
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Whether a request has begun to come and has not come wholly.
    var isReading: Bool { entries.last.map { !$0.isComplete } ?? false }

    /// Whether the request that is being read has begun to be answered.
    var isAnsweringWhatIsRead: Bool { entries.count == 1 && isReading && entries[0].hasAnswer }

    /// Whether nothing that may come is looked at before something is answered.
    var wantsNothing: Bool { entries.last?.isUpgrade ?? false || !takesMore && !isReading }

    /// Looks at no more requests: the connection closes when those under way are answered.
    mutating func stop() { takesMore = false }

    /// A header came, which is sound.
    mutating func began(_ head: HTTPRequestHead) -> Incoming {
        guard takesMore else { return .drop }
        guard entries.count < mostPipelined else {
            takesMore = false
            return .drop
        }
        let isOldVersion = head.version != .http1_1
        // Behind a request for any upgrade the parser reads nothing more.
        let asksForUpgrade = head.headers.contains(name: "upgrade")
        let keepsAlive = head.isKeepAlive && !isOldVersion && !asksForUpgrade
        entries.append(
            Entry(
                keepsAlive: keepsAlive, isOldVersion: isOldVersion,
                waitsForContinue: head.headers.contains(name: "expect") && !isOldVersion,
                isUpgrade: Self.isUpgrade(head)))
        if !keepsAlive { takesMore = false }
        return .forward
    }

    /// The end of a request came.
    mutating func ended() -> Incoming {
        guard isReading, let last = entries.indices.last else { return .drop }
        // What follows is no request, if the answer is 101.
        if entries[last].isUpgrade { return .drop }
        entries[last].isComplete = true
        return .forward
    }

    /// Whether the client wants to be asked for the body of the request that is being answered; it is once.
    mutating func takeContinue() -> Bool {
        guard !entries.isEmpty, entries[0].waitsForContinue, !entries[0].hasAnswer, !entries[0].isComplete else {
            return false
        }
        entries[0].waitsForContinue = false
        return true
    }

    /// Whether the request that is being answered may be answered with 101.
    var mayUpgrade: Bool { entries.first?.isUpgrade ?? false }

    /// The header of an answer is about to be written: what has to be said about the connection.
    /// - Returns: whether it closes after this answer; whether the end of an upgrade that was refused is to be handed on.
    mutating func answering(upgraded: Bool) -> (closes: Bool, isOldVersion: Bool, endsUpgrade: Bool) {
        guard !entries.isEmpty else { return (true, false, false) }
        entries[0].hasAnswer = true
        let endsUpgrade = entries[0].isUpgrade && !upgraded
        if endsUpgrade {
            entries[0].isUpgrade = false
            entries[0].isComplete = true
        }
        let closes = !entries[0].keepsAlive || !entries[0].isComplete || (!takesMore && entries.count == 1)
        return (closes, entries[0].isOldVersion, endsUpgrade)
    }

    /// An answer was written to its end.
    /// - Parameter isRefusalPending: whether a refusal is to be written after it.
    mutating func answered(isRefusalPending: Bool) -> Ending {
        guard !entries.isEmpty else { return .goOn }
        let entry = entries.removeFirst()
        if !entry.isComplete {
            takesMore = false
            return .linger
        }
        return takesMore || !entries.isEmpty || isRefusalPending ? .goOn : .close
    }

    /// Whether a request asks for WebSocket as RFC 6455 has it, as far as framing goes: it has no body, and nothing follows.
    private static func isUpgrade(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && head.version == .http1_1 && head.headers.contains(name: "upgrade")
            && head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
            && !head.headers.contains(name: "content-length") && !head.headers.contains(name: "transfer-encoding")
    }
}
