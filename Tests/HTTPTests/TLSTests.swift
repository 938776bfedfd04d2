import Hummingbird
import Identity
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
    private static func ask(
        _ address: HTTPAddress, _ authority: String, _ request: String, showing own: TLSFiles? = nil
    ) async throws -> String {
        guard case .tcp(_, let port) = address.endpoint else { return "" }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(authority)
        if let certificate = own?.certificate, let key = own?.privateKey {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate.string).map {
                .certificate($0)
            }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: key.string, format: .pem))
        }
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
        var files = try certificates.make("server")
        files.authorities = nil  // which is for clients' certificates
        let (server, authority) = (files, certificates.authority.string)
        try await Serving.run(["https://127.0.0.1:0"], configure: { $0.tls = server }) { serving in
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

    /// A server that asks for certificates of the authority of `certificates`, in whose list `alice` is.
    private static func asking(
        _ certificates: Certificates, required: Bool = false, proxies: [String] = [],
        _ body: @escaping @Sendable (Serving) async throws -> Void
    ) async throws {
        var files = try certificates.make("server")
        files.requiresCertificates = required
        let (server, list) = (files, try access(certificates))
        try await Serving.run(["https://127.0.0.1:0"]) {
            ($0.tls, $0.access, $0.trustedProxies) = (server, list, proxies)
        } routes: { router in
            router.requiring().get("who") { _, context in context.principal?.description ?? "nobody" }
            router.requiring(.submit).post("submit") { _, context in context.principal?.description ?? "nobody" }
            router.requiring().get("news") { _, context in
                Response.events(context) { stream in
                    try await stream.send(ServerEvent("hello"))
                    try await Task.sleep(for: .seconds(60))
                }
            }
        } _: {
            try await body($0)
        }
    }

    private static func access(_ certificates: Certificates) throws -> AccessList {
        var list = TestAccess.list
        _ = try certificates.make("alice")
        list.add(Principal(role: .client, name: "certified"), .certificate, try certificates.fingerprint("alice"))
        return list
    }

    private static func files(_ certificates: Certificates, _ name: String) -> TLSFiles {
        TLSFiles(
            certificate: certificates.directory.path.appending("\(name).pem"),
            privateKey: certificates.directory.path.appending("\(name).key"))
    }

    private static func request(_ line: String = "GET /who", _ lines: String...) -> String {
        (["\(line) HTTP/1.1", "Host: localhost", "Connection: close", "Content-Length: 0"] + lines)
            .joined(separator: "\r\n") + "\r\n\r\n"
    }

    @Test("A certificate of the list says who asks; a token says it before that", .timeLimit(.minutes(1)))
    func certificates() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let certificates = try Certificates(directory)
        let authority = certificates.authority.string
        try await Self.asking(certificates) { serving in
            let (alice, stranger) = (Self.files(certificates, "alice"), try certificates.make("stranger"))
            let table: [(own: TLSFiles?, lines: [String], answer: String)] = [
                (alice, [], "client certified"), (nil, [], " 401 "), (stranger, [], " 401 "),
                (alice, ["Authorization: Bearer alice-token"], "client alice of course"),
                (nil, ["Authorization: Bearer alice-token"], "client alice of course"),
                (stranger, ["Authorization: Bearer root-token"], "admin root"),
                // A wrong token is not made good by a certificate.
                (alice, ["Authorization: Bearer wrong"], " 401 "),
            ]
            for (own, lines, answer) in table {
                let request =
                    "GET /who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + lines.map { $0 + "\r\n" }.joined() + "\r\n"
                let text = try await Self.ask(serving.address, authority, request, showing: own)
                #expect(text.contains(answer), "\(own?.certificate?.string ?? "none") \(lines): \(text)")
            }
            #expect(
                try await Self.ask(serving.address, authority, Self.request("POST /submit"), showing: alice)
                    .hasSuffix("client certified"))
        }
    }

    @Test("What a browser sends for another site's page is not the certificate's wish", .timeLimit(.minutes(1)))
    func crossSite() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let certificates = try Certificates(directory)
        let authority = certificates.authority.string
        try await Self.asking(certificates) { serving in
            let alice = Self.files(certificates, "alice")
            let foreign = [
                "Origin: https://evil.example", "Origin: null", "Origin: http://localhost",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site", "Referer: https://evil.example/https://localhost",
                "Referer: https://localhost.evil.example/",
            ]
            for line in foreign {
                for start in ["POST /submit", "GET /who"] {
                    let text = try await Self.ask(
                        serving.address, authority, Self.request(start, line), showing: alice)
                    #expect(text.hasPrefix("HTTP/1.1 401 "), "\(start), \(line): \(text)")
                }
                // A token is what no browser adds by itself.
                let token = Self.request("POST /submit", line, "Authorization: Bearer alice-token")
                #expect(
                    try await Self.ask(serving.address, authority, token, showing: alice).hasPrefix("HTTP/1.1 200 "))
            }
            for line in ["Origin: https://localhost", "Sec-Fetch-Site: none", "Referer: https://localhost/api/docs"] {
                let text = try await Self.ask(
                    serving.address, authority, Self.request("POST /submit", line), showing: alice)
                #expect(text.hasPrefix("HTTP/1.1 200 "), "\(line): \(text)")
            }
        }
    }

    @Test("Certificates that nobody vouches for end the connection, and so do none where one is required")
    func refused() async throws {
        let (directory, elsewhere) = (try TemporaryDirectory(), try TemporaryDirectory())
        defer {
            directory.remove()
            elsewhere.remove()
        }
        let (certificates, others) = (try Certificates(directory), try Certificates(elsewhere))
        let authority = certificates.authority.string
        let wrong = [try others.make("alice"), try certificates.make("late", days: -1)]
        for required in [false, true] {
            try await Self.asking(certificates, required: required) { serving in
                for own in wrong {
                    let text = try? await Self.ask(serving.address, authority, Self.request(), showing: own)
                    #expect(text ?? "" == "", "\(own): \(text ?? "")")
                }
                let none = try? await Self.ask(serving.address, authority, Self.hello)
                #expect((none ?? "").hasSuffix("hello") == !required)
                let alice = Self.files(certificates, "alice")
                let hello = try await Self.ask(serving.address, authority, Self.hello, showing: alice)
                #expect(hello.hasSuffix("hello"))
            }
        }
        // The certificate of a proxy is not that of the client for whom it asks.
        try await Self.asking(certificates, proxies: ["127.0.0.1", "::1"]) { serving in
            let alice = Self.files(certificates, "alice")
            let text = try await Self.ask(serving.address, authority, Self.request(), showing: alice)
            #expect(text.hasPrefix("HTTP/1.1 401 "))
        }
    }

    @Test("One that is taken back counts no more, and ends what is open in its name", .timeLimit(.minutes(1)))
    func revoked() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let certificates = try Certificates(directory)
        let authority = certificates.authority.string
        try await Self.asking(certificates) { serving in
            let alice = Self.files(certificates, "alice")
            async let news = Self.ask(
                serving.address, authority, "GET /news HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                showing: alice)
            while serving.server.streamCount == 0 { try await Task.sleep(for: .milliseconds(2)) }
            #expect(serving.server.replaceAccess(TestAccess.list) == 1)
            #expect(try await news.contains("hello"))
            let text = try await Self.ask(serving.address, authority, Self.request(), showing: alice)
            #expect(text.hasPrefix("HTTP/1.1 401 "))
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
