import CNats
import Dispatch
import Storage
import Synchronization

/// One connection to the servers: messages out, answers and deliveries in.
///
/// The library blocks where it writes, connects and closes: it does so on a thread of this connection's queue, never on
/// one that tasks run on. What comes in, comes on the library's threads, and goes to whoever waits for it.
@safe final class Connection: Sendable {
    private let events: ConnectionEvents
    private let handle: Mutex<LibraryHandle?>
    private let subscriptions = Mutex<[Subscription]>([])
    private let ended = EndedSubscriptions()
    private let queue = DispatchQueue(label: "verdict.nats.connection")
    /// Where answers go: this, a dot, and the request's number.
    private let inbox: String

    /// Connects, in the background if no server answers now.
    init(_ configuration: JetStreamConfiguration) async throws(StorageError) {
        let events = ConnectionEvents()
        let queue = queue
        let connected: Result<LibraryHandle, NATSFailure> = await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(
                    returning: Result { () throws(NATSFailure) in try Self.connect(configuration, events) })
            }
        }
        self.events = events
        inbox = "_INBOX.\(randomName()).answer"
        do {
            handle = Mutex(try connected.get())
        } catch {
            throw StorageError(
                .badRequest, stage: "connect to \(configuration.servers.joined(separator: ", "))", reason: error.text,
                advice: "check the servers' addresses, the credentials and the certificates")
        }
        let replies = events.replies
        let prefix = inbox.utf8.count + 1
        await subscribe("\(inbox).*") { message in
            guard let number = UInt64(message.subject.dropFirst(prefix)) else { return }
            replies.finish(number, .success(message))
        }
    }

    deinit {
        let left = handle.withLock { $0 }
        let subscriptions = subscriptions.withLock { $0 }
        guard let left else { return }
        queue.async { [ended] in Self.destroy(left, subscriptions, ended) }
    }

    /// How it stands now.
    var state: ConnectionState { events.board.state }

    /// How it stands, then each change.
    func states() -> AsyncStream<ConnectionState> { events.board.states() }

    /// A box for what a subscription brings.
    func mailbox() -> Mailbox { Mailbox(events.replies) }

    /// What tasks wait with for something that this connection brings.
    func watch() -> Watch { Watch(events.replies) }

    /// Publishes, and waits for one answer.
    func request(
        _ subject: String, headers: [(String, String)] = [], _ payload: [UInt8] = [], within limit: Duration
    ) async throws(RequestFailure) -> Message {
        switch state {
        case .connected: break
        case .connecting: throw .disconnected
        case .closed: throw .closed
        }
        let replies = events.replies
        let number = replies.reserve()
        let answer = await replies.answer(to: number, within: limit) {
            queue.async { [self] in
                if !publishNow(subject, reply: "\(inbox).\(number)", headers, payload) {
                    replies.finish(number, .failure(.disconnected))
                }
            }
        }
        let message = try answer.get()
        // The server's word for a subject without a listener has neither content nor any other header.
        guard message.status != 503 else { throw .nobodyThere }
        return message
    }

    /// Publishes, and asks for no answer. Lost if the connection is.
    /// - Parameter then: called when it was written, or was lost.
    func publish(
        _ subject: String, reply: String? = nil, _ payload: [UInt8], then: @escaping @Sendable () -> Void = {}
    ) {
        queue.async { [self] in
            _ = publishNow(subject, reply: reply, [], payload)
            then()
        }
    }

    /// Calls `handler`, on a thread of the library's, with each message to `subject`, until the subscription is ended.
    /// - Parameter limits: what may wait for the handler; nil: whatever comes.
    @discardableResult
    func subscribe(
        _ subject: String, limits: Subscription.Limits? = nil, _ handler: @escaping @Sendable (Message) -> Void
    ) async -> Subscription? {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                let subscription = handle.withLock { handle in
                    handle.flatMap { unsafe Subscription(of: subject, on: $0.pointer, limits, handler) }
                }
                if let subscription { subscriptions.withLock { $0.append(subscription) } }
                continuation.resume(returning: subscription)
            }
        }
    }

    /// Ends a subscription; calls of its handler may still be under way.
    func end(_ subscription: Subscription) {
        queue.async { [self] in
            subscriptions.withLock { $0.removeAll { $0 === subscription } }
            subscription.end()
            if let handle = handle.withLock({ $0 }) { ended.add(subscription, of: handle) } else { subscription.free() }
        }
    }

    /// Closes for good: all that wait are told so.
    func close() async {
        events.closed()
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                let left = subscriptions.withLock { all in
                    defer { all = [] }
                    return all
                }
                let closed = handle.withLock { handle in
                    defer { handle = nil }
                    return handle
                }
                if let closed { Self.destroy(closed, left, ended) }
                continuation.resume()
            }
        }
    }

    /// Closes a connection for good. Blocks until the library's thread that reads has ended, then calls the closed-callback on
    /// another one. Subscriptions are freed in between: that thread looks at them.
    private static func destroy(
        _ connection: LibraryHandle, _ subscriptions: [Subscription], _ ended: EndedSubscriptions
    ) {
        unsafe natsConnection_Close(connection.pointer)
        ended.freeAll()
        for subscription in subscriptions { subscription.free() }
        unsafe natsConnection_Destroy(connection.pointer)
    }

    /// Writes a message to the connection's buffer. On the queue only: blocks while the socket is full.
    private func publishNow(_ subject: String, reply: String?, _ headers: [(String, String)], _ payload: [UInt8])
        -> Bool
    {
        handle.withLock { handle in
            guard let handle else { return false }
            var created: OpaquePointer?
            let status = unsafe payload.withUnsafeBytes { bytes in
                unsafe natsMsg_Create(
                    &created, subject, reply, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(bytes.count))
            }
            guard status == NATS_OK, let message = unsafe created else { return false }
            defer { unsafe natsMsg_Destroy(message) }
            for (name, value) in headers {
                guard unsafe natsMsgHeader_Set(message, name, value) == NATS_OK else { return false }
            }
            return unsafe natsConnection_PublishMsg(handle.pointer, message) == NATS_OK
        }
    }
}

extension Connection {
    /// Makes a connection of the library's. Blocks until one server has answered, or none.
    private static func connect(
        _ configuration: JetStreamConfiguration, _ events: ConnectionEvents
    ) throws(NATSFailure) -> LibraryHandle {
        let options = try ConnectionOptions()
        try options.set(configuration)
        let closure = unsafe try events.register(in: options.handle)
        var connection: OpaquePointer?
        let status = unsafe natsConnection_Connect(&connection, options.handle)
        guard status == NATS_OK || status == NATS_NOT_YET_CONNECTED, let connection = unsafe connection else {
            unsafe Unmanaged<ConnectionEvents>.fromOpaque(closure).release()
            throw NATSFailure(status)
        }
        if unsafe natsConnection_Status(connection) == NATS_CONN_STATUS_CONNECTED { events.connected() }
        return unsafe LibraryHandle(connection)
    }
}

/// 22 letters and digits that nobody else has.
func randomName() -> String {
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    var random = SystemRandomNumberGenerator()
    return String((0..<22).map { _ in digits[Int.random(in: 0..<digits.count, using: &random)] })
}
