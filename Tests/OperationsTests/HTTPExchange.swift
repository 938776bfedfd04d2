import Glibc
import SystemPackage

/// A connection to an HTTP server on loopback, as raw as the test wants it.
final class HTTPExchange: Sendable {
    struct Failure: Error { var message: String }

    private let descriptor: FileDescriptor

    init(port: Int) throws {
        descriptor = FileDescriptor(rawValue: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor.rawValue, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(message: "connect: \(errno)") }
    }

    deinit { try? descriptor.close() }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        let count = unsafe Glibc.send(descriptor.rawValue, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        guard count == bytes.count else { throw Failure(message: "send: \(errno)") }
    }

    /// Everything until the server closes.
    func receiveAll() throws -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            try Blocking.waitUntilReadable(descriptor)
            let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    /// Status, header and body of one request on a connection of its own.
    static func request(
        _ method: String, _ path: String, port: Int, header: String = ""
    ) async throws -> (status: Int, header: String, body: String) {
        try await Blocking.run { try exchange(method, path, port: port, header: header) }
    }

    private static func exchange(
        _ method: String, _ path: String, port: Int, header: String
    ) throws -> (status: Int, header: String, body: String) {
        let exchange = try HTTPExchange(port: port)
        try exchange.send("\(method) \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\(header)\r\n")
        let parts = try exchange.receiveAll().split(
            separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let words = parts[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { throw Failure(message: "no answer") }
        return (status, String(parts[0]).lowercased(), parts.count > 1 ? String(parts[1]) : "")
    }
}
