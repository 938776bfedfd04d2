internal import NIOCore

/// What one side says to the other over a WebSocket.
public enum WebSocketMessage: Hashable, Sendable {
    /// A text.
    case text(String)
    /// Bytes.
    case binary([UInt8])
}

/// Why a WebSocket is closed (RFC 6455, section 7.4).
public struct WebSocketClose: Error, Hashable, Sendable {
    /// 1000: done; 1001: the server stops, or nothing came; 1002: wrong frames; 1007: a text that is not UTF-8; 1008: not
    /// allowed; 1009: a message that is too large; 1011: the server failed; 3000 and above: the route's own.
    public var code: UInt16
    /// For whoever reads it; at most 123 bytes are sent.
    public var reason: String

    /// A reason from its parts.
    public init(_ code: UInt16, _ reason: String = "") {
        self.code = code
        self.reason = reason
    }

    /// Whether a side may send that code.
    static func isSendable(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

/// How a server writes frames (RFC 6455, section 5.2): whole, and not masked.
enum WebSocketFrame {
    enum Opcode: UInt8 {
        case continuation = 0
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10

        var isControl: Bool { rawValue >= 8 }
    }

    static func bytes(_ message: WebSocketMessage) -> ByteBuffer {
        switch message {
        case .text(let text): frame(.text, Array(text.utf8))
        case .binary(let bytes): frame(.binary, bytes)
        }
    }

    static func bytes(_ close: WebSocketClose) -> ByteBuffer {
        var reason = close.reason
        while reason.utf8.count > 123 { reason.removeLast() }
        return frame(.close, [UInt8(close.code >> 8), UInt8(close.code & 255)] + Array(reason.utf8))
    }

    static func frame(_ opcode: Opcode, _ payload: [UInt8]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeInteger(0x80 | opcode.rawValue)
        switch payload.count {
        case ...125: buffer.writeInteger(UInt8(payload.count))
        case ...0xFFFF:
            buffer.writeInteger(126 as UInt8)
            buffer.writeInteger(UInt16(payload.count))
        default:
            buffer.writeInteger(127 as UInt8)
            buffer.writeInteger(UInt64(payload.count))
        }
        buffer.writeBytes(payload)
        return buffer
    }
}
