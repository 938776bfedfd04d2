import NIOPosix
import SystemPackage
import Testing
import WireTestSupport

@testable import Wire

/// The same protocol from another language: Scripts/python/verdict_client.py against this server.
@Suite("The Python client", .enabled(if: Shell.hasPython, "needs python3-protobuf and protobuf-compiler"))
struct PythonClientTests {
    @Test(arguments: Transport.allCases)
    func callsAsTheSwiftClientDoes(transport: Transport) async throws {
        try await EchoServer.with(transport) { echo async throws in
            try await expectDone(echo, arguments: "")
        }
    }

    @Test(.enabled(if: Certificates.isPossible, "needs /usr/bin/openssl (Debian: openssl)"))
    func callsOverTLS() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let certificates = try Certificates(directory)
        var files = try certificates.make("server")
        files.authorities = nil
        try await EchoServer.with(.tcp) { configuration, _ in
            configuration.tls = files
        } _: { echo async throws in
            try await expectDone(echo, arguments: "'\(certificates.authority)'")
        }
    }

    private func expectDone(_ echo: EchoServer, arguments: String) async throws {
        let script = FilePath(#filePath).removingLastComponent().removingLastComponent().appending(
            "Python/echo_client.py")
        let log = echo.directory.path.appending("log").string
        let cache = echo.directory.path.appending("cache").string
        let command = "XDG_CACHE_HOME='\(cache)' timeout 60 /usr/bin/python3 -B '\(script)' "
        let address = echo.address.description
        let status = try await NIOThreadPool.singleton.runIfActive {
            Shell.run(command + "'\(address)' '\(Token.client)' \(arguments)", log: log)
                | Shell.run("rm -rf '\(cache)'", log: "/dev/null")
        }
        let said = try SecretFile.read(FilePath(log))
        #expect(status == 0 && said.hasSuffix("done\n"), "\(said)")
        #expect(try await eventually { echo.server.connectionCount == 0 && echo.witness.running == 0 })
    }
}
