import Glibc
import Identity
import SwiftProtobuf
import SystemPackage
import Testing
import WireTestSupport

@testable import Wire

@Suite("TLS", .enabled(if: Certificates.isPossible, "needs /usr/bin/openssl (Debian: openssl)")) struct TLSTests {
    /// A server whose certificate is `server`'s, and what made it.
    private func withServer(
        mutual: Bool, alternatives: String = "DNS:localhost,IP:127.0.0.1",
        _ body: (EchoServer, Certificates) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let certificates = try Certificates(directory)
        var files = try certificates.make("server", alternatives: alternatives)
        if !mutual { files.authorities = nil }
        try await EchoServer.with(.tcp) { configuration, _ in
            configuration.tls = files
            if mutual {
                _ = try certificates.make("worker")
                configuration.access.add(
                    Principal(role: .worker, name: "by-certificate"), .certificate,
                    try certificates.fingerprint("worker"))
            }
        } _: { echo async throws in
            try await body(echo, certificates)
        }
    }

    @Test func callsGoThrough() async throws {
        try await withServer(mutual: false) { echo, certificates in
            try await echo.withClient {
                $0.tls = TLSFiles(authorities: certificates.authority)
            } _: { client async throws in
                #expect(try await client.call(Echo.say, Text("secret")).text == "secret")
                let numbers = try await client.call(Echo.count, .with { $0.number = 200 }) { responses in
                    var numbers = 0
                    for try await _ in responses { numbers += 1 }
                    return numbers
                }
                #expect(numbers == 200)
            }
        }
    }

    @Test func strangeServerIsNotBelieved() async throws {
        try await withServer(mutual: false) { echo, _ in
            for name in [nil, "elsewhere.example"] {
                try await echo.withClient {
                    $0.tls = TLSFiles()
                    $0.serverName = name
                } _: { client async throws in
                    let error = await failure { try await client.call(Echo.say, Text()) }
                    #expect(error?.code == .unavailable)
                    #expect(error?.notStarted == true)
                }
            }
        }
    }

    @Test func serverOfAnotherNameIsNotBelieved() async throws {
        // SwiftNIO is content with a certificate of the right address, whatever the name; so this one has none.
        try await withServer(mutual: false, alternatives: "DNS:localhost") { echo, certificates in
            try await echo.withClient {
                $0.tls = TLSFiles(authorities: certificates.authority)
                $0.serverName = "localhost"
            } _: { client async throws in
                _ = try await client.call(Echo.say, Text())
            }
            try await echo.withClient {
                $0.tls = TLSFiles(authorities: certificates.authority)
                $0.serverName = "elsewhere.example"
            } _: { client async throws in
                let error = await failure { try await client.call(Echo.say, Text()) }
                #expect(error?.code == .unavailable, "\(error.debugDescription)")
            }
        }
    }

    @Test func plainClientGetsNowhere() async throws {
        try await withServer(mutual: false) { echo, _ in
            try await echo.withClient { client async throws in
                let error = await failure {
                    try await client.call(Echo.say, Text(), CallOptions(timeout: .seconds(5)))
                }
                #expect(error?.notStarted == true)
            }
        }
    }

    @Test func certificateSaysWhoCalls() async throws {
        try await withServer(mutual: true) { echo, certificates in
            let worker = TLSFiles(
                certificate: certificates.directory.path.appending("worker.pem"),
                privateKey: certificates.directory.path.appending("worker.key"), authorities: certificates.authority)
            try await echo.withClient(token: nil) {
                $0.tls = worker
            } _: { client async throws in
                #expect(try await client.call(Echo.describe, Text()).text == "worker by-certificate  false")
                #expect(try await client.call(Echo.work, Text("w")).text == "w")
            }
        }
    }

    @Test func mutualServerWantsACertificateOfItsAuthority() async throws {
        try await withServer(mutual: true) { echo, certificates in
            try await echo.withClient {
                $0.tls = TLSFiles(authorities: certificates.authority)
            } _: { client async throws in
                let error = await failure {
                    try await client.call(Echo.say, Text(), CallOptions(timeout: .seconds(5)))
                }
                #expect(error != nil)
            }
            let other = try certificates.make("other")
            try await echo.withClient(token: nil) {
                $0.tls = other
            } _: { client async throws in
                #expect(await failure { try await client.call(Echo.say, Text()) }?.code == .unauthenticated)
            }
        }
    }

    @Test func reloadedCertificateIsForNewConnections() async throws {
        try await withServer(mutual: false) { echo, certificates in
            let trust = TLSFiles(authorities: certificates.authority)
            try await echo.withClient {
                $0.tls = trust
            } _: { client async throws in
                _ = try await client.call(Echo.say, Text())
                // A certificate of another name takes the place of the old one.
                try certificates.directory.write("server.pem", "no certificate")
                #expect(throws: WireError.self) { try echo.server.reloadCertificates() }
                _ = try certificates.make("renewed")
                for kind in ["pem", "key"] {
                    let new = certificates.directory.path.appending("renewed.\(kind)").string
                    #expect(unsafe rename(new, certificates.directory.path.appending("server.\(kind)").string) == 0)
                }
                try echo.server.reloadCertificates()
                _ = try await client.call(Echo.say, Text())
            }
            try await echo.withClient {
                $0.tls = trust
            } _: { client async throws in
                _ = try await client.call(Echo.say, Text())
            }
        }
    }

    @Test func keyThatOthersCanReadIsRefused() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let files = try Certificates(directory).make("server")
        #expect(unsafe chmod(directory.path.appending("server.key").string, 0o644) == 0)
        let error = #expect(throws: WireError.self) { try files.serverContext() }
        #expect(error?.message.contains("chmod 600") == true)
    }
}
