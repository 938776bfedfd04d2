private import CZlib
internal import NIOCore

/// Compresses the bodies of answers (RFC 1952).
enum Gzip {
    /// How much is compressed before others get their turn.
    private static let piece = 64 * 1024

    /// The compressed bytes; nil if zlib has no memory for it, or they are no fewer.
    @concurrent
    static func compress(_ body: ByteBuffer) async -> ByteBuffer? {
        guard let stream = Stream() else { return nil }
        var rest = body
        var result = ByteBuffer()
        repeat {
            let bytes = rest.readBytes(length: min(piece, rest.readableBytes)) ?? []
            guard stream.compress(bytes, isLast: rest.readableBytes == 0, into: &result) else { return nil }
            await Task.yield()
        } while rest.readableBytes > 0
        return result.readableBytes < body.readableBytes ? result : nil
    }

    /// zlib's state, which must not move.
    @safe private final class Stream {
        private let state: UnsafeMutablePointer<z_stream>

        init?() {
            unsafe state = .allocate(capacity: 1)
            unsafe state.initialize(to: z_stream())
            // 16 beside the largest window of 15 bits asks for gzip's header.
            let result = unsafe deflateInit2_(
                state, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size))
            guard result == Z_OK else { return nil }
        }

        deinit {
            unsafe deflateEnd(state)
            unsafe state.deallocate()
        }

        /// False if zlib cannot go on.
        func compress(_ bytes: [UInt8], isLast: Bool, into result: inout ByteBuffer) -> Bool {
            var input = bytes
            var output = [UInt8](repeating: 0, count: piece)
            return unsafe input.withUnsafeMutableBufferPointer { input in
                unsafe state.pointee.next_in = input.baseAddress
                unsafe state.pointee.avail_in = UInt32(input.count)
                while true {
                    let (code, count) = unsafe output.withUnsafeMutableBufferPointer { output in
                        unsafe state.pointee.next_out = output.baseAddress
                        unsafe state.pointee.avail_out = UInt32(output.count)
                        let code = unsafe deflate(state, isLast ? Z_FINISH : Z_NO_FLUSH)
                        return unsafe (code, output.count - Int(state.pointee.avail_out))
                    }
                    result.writeBytes(output[..<count])
                    if code == Z_STREAM_END { return true }
                    guard code == Z_OK || code == Z_BUF_ERROR && !isLast else { return false }
                    // Room that is left in the output says that the input is taken.
                    if !isLast, count < output.count { return true }
                }
            }
        }
    }
}
