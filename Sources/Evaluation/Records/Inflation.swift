private import CZlib

/// Why bytes cannot be unpacked.
struct InflationError: Error, CustomStringConvertible {
    let description: String
}

/// Unpacks what zlib has compressed (RFC 1950).
enum Inflation {
    private static let piece = 1 << 16

    /// The bytes that `compressed` holds.
    /// - Throws: ``InflationError`` if it holds none, or more than `limit`.
    static func inflate(_ compressed: [UInt8], limit: Int) throws(InflationError) -> [UInt8] {
        guard let stream = Stream() else { throw InflationError(description: "zlib has no memory to unpack it") }
        return try stream.inflate(compressed, limit: limit)
    }

    /// zlib's state, which must not move.
    @safe private final class Stream {
        private let state: UnsafeMutablePointer<z_stream>

        init?() {
            unsafe state = .allocate(capacity: 1)
            unsafe state.initialize(to: z_stream())
            let result = unsafe inflateInit_(state, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            guard result == Z_OK else { return nil }
        }

        deinit {
            unsafe inflateEnd(state)
            unsafe state.deallocate()
        }

        func inflate(_ compressed: [UInt8], limit: Int) throws(InflationError) -> [UInt8] {
            var input = compressed
            var result: [UInt8] = []
            var output = [UInt8](repeating: 0, count: piece)
            var code = Z_OK
            unsafe input.withUnsafeMutableBufferPointer { input in
                unsafe state.pointee.next_in = input.baseAddress
                unsafe state.pointee.avail_in = UInt32(clamping: input.count)
                while code == Z_OK, result.count <= limit {
                    let count = unsafe output.withUnsafeMutableBufferPointer { output in
                        unsafe state.pointee.next_out = output.baseAddress
                        unsafe state.pointee.avail_out = UInt32(output.count)
                        code = unsafe CZlib.inflate(state, Z_NO_FLUSH)
                        return unsafe output.count - Int(state.pointee.avail_out)
                    }
                    result += output[..<count]
                }
            }
            guard result.count <= limit else {
                throw InflationError(description: "it unpacks to more than \(limit >> 20) MiB")
            }
            guard code == Z_STREAM_END else { throw InflationError(description: "it is no zlib stream, or is cut off") }
            return result
        }
    }
}
