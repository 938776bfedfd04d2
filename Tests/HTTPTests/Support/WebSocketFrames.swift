@testable import HTTP

/// A frame as a client sends it.
struct ClientFrame {
    let bytes: [UInt8]

    init(_ last: UInt8, _ opcode: WebSocketFrame.Opcode, _ payload: [UInt8]) {
        self.init(last, raw: opcode.rawValue, payload)
    }

    init(_ last: UInt8, raw opcode: UInt8, _ payload: [UInt8]) {
        let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        var bytes = [last << 7 | opcode]
        if payload.count <= 125 {
            bytes.append(0x80 | UInt8(payload.count))
        } else {
            bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        }
        self.bytes = bytes + mask + payload.enumerated().map { $1 ^ mask[$0 & 3] }
    }

    static func text(_ text: String) -> [UInt8] { ClientFrame(1, .text, Array(text.utf8)).bytes }
}

/// A frame as it came from the server.
struct ServerFrame: Equatable, Sendable {
    let opcode: UInt8
    let payload: [UInt8]

    init(_ opcode: UInt8, _ payload: [UInt8]) {
        self.opcode = opcode
        self.payload = payload
    }

    var text: String { String(decoding: payload, as: UTF8.self) }

    /// The code of a frame that closes; 0 for another.
    var code: UInt16 { opcode == 8 && payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : 0 }
}

extension RawConnection {
    /// The next frame, which is whole.
    func frame() throws -> ServerFrame {
        let head = try take(2)
        guard head[0] & 0xF0 == 0x80, head[1] & 0x80 == 0 else {
            throw Failure(description: "no whole frame without a mask: \(head)")
        }
        var length = Int(head[1])
        if length == 126 {
            let bytes = try take(2)
            length = Int(bytes[0]) << 8 | Int(bytes[1])
        }
        return ServerFrame(head[0] & 15, try take(length))
    }
}

/// A connection that one thread after the other uses.
// The test waits for each use before the next begins.
struct Sent<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
