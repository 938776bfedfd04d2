import Glibc

/// A connection to an HTTP server of this machine: one request after the other, each waited for on the calling thread.
final class HTTPConnection {
    /// What came.
    struct Answer {
        var status: Int
        var body: [UInt8]
    }

    let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Connects to a Unix socket.
    init(unix path: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw BenchError("\(path) is too long")
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        descriptor = try Self.connect(&address, AF_UNIX)
    }

    /// Connects to a port of this machine.
    init(port: UInt16) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        descriptor = try Self.connect(&address, AF_INET)
        var on: Int32 = 1
        _ = unsafe setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    private static func connect<Address>(_ address: inout Address, _ family: Int32) throws -> Int32 {
        let number = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw BenchError("no socket: error \(errno)") }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe Glibc.connect(number, pointer, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard result == 0 else {
            let error = errno
            close(number)
            throw BenchError("cannot connect: error \(error)")
        }
        return number
    }

    /// Sends a request and waits for its answer.
    func ask(_ method: String, _ path: String, _ body: String = "") throws -> Answer {
        try send(method, path, body)
        return try answer()
    }

    /// Sends a request.
    func send(_ method: String, _ path: String, _ body: String = "") throws {
        let head = "\(method) \(path) HTTP/1.1\r\nHost: bench\r\n"
        let content =
            body.isEmpty ? "" : "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        let bytes = Array((head + content + "\r\n" + body).utf8)
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    descriptor, buffer.baseAddress.map { unsafe $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw BenchError("cannot send: error \(errno)") }
            sent += count
        }
    }

    /// Waits for the next answer, which says how long it is.
    func answer() throws -> Answer {
        let head = try head()
        guard let status = head.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw BenchError("no answer: \(head.prefix(80))")
        }
        let lines = head.split(whereSeparator: \.isNewline)
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }?.split(separator: ":").last
            .flatMap { Int($0.drop { $0 == " " }) }
        guard let length else { throw BenchError("an answer without a length: \(head.prefix(200))") }
        while buffer.count < length { try receive() }
        let body = Array(buffer[..<length])
        buffer.removeFirst(length)
        return Answer(status: status, body: body)
    }

    /// Waits for the header of the next answer.
    func head() throws -> String {
        while true {
            let end = "\r\n\r\n"
            if let place = place(of: end) {
                let head = String(decoding: buffer[..<place], as: UTF8.self)
                buffer.removeFirst(place + end.utf8.count)
                return head
            }
            try receive()
        }
    }

    /// Takes what is there; waits for something.
    func receive() throws {
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: 16_384) { bytes, count in
            unsafe count = max(0, recv(descriptor, bytes.baseAddress, bytes.count, 0))
        }
        guard !piece.isEmpty else { throw BenchError("the server closed the connection: error \(errno)") }
        buffer += piece
    }

    /// Whether `text` is in what came and was not taken.
    func has(_ text: String) -> Bool { place(of: text) != nil }

    /// Where `text` begins. `firstRange(of:)` takes so long that a reader of thousands of streams would be measured by it.
    private func place(of text: String) -> Int? {
        let wanted = Array(text.utf8)
        guard let first = wanted.first, buffer.count >= wanted.count else { return nil }
        return (0...buffer.count - wanted.count).first { place in
            buffer[place] == first && buffer[place..<place + wanted.count].elementsEqual(wanted)
        }
    }
}
