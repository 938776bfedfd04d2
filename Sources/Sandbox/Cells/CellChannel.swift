import CLinux
import Glibc
import SwiftProtobuf
import SystemPackage

typealias CellRequest = Verdict_Cell_V1_Request
typealias CellReply = Verdict_Cell_V1_Reply

/// The worker's end of the socket to a cell: frames of a 4-byte big-endian length and one message. Blocking.
struct CellChannel {
    private static let maximumFrame = 1 << 16
    let socket: OwnedDescriptor

    /// Sends one request; the cell gets copies of `descriptors`.
    func send(_ kind: CellRequest.OneOf_Kind, descriptors: [Int32] = []) throws(SandboxError) {
        var request = CellRequest()
        request.kind = kind
        let message: [UInt8]
        do {
            message = try request.serializedBytes()
        } catch {
            throw SandboxError(.badRequest, stage: "encode a request: \(error)", advice: "use valid Unicode text")
        }
        let size = UInt32(message.count)
        let prefix = [UInt8(size >> 24), UInt8(size >> 16 & 0xff), UInt8(size >> 8 & 0xff), UInt8(size & 0xff)]
        let frame = prefix + message
        let result = unsafe clinux_send(socket.rawValue, frame, frame.count, descriptors, descriptors.count)
        guard result == 0 else { throw broken("send a request", result) }
    }

    /// Waits for the cell's next reply.
    func receive() throws(SandboxError) -> (reply: CellReply, descriptors: [OwnedDescriptor]) {
        var descriptors: [OwnedDescriptor] = []
        let prefix = try receive(4, &descriptors)
        let size = prefix.reduce(0) { $0 << 8 | Int($1) }
        guard size <= Self.maximumFrame else { throw broken("read a reply of \(size) bytes", -EPROTO) }
        let message = try receive(size, &descriptors)
        guard let reply = try? CellReply(serializedBytes: message) else { throw broken("read a reply", -EPROTO) }
        return (reply, descriptors)
    }

    private func receive(_ size: Int, _ descriptors: inout [OwnedDescriptor]) throws(SandboxError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        var received = 0
        while received < size {
            var numbers = [Int32](repeating: -1, count: Int(CLINUX_MAX_DESCRIPTORS))
            var count = 0
            let result: Int = unsafe bytes.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return Int(-EINVAL) }
                return unsafe clinux_receive(socket.rawValue, base + received, size - received, &numbers, &count)
            }
            descriptors += numbers.prefix(count).map { OwnedDescriptor($0) }
            guard result > 0 else { throw broken("wait for the cell", Int32(result)) }
            received += result
        }
        return bytes
    }

    private func broken(_ stage: String, _ result: Int32) -> SandboxError {
        SandboxError(.cellFailed, stage: stage, errno: result < 0 ? .init(rawValue: -result) : .brokenPipe)
    }
}
