import Glibc
import SystemPackage

/// What systemd listens on: a datagram socket with a name in the file system or an abstract one.
final class NotificationSocket: Sendable {
    struct Failure: Error { var code: Int32 }

    private let descriptor: FileDescriptor
    /// What `NOTIFY_SOCKET` says.
    let name: String

    init(name: String) throws {
        self.name = name
        descriptor = FileDescriptor(rawValue: socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if name.hasPrefix("@") { bytes[0] = 0 }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let length = socklen_t(2 + bytes.count + (name.hasPrefix("@") ? 0 : 1))
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor.rawValue, $0, length)
            }
        }
        guard result == 0 else { throw Failure(code: errno) }
    }

    deinit { try? descriptor.close() }

    /// The next datagram.
    func receive() async throws -> String {
        try await Blocking.run { [descriptor] in
            var chunk = [UInt8](repeating: 0, count: 4096)
            try Blocking.waitUntilReadable(descriptor)
            let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
            return String(decoding: chunk[..<count], as: UTF8.self)
        }
    }
}
