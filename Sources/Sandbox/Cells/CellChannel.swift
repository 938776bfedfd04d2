import CLinux
import Glibc
import SwiftProtobuf
import SystemPackage

typealias CellRequest = Verdict_Cell_V1_Request
typealias CellReply = Verdict_Cell_V1_Reply

/// The worker's end of the socket to a cell: frames of a 4-byte big-endian length and one message. Blocking.
struct CellChannel: Sendable {
    private static let maximumFrame = 1 << 16
    private static let usualFrame = 512
    let socket: OwnedDescriptor

    /// Sends one request; the cell gets copies of `descriptors`.
    func send(_ kind: CellRequest.OneOf_Kind, descriptors: [Int32] = []) throws(SandboxError) {
        try send(frame: try Self.frame(kind), descriptors: descriptors)
    }

    /// Sends a request that is a frame already.
    func send(frame: [UInt8], descriptors: [Int32]) throws(SandboxError) {
        let result = unsafe clinux_send(socket.rawValue, frame, frame.count, descriptors, descriptors.count)
        guard result == 0 else { throw broken("send a request", result) }
    }

    /// A request as it is sent.
    static func frame(_ kind: CellRequest.OneOf_Kind) throws(SandboxError) -> [UInt8] {
        var request = CellRequest()
        request.kind = kind
        do {
            let message: [UInt8] = try request.serializedBytes()
            return unsafe withUnsafeBytes(of: UInt32(message.count).bigEndian, Array.init) + message
        } catch {
            throw SandboxError(.badRequest, stage: "encode a request: \(error)", advice: "use valid Unicode text")
        }
    }

    /// Waits for the cell's next reply. It never sends another before it has been asked again.
    func receive() throws(SandboxError) -> (reply: CellReply, descriptors: [OwnedDescriptor]) {
        var descriptors: [OwnedDescriptor] = []
        var bytes = [UInt8](repeating: 0, count: Self.usualFrame)
        var received = try receive(&bytes, from: 0, &descriptors)
        while received < 4 { received += try receive(&bytes, from: received, &descriptors) }
        let size = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
        guard size <= Self.maximumFrame else { throw broken("read a reply of \(size) bytes", -EPROTO) }
        if size + 4 > bytes.count { bytes += [UInt8](repeating: 0, count: size + 4 - bytes.count) }
        while received < size + 4 { received += try receive(&bytes, from: received, &descriptors) }
        guard received == size + 4, let reply = Self.reply(bytes[4..<received]) else {
            throw broken("read a reply", -EPROTO)
        }
        return (reply, descriptors)
    }

    private static func reply(_ bytes: ArraySlice<UInt8>) -> CellReply? {
        guard let outcome = Verdict_Cell_V1_Outcome(reply: bytes) else {
            return try? CellReply(serializedBytes: Array(bytes))
        }
        var reply = CellReply()
        reply.outcome = outcome
        return reply
    }

    private func receive(
        _ bytes: inout [UInt8], from start: Int, _ descriptors: inout [OwnedDescriptor]
    ) throws(SandboxError) -> Int {
        var numbers = [Int32](repeating: -1, count: Int(CLINUX_MAX_DESCRIPTORS))
        var count = 0
        let result: Int = unsafe bytes.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return Int(-EINVAL) }
            return unsafe clinux_receive(socket.rawValue, base + start, buffer.count - start, &numbers, &count)
        }
        descriptors += numbers.prefix(count).map { OwnedDescriptor($0) }
        guard result > 0 else { throw broken("wait for the cell", Int32(result)) }
        return result
    }

    private func broken(_ stage: String, _ result: Int32) -> SandboxError {
        SandboxError(.cellFailed, stage: stage, errno: result < 0 ? .init(rawValue: -result) : .brokenPipe)
    }
}
