package import NIOCore
package import NIOHTTP1
internal import NIOPosix
package import NIOSSL

/// One request and its answer, on a connection of its own. No redirection is followed.
package struct OutgoingExchange: Sendable {
    /// Why a request was not answered.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        /// What happened.
        package let description: String
    }

    /// An answer with its body.
    package struct Answer: Hashable, Sendable {
        /// The status.
        package var status: Int
        /// The body, whole.
        package var body: [UInt8]

        /// An answer from its parts.
        package init(status: Int, body: [UInt8]) { (self.status, self.body) = (status, body) }
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

    /// Sends the request; nothing but the status of the answer is kept.
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
        try await exchange(method, address, headers, body) { answer in
            for try await case .head(let head) in answer where head.status.code >= 200 { return Int(head.status.code) }
            throw Failure(description: "the connection ended before an answer came")
        }
    }

    /// Sends the request, and reads the answer.
    /// - Parameters:
    ///   - method: what is done.
    ///   - address: where the server is; nil: where its name leads.
    ///   - headers: fields besides those that every request has.
    ///   - body: what is sent.
    ///   - size: the longest body that is read.
    /// - Throws: ``Failure``, also for a longer body; what the network's and TLS' failures are.
    package func fetch(
        _ method: HTTPMethod, to address: SocketAddress? = nil, headers: [(String, String)], body: [UInt8],
        atMost size: Int
    ) async throws -> Answer {
        try await exchange(method, address, headers, body) { parts in
            var answer = Answer(status: 0, body: [])
            for try await part in parts {
                switch part {
                case .head(let head): answer.status = Int(head.status.code)
                case .body(let bytes):
                    guard answer.body.count + bytes.readableBytes <= size else {
                        throw Failure(description: "the answer is longer than \(size) bytes")
                    }
                    answer.body += bytes.readableBytesView
                case .end where answer.status >= 200: return answer
                case .end: continue
                }
            }
            throw Failure(description: "the connection ended before the answer did")
        }
    }

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>
    private typealias Parts = NIOAsyncChannelInboundStream<HTTPClientResponsePart>

    private func exchange<Value: Sendable>(
        _ method: HTTPMethod, _ address: SocketAddress?, _ headers: [(String, String)], _ body: [UInt8],
        read: (Parts) async throws -> Value
    ) async throws -> Value {
        try await connection(to: address).executeThenClose { answer, request in
            var head = HTTPRequestHead(version: .http1_1, method: method, uri: url.target)
            head.headers = HTTPHeaders(
                [("Host", url.authority), ("Content-Length", "\(body.count)"), ("Connection", "close")] + headers)
            try await request.write(.head(head))
            try await request.write(.body(.byteBuffer(ByteBuffer(bytes: body))))
            try await request.write(.end(nil))
            return try await read(answer)
        }
    }

    private func connection(to address: SocketAddress?) async throws -> Connection {
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
        if let address { return try await bootstrap.connect(to: address, channelInitializer: prepare) }
        return try await bootstrap.connect(host: url.host, port: url.port, channelInitializer: prepare)
    }

    private func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let trustRoots { configuration.trustRoots = trustRoots }
        return try NIOSSLContext(configuration: configuration)
    }
}
