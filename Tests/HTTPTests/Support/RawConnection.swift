import Dispatch
import Glibc
import HTTP
import SystemPackage
import Wire

/// A connection to a server, as raw as the test wants it. Every wait ends after 10 seconds, so that no test hangs.
final class RawConnection {
    struct Failure: Error, CustomStringConvertible { var description: String }

    private let descriptor: FileDescriptor
    private var buffer: [UInt8] = []
    private var isClosed = false

    init(_ address: HTTPAddress) throws {
        switch address.endpoint {
        case .tcp(_, let port): descriptor = try Self.connectTCP(port)
        case .unix(let path): descriptor = try Self.connectUnix(path.string)
        }
    }

    deinit { if !isClosed { try? descriptor.close() } }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Fails once the server has closed.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor.rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(description: "send: \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends nothing more.
    func shutDown() { shutdown(descriptor.rawValue, Int32(SHUT_WR)) }

    /// Takes only so many bytes into the kernel before somebody reads.
    func shrinkReceiveBuffer() {
        var size: Int32 = 4096
        unsafe setsockopt(
            descriptor.rawValue, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout.size(ofValue: size)))
    }

    /// Whether something comes, or the end, in so many milliseconds.
    func isReadable(within milliseconds: Int32) throws -> Bool {
        var waited = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&waited, 1, milliseconds) > 0
    }

    /// Closes so that the other side hears of it at once.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(
            descriptor.rawValue, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout.size(ofValue: option)))
        isClosed = true
        try? descriptor.close()
    }

    /// The next answer that is no 100.
    func answer(toHead isHead: Bool = false) throws -> RawAnswer {
        while true {
            let answer = try readAnswer(isHead)
            if answer.status >= 200 || answer.status == 101 { return answer }
        }
    }

    /// The next answer, whatever it is.
    func readAnswer(_ isHead: Bool = false) throws -> RawAnswer {
        var answer = try readHead()
        if !isHead, answer.status >= 200, answer.status != 204, answer.status != 304 {
            answer.body = try body(answer)
        }
        return answer
    }

    /// The next answer's header; what follows is left.
    func readHead() throws -> RawAnswer {
        while true {
            if let end = Self.find("\r\n\r\n", in: buffer) {
                let head = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeFirst(end + 4)
                return try RawAnswer(head)
            }
            guard try receive() else { throw Failure(description: "closed without an answer") }
        }
    }

    /// The next chunk of a body; empty at its end.
    func chunk() throws -> String {
        let size = Int(try line(), radix: 16) ?? 0
        let bytes = try take(size)
        _ = try line()
        return String(decoding: bytes, as: UTF8.self)
    }

    private func body(_ answer: RawAnswer) throws -> [UInt8] {
        if let length = answer["content-length"].flatMap({ Int($0) }) { return try take(length) }
        guard answer["transfer-encoding"] == "chunked" else { return try rest() }
        var body: [UInt8] = []
        while true {
            let size = Int(try line(), radix: 16) ?? 0
            let chunk = try take(size)
            _ = try line()
            if size == 0 { return body }
            body += chunk
        }
    }

    /// The next line, without its end.
    func line() throws -> String {
        while true {
            if let end = Self.find("\r\n", in: buffer) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeFirst(end + 2)
                return line
            }
            guard try receive() else { throw Failure(description: "closed within a line") }
        }
    }

    /// So many bytes.
    func take(_ count: Int) throws -> [UInt8] {
        while buffer.count < count {
            guard try receive() else { throw Failure(description: "closed with \(count - buffer.count) bytes to come") }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    /// Everything until the server closes.
    func rest() throws -> [UInt8] {
        while try receive() {}
        defer { buffer = [] }
        return buffer
    }

    /// Reads what there is; false at the end.
    private func receive() throws -> Bool {
        var waited = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&waited, 1, 10_000) > 0 else { throw Failure(description: "nothing came for 10 seconds") }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe chunk.withUnsafeMutableBytes {
            unsafe Glibc.recv(descriptor.rawValue, $0.baseAddress, $0.count, 0)
        }
        // A connection that is reset has ended as well.
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }

    private static func find(_ text: String, in bytes: [UInt8]) -> Int? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        return (0...(bytes.count - wanted.count)).first { bytes[$0...].starts(with: wanted) }
    }

    private static func connectTCP(_ port: Int) throws -> FileDescriptor {
        let descriptor = FileDescriptor(rawValue: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor.rawValue, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(description: "connect: \(errno)") }
        return descriptor
    }

    private static func connectUnix(_ path: String) throws -> FileDescriptor {
        let descriptor = FileDescriptor(rawValue: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor.rawValue, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw Failure(description: "connect: \(errno)") }
        return descriptor
    }
}

/// An answer as it came.
struct RawAnswer {
    let status: Int
    /// Names in lower case.
    let headers: [(name: String, value: String)]
    var body: [UInt8] = []

    init(_ head: String) throws {
        let lines = head.split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw RawConnection.Failure(description: "no status line: \(head.debugDescription)")
        }
        self.status = status
        headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0].lowercased(), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
        }
    }

    subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Calls that wait in the kernel, away from the threads that run tasks.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
    }
}

/// The answer to one request on a connection of its own.
func ask(_ address: HTTPAddress, _ request: String) async throws -> RawAnswer {
    try await blocking {
        let connection = try RawConnection(address)
        try connection.send(request)
        return try connection.answer(toHead: request.hasPrefix("HEAD"))
    }
}

/// The answer to a request for a path, with these lines in its header.
func fetch(_ address: HTTPAddress, _ path: String, _ lines: String...) async throws -> RawAnswer {
    try await ask(address, "GET \(path) HTTP/1.1\r\nHost: localhost\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n")
}
