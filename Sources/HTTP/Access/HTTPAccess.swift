internal import Identity
internal import NIOCore
internal import Synchronization
internal import Wire

/// Who may ask, and what is open in their names: streams and WebSockets, which end when their caller may not ask any more.
final class HTTPAccess: Sendable {
    private struct Stream {
        var caller: Caller?
        var channel: any Channel
        var end: @Sendable (StreamEnd) -> Void
    }

    /// How long a stream that is ended may take to tell its reader.
    private static let endTime = TimeAmount.seconds(3)

    private struct State {
        var list: AccessList
        var streams: [UInt64: Stream] = [:]
        var last: UInt64 = 0
        var isStopping = false
    }

    private let state: Mutex<State>
    private let anonymous: Principal?

    init(_ list: AccessList, anonymous: Principal?) {
        state = Mutex(State(list: list))
        self.anonymous = anonymous
    }

    /// Whose token this is; nil: nobody's.
    func caller(token: String) -> Caller? {
        let credential = Caller.Credential.token(SecretDigest(of: token.utf8))
        return state.withLock { caller(credential, $0.list) }
    }

    /// Whose certificate this is; nil: nobody's.
    func caller(certificate digest: SecretDigest) -> Caller? {
        state.withLock { caller(.certificate(digest), $0.list) }
    }

    /// Who asks from this machine without a token; nil: nobody may.
    var anonymousCaller: Caller? { anonymous.map { Caller(principal: $0, credential: .anonymous) } }

    private func caller(_ credential: Caller.Credential, _ list: AccessList) -> Caller? {
        switch credential {
        case .anonymous: anonymousCaller
        case .token(let digest): list.principal(.token, digest).map { Caller(principal: $0, credential: credential) }
        case .certificate(let digest):
            list.principal(.certificate, digest).map { Caller(principal: $0, credential: credential) }
        }
    }

    /// From now on these may ask. What is open in the name of those that may not any more, or are somebody else now, ends.
    /// - Returns: how many streams ended.
    func replace(_ list: AccessList) -> Int {
        let revoked = state.withLock { state in
            state.list = list
            return state.streams.filter { _, stream in
                guard let known = stream.caller else { return false }
                return caller(known.credential, list) != known
            }
        }
        for (id, stream) in revoked { end(stream, id, .revoked) }
        return revoked.count
    }

    // MARK: Streams

    /// How many streams are open.
    var streamCount: Int { state.withLock { $0.streams.count } }

    /// A stream was opened: its number. It ends at once if its caller may not ask any more, or the server stops.
    func opened(
        _ caller: Caller?, on channel: any Channel, end: @escaping @Sendable (StreamEnd) -> Void
    ) -> UInt64 {
        let stream = Stream(caller: caller, channel: channel, end: end)
        let (id, ending) = state.withLock { state -> (UInt64, StreamEnd?) in
            state.last += 1
            state.streams[state.last] = stream
            if state.isStopping { return (state.last, .stopping) }
            let isKnown = caller.map { self.caller($0.credential, state.list) == $0 } ?? true
            return (state.last, isKnown ? nil : .revoked)
        }
        if let ending { self.end(stream, id, ending) }
        return id
    }

    /// Ends a stream. A reader that takes nothing is not waited for.
    private func end(_ stream: Stream, _ id: UInt64, _ reason: StreamEnd) {
        stream.end(reason)
        let channel = stream.channel
        channel.eventLoop.scheduleTask(in: Self.endTime) {
            if self.isOpen(id) { channel.close(promise: nil) }
        }
    }

    private func isOpen(_ id: UInt64) -> Bool { state.withLock { $0.streams[id] != nil } }

    func closed(_ id: UInt64) { state.withLock { $0.streams[id] = nil } }

    /// Ends all streams: the server stops.
    func endStreams() {
        let streams = state.withLock { state in
            state.isStopping = true
            return state.streams
        }
        for (id, stream) in streams { end(stream, id, .stopping) }
    }
}

/// Why the server ends a stream.
enum StreamEnd: Hashable, Sendable {
    /// Its caller may not ask any more.
    case revoked
    /// The server stops.
    case stopping
}
