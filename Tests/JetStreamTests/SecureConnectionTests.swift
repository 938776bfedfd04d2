import Foundation
import Glibc
import Storage
import TestSupport
import Testing

@testable import JetStream

extension ClusterTests {
    /// A server that asks who comes, over TLS.
    @Suite(.enabled(if: unsafe access("/usr/bin/openssl", X_OK) == 0, "openssl is not installed"))
    struct SecureConnectionTests {
        private struct Server {
            let cluster: NATSCluster
            let authority: String

            init() async throws {
                var authority = ""
                cluster = try await NATSCluster(size: 1) { directory in
                    authority = "\(directory)/certificate.pem"
                    let arguments = [
                        "/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
                        "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "\(directory)/key.pem",
                        "-out", authority,
                    ]
                    let output = URL(fileURLWithPath: "\(directory)/openssl")
                    let status = try ChildProcess(arguments, output: output).waitForEnd()
                    #expect(status == 0)
                    return """
                        tls { cert_file: "\(authority)", key_file: "\(directory)/key.pem" }
                        authorization { user: judge, password: "pass word" }
                        """
                }
                self.authority = authority
            }

            func configuration(password: String, tls: JetStreamConfiguration.TLS?) -> JetStreamConfiguration {
                JetStreamConfiguration(
                    servers: cluster.servers, credentials: .password(user: "judge", password: password), tls: tls,
                    replicas: 1, patience: .seconds(15))
            }
        }

        @Test func `who has the password and trusts the server's certificate is let in, others are not`() async throws {
            let server = try await Server()
            let tls = JetStreamConfiguration.TLS(authorityFile: server.authority)
            let event = Event(type: "test", payload: [1])
            let stream = try StreamName("secure")
            let friend = try await JetStreamClient(
                server.configuration(password: "pass word", tls: tls), keys: KeyRing())
            _ = try await friend.eventLog().append([event], to: stream, expecting: .anything)
            #expect(friend.connection.state == .connected)
            await friend.close()

            let stranger = try await JetStreamClient(
                server.configuration(password: "wrong", tls: tls), keys: KeyRing())
            let refusal = await #expect(throws: StorageError.self) { _ = try await stranger.eventLog() }
            #expect(refusal?.code == .closed)
            #expect(refusal?.advice?.contains("credentials") == true)
            await stranger.close()

            var distrustful = server.configuration(password: "pass word", tls: JetStreamConfiguration.TLS())
            distrustful.patience = .seconds(1)
            let other = try await JetStreamClient(distrustful, keys: KeyRing())
            await #expect(throws: StorageError.self) { _ = try await other.eventLog() }
            #expect(other.connection.state != .connected)
            await other.close()
            try await server.cluster.stop()
        }

        @Test func `certificates that are not there are told at once`() async throws {
            let configuration = JetStreamConfiguration(
                servers: ["nats://127.0.0.1:1"], tls: .init(authorityFile: "/nowhere/ca.pem"))
            let failure = await #expect(throws: StorageError.self) {
                _ = try await JetStreamClient(configuration, keys: KeyRing())
            }
            #expect(failure?.code == .badRequest)
        }
    }
}
