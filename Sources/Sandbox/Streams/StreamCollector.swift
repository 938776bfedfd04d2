import CLinux
import Glibc
import SystemPackage
import Units

/// The worker's end of a program's standard output or error: counts everything, keeps what was asked for or gives it to a
/// reader.
struct StreamCollector {
    private static let chunk = 1 << 16
    private let limit: Int
    private let headSize: Int
    private let tailSize: Int
    private let reader: (any OutputReader)?
    private(set) var pipe: OwnedDescriptor?
    /// The pipe once its reader wants no more. It is kept, so that the program waits there until it is stopped: a closed
    /// one would end it by `SIGPIPE`.
    private(set) var unread: OwnedDescriptor?
    private(set) var count = 0
    private var head: [UInt8] = []
    private var tail: [UInt8] = []

    /// Collects from `pipe`, whose read end must not block.
    init(_ pipe: OwnedDescriptor?, _ sink: RunRequest.StandardOutput, limit: ByteCount) {
        self.pipe = pipe
        self.limit = Int(limit.bytes)
        switch sink {
        case .collect: (headSize, tailSize) = (self.limit, 0)
        case .collectEnds(let size): (headSize, tailSize) = (Int(size.bytes) / 2, Int(size.bytes) / 2)
        case .discard, .reader, .descriptor, .passed, .stream, .withOutput: (headSize, tailSize) = (0, 0)
        }
        if case .reader(let reader) = sink { self.reader = reader } else { reader = nil }
    }

    /// Whether more was written than allowed.
    var isOverLimit: Bool { count > limit }

    /// Whether the reader wants no more.
    var isRefused: Bool { unread != nil }

    /// What was kept; where the middle is missing, a line says so.
    var bytes: [UInt8] {
        guard !tail.isEmpty else { return head }  // not a copy of it
        guard count > head.count + tail.count else { return head + tail }
        // Half a character says nothing.
        let (whole, rest) = (ByteText.withoutBrokenEnd(head[...]), ByteText.withoutBrokenBeginning(tail[...]))
        return whole + Array("\n[… \(count - whole.count - rest.count) bytes left out …]\n".utf8) + rest
    }

    /// Reads all there is now, into `buffer`; lets go of the pipe at its end, or when nothing more may come.
    mutating func drain(_ buffer: inout [UInt8]) {
        while let pipe {
            let got = unsafe Glibc.read(pipe.rawValue, &buffer, Self.chunk)
            if got > 0 {
                let bytes = buffer[..<got]
                if show(bytes) { keep(bytes) }
                // The run is going to be stopped; what it still writes goes to a pipe that nobody reads.
                if isOverLimit { self.pipe = nil }
            } else if got == 0 || (errno != EINTR && errno != EAGAIN) {
                self.pipe = nil
            } else if errno == EAGAIN {
                return
            }
        }
    }

    static func makeBuffer() -> [UInt8] { [UInt8](repeating: 0, count: chunk) }

    /// Gives what is within the limit to the reader, if there is one; false if that wants no more.
    private mutating func show(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let reader, count < limit else { return true }
        let allowed = bytes.prefix(limit - count)
        guard unsafe !reader.read(allowed.span.bytes) else { return true }
        count += allowed.count
        (unread, pipe) = (pipe, nil)
        return false
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        count += bytes.count
        let room = headSize - head.count
        if room > 0 { head += bytes.prefix(room) }
        guard tailSize > 0, bytes.count > max(room, 0) else { return }
        tail += bytes.dropFirst(max(room, 0))
        if tail.count > 4 * tailSize + Self.chunk { tail.removeFirst(tail.count - tailSize) }
    }
}

/// Reads what a program writes, piece by piece, while it runs.
///
/// It is called by the thread that follows the run. A program that writes faster than it is read waits, as in a pipeline.
public protocol OutputReader: AnyObject, Sendable {
    /// Takes the next piece, of 1 to 65536 bytes. Called by one thread at a time, in order; it must not block for long.
    /// - Returns: whether the program may go on; once false, the run is stopped and nothing more is read.
    func read(_ bytes: RawSpan) -> Bool
}
