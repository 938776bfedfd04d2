package import NIOCore
package import NIOHTTP1
internal import NIOPosix
package import NIOSSL

/// One request and the status of its answer, on a connection of its own. Nothing else of the answer is kept, and no redirection
/// is followed.
package struct OutgoingExchange: Sendable {
    /// Why a request was not answered.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        /// What happened.
        package let description: String
    }

    private let url: OutgoingURL
    private let isAddress: Bool
    private let trustRoots: NIOSSLTrustRoots?

    /// An exchange with the server of `url`.
    /// - Parameters:
    ///   - url: what is asked for.
    ///   - isAddress: whether its host is an address, and no name: certificates are checked for it as such.
    ///   - trustRoots: whom certificates are believed from; nil: whom this machine believes.
    package init(_ url: OutgoingURL, isAddress: Bool, trustRoots: NIOSSLTrustRoots? = nil) {
        (self.url, self.isAddress, self.trustRoots) = (url, isAddress, trustRoots)
    }

    /// Sends the request.
    /// - Parameters:
    ///   - method: what is done.
    ///   - address: where the server is; nil: where its name leads.
    ///   - headers: fields besides those that every request has.
    ///   - body: what is sent.
    /// - Returns: the status of the answer.
    /// - Throws: ``Failure``; what the network's and TLS' failures are.
    package func send(
        _ method: HTTPMethod, to address: SocketAddress? = nil, headers: [(String, String)], body: [UInt8]
    ) async throws -> Int {
        let tls = try url.isEncrypted ? context() : nil
        // A name is checked against the certificate; an address in its place is checked as one.
        let name = isAddress ? nil : url.host
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.seconds(5))
        let prepare: @Sendable (any Channel) -> EventLoopFuture<Connection> = { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                if let tls { try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name)) }
                try pipeline.addHTTPClientHandlers(leftOverBytesStrategy: .dropBytes)
                return try Connection(wrappingChannelSynchronously: channel)
            }
        }
        let connection =
            if let address {
                try await bootstrap.connect(to: address, channelInitializer: prepare)
            } else {
                try await bootstrap.connect(host: url.host, port: url.port, channelInitializer: prepare)
            }
        return try await exchange(method, headers, body, on: connection)
    }

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    private func exchange(
        _ method: HTTPMethod, _ headers: [(String, String)], _ body: [UInt8], on connection: Connection
    ) async throws -> Int {
        try await connection.executeThenClose { answer, request in
            var head = HTTPRequestHead(version: .http1_1, method: method, uri: url.target)
            head.headers = HTTPHeaders(
                [("Host", url.authority), ("Content-Length", "\(body.count)"), ("Connection", "close")] + headers)
            try await request.write(.head(head))
            try await request.write(.body(.byteBuffer(ByteBuffer(bytes: body))))
            try await request.write(.end(nil))
            for try await case .head(let head) in answer where head.status.code >= 200 { return Int(head.status.code) }
            throw Failure(description: "the connection ended before an answer came")
        }
    }

    private func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let trustRoots { configuration.trustRoots = trustRoots }
        return try NIOSSLContext(configuration: configuration)
    }
}
