internal import NIOCore

/// Cuts a stream of bytes into frames: a 4-byte big-endian length, then as many bytes.
///
/// Holds at most one unfinished frame: the announced length is believed only as far as bytes have come.
struct FrameDecoder {
    /// The largest frame in bytes that is taken, without its length.
    var maximumFrame: Int
    private var buffer = ByteBuffer()

    init(maximumFrame: Int) {
        self.maximumFrame = maximumFrame
    }

    /// A frame has begun and not ended.
    var isInsideFrame: Bool { buffer.readableBytes > 0 }

    /// How many bytes wait for the rest of their frame.
    var waitingBytes: Int { buffer.readableBytes }

    /// Takes bytes as they came.
    mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            var bytes = bytes
            buffer.discardReadBytes()
            buffer.writeBuffer(&bytes)
        }
    }

    /// The next whole frame's bytes; nil until more bytes come. Fails at a length of 0 or over the limit; the stream
    /// cannot be read any further then.
    mutating func next() throws(WireError) -> ByteBuffer? {
        guard let announced: UInt32 = buffer.getInteger(at: buffer.readerIndex) else { return nil }
        guard announced > 0 else {
            throw WireError(.invalidArgument, "a frame of 0 bytes came; every frame has a kind")
        }
        guard announced <= maximumFrame else {
            throw WireError(
                .resourceExhausted, "a frame of \(announced) bytes was announced; at most \(maximumFrame) are taken")
        }
        guard buffer.readableBytes >= 4 + Int(announced) else { return nil }
        buffer.moveReaderIndex(forwardBy: 4)
        return buffer.readSlice(length: Int(announced))
    }
}
