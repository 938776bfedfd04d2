internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import Synchronization

/// Counts what is written of an answer.
final class WrittenBytes: Sendable {
    private let bytes = Atomic<Int>(0)

    /// How many bytes were written.
    var count: Int { bytes.load(ordering: .relaxed) }

    /// So many more were written.
    func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }

    /// The same body, counted. One whose length is known counts as a whole, and goes the quick way.
    func counting(_ body: ResponseBody) -> ResponseBody {
        if let length = body.contentLength {
            bytes.store(length, ordering: .relaxed)
            return body
        }
        return ResponseBody { writer in
            try await body.write(writer.map { [bytes = Counted(self)] buffer in bytes.add(buffer) })
        }
    }

    private struct Counted: Sendable {
        let written: WrittenBytes

        init(_ written: WrittenBytes) { self.written = written }

        func add(_ buffer: ByteBuffer) -> ByteBuffer {
            written.add(buffer.readableBytes)
            return buffer
        }
    }
}
