internal import NIOCore

/// Reads what a client sends over a WebSocket (RFC 6455, section 5), and holds at most one message of it. Pure.
struct WebSocketDecoder {
    /// What came.
    enum Item: Hashable {
        case message(WebSocketMessage)
        case ping([UInt8])
        case pong
        /// The client closes; without a code it sent none.
        case close(UInt16?, String)
    }

    private struct Header {
        var opcode: WebSocketFrame.Opcode
        var isLast: Bool
        var length: Int
        var mask: [UInt8]
        var size: Int
    }

    private let largest: Int
    private var buffer = ByteBuffer()
    /// The message that came in part.
    private var partial: (opcode: WebSocketFrame.Opcode, bytes: [UInt8])?

    /// - Parameter largest: the most bytes of a message.
    init(largest: Int) {
        self.largest = largest
    }

    mutating func append(_ bytes: ByteBuffer) {
        var bytes = bytes
        buffer.discardReadBytes()
        buffer.writeBuffer(&bytes)
    }

    /// The next that came wholly; nil: more has to come.
    /// - Throws: how the connection has to be closed.
    mutating func next() throws(WebSocketClose) -> Item? {
        while let header = try header() {
            guard buffer.readableBytes >= header.size + header.length else { return nil }
            buffer.moveReaderIndex(forwardBy: header.size)
            var payload = buffer.readBytes(length: header.length) ?? []
            for index in payload.indices { payload[index] ^= header.mask[index & 3] }
            if let item = try item(header, payload) { return item }
        }
        return nil
    }

    /// The header of the next frame, when it is there; what is wrong is found before the payload comes.
    private func header() throws(WebSocketClose) -> Header? {
        let start = buffer.readerIndex
        guard let first: UInt8 = buffer.getInteger(at: start), let second: UInt8 = buffer.getInteger(at: start + 1)
        else {
            return nil
        }
        guard first & 0x70 == 0, let opcode = WebSocketFrame.Opcode(rawValue: first & 15) else {
            throw WebSocketClose(1002, "a frame of an unknown kind")
        }
        guard second & 0x80 != 0 else { throw WebSocketClose(1002, "a frame that is not masked") }
        let isLast = first & 0x80 != 0
        guard !opcode.isControl || isLast && second & 127 <= 125 else {
            throw WebSocketClose(1002, "a control frame in parts, or a large one")
        }
        guard opcode.isControl || (opcode == .continuation) == (partial != nil) else {
            throw WebSocketClose(1002, "a part without a beginning, or a beginning within a message")
        }
        guard let (length, size) = try length(second & 127, start + 2) else { return nil }
        guard opcode.isControl || length <= largest - (partial?.bytes.count ?? 0) else {
            throw WebSocketClose(1009, "a message larger than \(largest) bytes")
        }
        guard let mask = buffer.getBytes(at: start + 2 + size, length: 4) else { return nil }
        return Header(opcode: opcode, isLast: isLast, length: length, mask: mask, size: 6 + size)
    }

    /// The payload's length, and how many bytes said it beside the first.
    private func length(_ short: UInt8, _ index: Int) throws(WebSocketClose) -> (Int, Int)? {
        switch short {
        case 126:
            guard let length: UInt16 = buffer.getInteger(at: index) else { return nil }
            guard length > 125 else { throw WebSocketClose(1002, "a length in too many bytes") }
            return (Int(length), 2)
        case 127:
            guard let length: UInt64 = buffer.getInteger(at: index) else { return nil }
            guard length > 0xFFFF else { throw WebSocketClose(1002, "a length in too many bytes") }
            guard length <= UInt64(largest) else {
                throw WebSocketClose(1009, "a message larger than \(largest) bytes")
            }
            return (Int(length), 8)
        default: return (Int(short), 0)
        }
    }

    private mutating func item(_ header: Header, _ payload: [UInt8]) throws(WebSocketClose) -> Item? {
        switch header.opcode {
        case .ping: return .ping(payload)
        case .pong: return .pong
        case .close: return try close(payload)
        case .text, .binary, .continuation:
            var message = partial ?? (header.opcode, [])
            // Nothing else holds the bytes while they grow, so that many small parts are not copied each time.
            partial = nil
            message.bytes += payload
            guard header.isLast else {
                partial = message
                return nil
            }
            guard message.opcode == .text else { return .message(.binary(message.bytes)) }
            guard let text = String(validating: message.bytes, as: UTF8.self) else {
                throw WebSocketClose(1007, "a text that is not UTF-8")
            }
            return .message(.text(text))
        }
    }

    private func close(_ payload: [UInt8]) throws(WebSocketClose) -> Item {
        guard !payload.isEmpty else { return .close(nil, "") }
        guard payload.count >= 2 else { throw WebSocketClose(1002, "half a code") }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        guard WebSocketClose.isSendable(code) else { throw WebSocketClose(1002, "a code that nobody may send") }
        guard let reason = String(validating: payload[2...], as: UTF8.self) else {
            throw WebSocketClose(1007, "a reason that is not UTF-8")
        }
        return .close(code, reason)
    }
}
