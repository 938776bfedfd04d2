import Glibc
import SystemPackage

/// Sockets of this process that a hostile program may look for: one on a port of the loopback address, one with an
/// abstract name. Closed when nobody refers to it any more.
final class Listener: Sendable {
    private let descriptors: [Int32]
    /// The port on 127.0.0.1, and the abstract name, as arguments for a program.
    let arguments: [String]

    init() throws(JudgingError) {
        let port = try Self.listen(AF_INET, "open a port") { socket in
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            return unsafe withUnsafePointer(to: address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        let name: Int32
        do {
            // Only the family: the kernel chooses a free abstract name (unix(7), autobind).
            name = try Self.listen(AF_UNIX, "open an abstract socket") { socket in
                var address = sockaddr()
                address.sa_family = sa_family_t(AF_UNIX)
                return unsafe withUnsafePointer(to: address) {
                    unsafe bind(socket, $0, socklen_t(MemoryLayout<sa_family_t>.size))
                }
            }
        } catch {
            close(port)
            throw error
        }
        descriptors = [port, name]
        let number = Self.address(of: port).dropFirst(2).prefix(2).reduce(0) { $0 << 8 | Int($1) }
        let text = String(decoding: Self.address(of: name).dropFirst(3), as: UTF8.self)
        arguments = [String(number), text]
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }

    private static func listen(
        _ family: Int32, _ what: String, bind: (Int32) -> Int32
    ) throws(JudgingError) -> Int32 {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure(what) }
        guard bind(descriptor) == 0, Glibc.listen(descriptor, 16) == 0 else {
            let error = failure(what)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// The bytes of the socket's address, family first.
    private static func address(of socket: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: MemoryLayout<sockaddr_un>.size)
        var size = socklen_t(bytes.count)
        let result = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe getsockname(socket, buffer.baseAddress?.assumingMemoryBound(to: sockaddr.self), &size)
        }
        return result == 0 ? Array(bytes.prefix(Int(size))) : []
    }

    private static func failure(_ what: String) -> JudgingError {
        JudgingError(.files, "\(what) for hostile programs to look for: \(Errno(rawValue: errno))")
    }
}
