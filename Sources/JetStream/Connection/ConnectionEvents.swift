import CNats
import Synchronization

/// What the library's threads tell about a connection.
///
/// The library holds one retain of it from the moment that the connection is made until its closed-callback, which is the
/// last that it calls of these.
final class ConnectionEvents: Sendable {
    /// How the connection stands.
    let board = StateBoard()
    /// Who waits for answers over it.
    let replies = ReplyTable()

    func connected() { board.set(.connected) }

    /// Answers on their way are lost with the connection: whoever waits for one asks again at once.
    func disconnected() {
        board.set(.connecting)
        replies.finishAll(.disconnected)
    }

    func closed() {
        board.set(.closed)
        replies.finishAll(.closed)
    }

    /// How long to wait after all servers were tried `attempts` times: from 50 ms, doubling up to 2 s, half of it by chance
    /// so that a fleet does not come back at once.
    static func delay(afterAttempts attempts: Int) -> Int64 {
        let full = min(Int64(50) << Int64(min(max(attempts - 1, 0), 10)), 2000)
        return Int64.random(in: full / 2...full)
    }

    /// The object behind a closure pointer, which stays retained.
    static func from(_ closure: UnsafeMutableRawPointer?) -> ConnectionEvents? {
        unsafe closure.map { unsafe Unmanaged<ConnectionEvents>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Asks `options` to call this object; balances the retain when the connection is closed.
    /// - Returns: the retained pointer, to be released by the caller if no connection comes of it.
    func register(in options: OpaquePointer) throws(NATSFailure) -> UnsafeMutableRawPointer {
        let closure = unsafe Unmanaged.passRetained(self).toOpaque()
        do {
            try NATSFailure.check {
                unsafe natsOptions_SetRetryOnFailedConnect(
                    options, true, { unsafe ConnectionEvents.from($1)?.connected() }, closure)
            }
            try NATSFailure.check {
                unsafe natsOptions_SetReconnectedCB(
                    options, { unsafe ConnectionEvents.from($1)?.connected() }, closure)
            }
            try NATSFailure.check {
                unsafe natsOptions_SetDisconnectedCB(
                    options, { unsafe ConnectionEvents.from($1)?.disconnected() }, closure)
            }
            try NATSFailure.check {
                unsafe natsOptions_SetCustomReconnectDelay(
                    options, { _, attempts, _ in ConnectionEvents.delay(afterAttempts: Int(attempts)) }, nil)
            }
            try NATSFailure.check {
                unsafe natsOptions_SetClosedCB(
                    options,
                    { _, closure in
                        guard let closure = unsafe closure else { return }
                        unsafe Unmanaged<ConnectionEvents>.fromOpaque(closure).takeRetainedValue().closed()
                    }, closure)
            }
        } catch {
            unsafe Unmanaged<ConnectionEvents>.fromOpaque(closure).release()
            throw error
        }
        return unsafe closure
    }
}

/// A call into the library failed.
struct NATSFailure: Error {
    /// What the library says about it.
    var text: String

    /// A failure that nobody has a status for.
    init(text: String) {
        self.text = text
    }

    /// What a status says.
    init(_ status: natsStatus) {
        text = unsafe natsStatus_GetText(status).map { unsafe String(cString: $0) } ?? "status \(status.rawValue)"
    }

    /// Throws unless the call succeeds.
    static func check(_ call: () -> natsStatus) throws(NATSFailure) {
        let status = call()
        guard status == NATS_OK else { throw NATSFailure(status) }
    }
}
