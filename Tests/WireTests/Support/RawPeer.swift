import Glibc
import NIOCore
import SystemPackage

@testable import Wire

/// A peer that says what it likes: a plain socket, blocking, with a limit of time on everything.
final class RawPeer: Sendable {
    private let socket: CInt

    init(_ address: WireAddress) throws {
        guard case .tcp(_, let port) = address else { throw Errno.invalidArgument }
        socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw Errno(rawValue: errno) }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(port).bigEndian
        name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &name) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Errno(rawValue: errno) }
    }

    deinit {
        close(socket)
    }

    /// Sends bytes; false if the other side takes no more.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe Glibc.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ frame: Frame) throws -> Bool { send(try frame.wire) }

    /// Says hello and waits for the answer.
    func greet(token: String = Token.client) throws {
        try send(.hello(token: token))
        guard case .hello? = try receive()?.kind else { throw WireError(.unavailable, "no hello came back") }
    }

    /// The next frame; nil at the end of the connection.
    func receive() throws -> Frame? {
        guard let head = read(4) else { return nil }
        let length = head.reduce(0) { $0 << 8 | Int($1) }
        guard let body = read(length) else { return nil }
        return try Frame(parsing: ByteBuffer(bytes: body))
    }

    /// The fatal goodbye that ends the connection, past whatever comes before it.
    func goodbye() throws -> WireError? {
        while let frame = try receive() {
            if case .goodbye(let goodbye)? = frame.kind, goodbye.fatal { return WireError(goodbye.status) }
        }
        return nil
    }

    /// Whether the other side has closed the connection, and not merely said nothing.
    var isEnded: Bool {
        var byte: UInt8 = 0
        let count = unsafe recv(socket, &byte, 1, 0)
        return count == 0 || (count < 0 && errno == ECONNRESET)
    }

    /// As many bytes as said; nil if the connection ends or nothing comes for 5 s.
    private func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var received = 0
        while received < count {
            let got = unsafe bytes[received...].withUnsafeMutableBytes {
                unsafe recv(socket, $0.baseAddress, $0.count, 0)
            }
            guard got > 0 else { return nil }
            received += got
        }
        return bytes
    }
}

extension Frame {
    /// The frame as it goes over the wire.
    var wire: [UInt8] {
        get throws {
            var buffer = ByteBuffer()
            try write(to: &buffer)
            return Array(buffer.readableBytesView)
        }
    }
}
