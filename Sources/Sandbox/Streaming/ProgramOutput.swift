import CLinux
import Glibc
import Synchronization
import SystemPackage
import Units

/// What a program writes, in pieces as they come.
///
/// Nothing is read ahead: a program that writes more than fits into its pipe (64 KiB) waits until somebody reads. All
/// that it wrote up to the output limit is delivered, whatever ended it; then the sequence ends, and the run is stopped
/// if the program writes on. It ends as well when the task that iterates is cancelled.
///
/// Iterating again goes on where the last iteration stopped. Each piece goes to one reader only.
public final class ProgramOutput: AsyncSequence, Sendable {
    /// A piece of 1 to 65536 bytes.
    public typealias Element = [UInt8]
    /// Reading does not fail; ``RunningProgram/result`` says how the run went.
    public typealias Failure = Never

    private enum Step {
        case piece([UInt8])
        case end
        case wait(Readiness)
    }

    private struct State {
        var source: Readiness?
        var count = 0
    }

    private static let pieceSize = 1 << 16
    private let limit: Int
    private let onLimit: Eventual<Void>
    private let state: Mutex<State>

    /// Reads `pipe`, whose read end must not block; nil: nothing is there to be read. Sets `onLimit` when more than
    /// `limit` was written.
    init(_ pipe: OwnedDescriptor?, limit: ByteCount, onLimit: Eventual<Void>) {
        self.limit = Int(limit.bytes)
        self.onLimit = onLimit
        state = Mutex(State(source: pipe.map { Readiness($0, isWritable: false) }))
    }

    /// Reads from where the last reader stopped.
    public func makeAsyncIterator() -> Iterator { Iterator(output: self) }

    /// Reads a ``ProgramOutput``.
    public struct Iterator: AsyncIteratorProtocol {
        let output: ProgramOutput

        /// The next piece; nil at the end.
        public mutating func next() async -> [UInt8]? {
            await output.next()
        }

        /// The next piece; nil at the end.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> [UInt8]? {
            await output.next()
        }
    }

    /// All that is still to come, as one piece.
    public func collect() async -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = await next() { bytes += piece }
        return bytes
    }

    /// Bytes written so far, read or not, once nobody writes any more.
    func total() -> Int {
        state.withLock { state in
            guard let source = state.source else { return state.count }
            return state.count + Swift.max(0, clinux_pending(source.descriptor.rawValue))
        }
    }

    /// Lets go of the pipe; a program that still writes gets `SIGPIPE`.
    func close() {
        state.withLock { $0.source = nil }
    }

    private func next() async -> [UInt8]? {
        while !Task.isCancelled {
            switch step() {
            case .piece(let bytes): return bytes
            case .end: return nil
            case .wait(let readiness): await readiness.wait()
            }
        }
        return nil
    }

    private func step() -> Step {
        state.withLock { state in
            guard let source = state.source else { return .end }
            var got = 0
            var error: Int32 = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, size in
                repeat {
                    got = unsafe Glibc.read(source.descriptor.rawValue, buffer.baseAddress, Self.pieceSize)
                    error = errno
                } while got < 0 && error == EINTR
                size = Swift.max(0, got)
            }
            if got < 0, error == EAGAIN { return .wait(source) }
            let room = limit - state.count
            state.count += Swift.max(0, got)
            if got > room { onLimit.set(()) }
            if got <= 0 || got > room { state.source = nil }
            return got > 0 && room > 0 ? .piece(got > room ? Array(bytes[..<room]) : bytes) : .end
        }
    }
}
