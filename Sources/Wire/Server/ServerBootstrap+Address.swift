package import NIOCore
package import NIOPosix
package import SystemPackage

extension ServerBootstrap {
    /// Listens at an address: a port, whose connections send at once what they are given, or a Unix socket.
    /// - Parameters:
    ///   - address: where.
    ///   - mode: the mode of a Unix socket's file.
    package func bind(to address: WireAddress, mode: FilePermissions) async throws -> any Channel {
        switch address {
        case .tcp(let host, let port):
            return try await childChannelOption(.tcpOption(.tcp_nodelay), value: 1).bind(host: host, port: port).get()
        case .unix(let path):
            let socket = try ListeningSocket(path: path, mode: mode)
            return try await withBoundSocket(socket.take()).get()
        }
    }
}
