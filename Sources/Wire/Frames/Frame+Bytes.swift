internal import FoundationEssentials
internal import NIOCore
internal import SwiftProtobuf

extension Frame {
    /// Bytes by which a frame is longer than the payload of the message in it, at most; and what a message costs beside
    /// its payload.
    static let messageOverhead = 64

    /// The largest frame in bytes that is taken before both sides have said hello.
    static let largestHello = 64 * 1024

    /// The smallest limit on frames and smallest window that a side may offer, in bytes.
    static let smallestOffer = 16 * 1024

    /// The frame in `bytes`, without the length.
    init(parsing bytes: ByteBuffer) throws(WireError) {
        var options = BinaryDecodingOptions()
        options.messageDepthLimit = 8
        options.discardUnknownFields = true
        do {
            self = try Frame(serializedBytes: [UInt8](buffer: bytes), options: options)
        } catch {
            throw WireError(.invalidArgument, "a frame of \(bytes.readableBytes) bytes does not parse")
        }
    }

    /// Appends the frame to `buffer`, its length in front.
    func write(to buffer: inout ByteBuffer) throws(WireError) {
        do {
            let bytes: [UInt8] = try serializedBytes()
            buffer.writeInteger(UInt32(clamping: bytes.count))
            buffer.writeBytes(bytes)
        } catch {
            throw WireError(.internal, "a frame cannot be encoded: \(error)")
        }
    }

    init(call: UInt64 = 0, _ kind: OneOf_Kind) {
        self.init()
        callID = call
        self.kind = kind
    }
}
