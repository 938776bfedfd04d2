import NIOCore
import NIOPosix
import NIOSSL
import SystemPackage
import Testing
import Wire
import WireTestSupport

@testable import HTTP

@Suite("HTTP over TLS", .enabled(if: Certificates.isPossible, "needs openssl"))
struct TLSTests {
    /// Everything that the server says to a request, and the name in its certificate.
    private static func ask(_ address: HTTPAddress, _ authority: String, _ request: String) async throws -> String {
        guard case .tcp(_, let port) = address.endpoint else { return "" }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(authority)
        let context = try NIOSSLContext(configuration: configuration)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var text = ""
            for try await bytes in inbound { text += String(buffer: bytes) }
            return text
        }
    }

    private static let hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    @Test("Requests are answered; a certificate that is read again counts for new connections", .timeLimit(.minutes(1)))
    func reloaded() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let certificates = try Certificates(directory)
        let files = try certificates.make("server")
        let authority = certificates.authority.string
        try await Serving.run(["https://127.0.0.1:0"], configure: { $0.tls = files }) { serving in
            #expect(serving.address.isEncrypted)
            let text = try await Self.ask(serving.address, authority, Self.hello)
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n") && text.hasSuffix("hello"))
            // A refusal comes whole, though the rest of the request was never read.
            let refused = try await Self.ask(serving.address, authority, "GET /../x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(refused.hasPrefix("HTTP/1.1 400 "))
            // What speaks no TLS gets no answer, and costs no other.
            let plain = try await blocking {
                let connection = try RawConnection(serving.address)
                try connection.send(Self.hello)
                return String(decoding: try connection.rest(), as: UTF8.self)
            }
            #expect(!plain.contains("200 OK"))

            let other = try Certificates(directory)
            _ = try other.make("server")
            try serving.server.reloadCertificates()
            #expect(try await Self.ask(serving.address, authority, Self.hello).hasSuffix("hello"))
        }
    }

    @Test("An encrypted address without a certificate is an error that says what to do")
    func missing() async throws {
        let error = await #expect(throws: HTTPServerError.self) {
            try await Serving.run(["https://127.0.0.1:0"]) { _ in }
        }
        #expect(error?.description.contains("certificate") == true)
    }
}
