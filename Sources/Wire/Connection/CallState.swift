internal import FoundationEssentials
internal import NIOCore

/// One call of a connection: who may still speak, how much, and what waits.
struct CallState {
    /// Something to be sent in its turn.
    enum Pending: Equatable {
        case message(Data, token: UInt64)
        case halfClose
        case status(Frame.Status)
    }

    /// This side may send so many more bytes.
    var sendCredit: Int
    /// The largest message that the window can ever hold.
    let sendWindow: Int
    /// The other side may send so many more bytes.
    var receiveCredit: Int
    /// Came, and was not taken by the program, in bytes of the window.
    var unread = 0
    /// Taken by the program and not yet given back as credit.
    var consumed = 0
    var deadline: NIODeadline?
    /// Server: what the client has to do.
    var expectation = CallExpectation()
    /// Server: when the client's next message has to have come; nil: it is not waited for.
    var messageDeadline: NIODeadline?
    /// How many messages came.
    var messages: UInt64 = 0
    /// What this side wants to send, in order.
    var pending: [Pending] = []
    /// The call stands in the queue of those that can send.
    var isQueued = false
    /// Client: `halfClose` was asked for. Server: `status` was.
    var isFinishing = false
    /// Server: the client has sent its last message.
    var isRemoteClosed = false
    /// Server: the call is over for the client, while its handler still runs and keeps its place.
    var isAbandoned = false

    /// What a message of `payload` costs of a window.
    static func cost(of payload: Data) -> Int { payload.count + Frame.messageOverhead }

    /// What waits to be sent, in bytes of the window.
    var unsent: Int {
        pending.reduce(0) { sum, next in
            if case .message(let payload, _) = next { sum + Self.cost(of: payload) } else { sum }
        }
    }

    /// When time asks for something next.
    var nextDeadline: NIODeadline {
        isAbandoned ? .distantFuture : min(deadline ?? .distantFuture, messageDeadline ?? .distantFuture)
    }

    /// Whether the next thing that waits can be sent.
    var canSend: Bool {
        switch pending.first {
        case nil: false
        case .message(let payload, _): Self.cost(of: payload) <= sendCredit
        case .halfClose, .status: true
        }
    }
}

/// What a server expects of who opens a call, besides its limits.
struct CallExpectation: Hashable, Sendable {
    /// One message and no more: it is complete within ``ConnectionLimits/requestTimeout``.
    var isSingle = false
    /// How long the client may send nothing while its messages are waited for; nil: for ever. The first message comes
    /// within ``ConnectionLimits/requestTimeout`` in any case.
    var silence: Duration?
}
