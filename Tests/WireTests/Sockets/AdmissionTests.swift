import FoundationEssentials
import Glibc
import Identity
import SwiftProtobuf
import SystemPackage
import Testing
import WireTestSupport

@testable import Wire

@Suite("Roles, rates and modes of a server") struct AdmissionTests {
    @Test func methodIsForItsRolesOnly() async throws {
        try await EchoServer.with { echo async throws in
            try await echo.withClient(token: Token.client) { client async throws in
                let error = await failure { try await client.call(Echo.work, Text()) }
                #expect(error?.code == .permissionDenied)
                #expect(error?.notStarted == true)
            }
            try await echo.withClient(token: Token.worker) { client async throws in
                #expect(try await client.call(Echo.work, Text("w")).text == "w")
            }
        }
    }

    /// What may become of somebody's line in the access list.
    enum Change: CaseIterable, Sendable {
        case removed, otherRole, otherName

        var access: AccessList {
            var access = AccessList()
            access.add(Principal(role: .worker, name: "judge-7"), .token, SecretDigest(of: Token.worker.utf8))
            let digest = SecretDigest(of: Token.client.utf8)
            switch self {
            case .removed: break
            case .otherRole: access.add(Principal(role: .admin, name: "course-42"), .token, digest)
            case .otherName: access.add(Principal(role: .client, name: "course-43"), .token, digest)
            }
            return access
        }
    }

    @Test(
        "Who is not in a new access list, or stands there as another, loses the connection; others keep theirs",
        arguments: Change.allCases)
    func replacedAccessList(change: Change) async throws {
        try await EchoServer.with { echo async throws in
            try await echo.withClient(token: Token.worker) { worker async throws in
                async let going = worker.call(Echo.say, .with { $0.number = 300 })
                try await echo.withClient { client async throws in
                    async let ended = failure { try await client.call(Echo.ignore, Text()) }
                    #expect(try await eventually { echo.witness.running == 2 })
                    #expect(echo.server.replaceAccess(change.access) == 1)
                    #expect(await ended?.message.contains("is not valid any more") == true)
                    #expect(try await eventually { echo.server.connectionCount == 1 && echo.witness.running <= 1 })
                }
                try await echo.withClient { client async throws in
                    let again = await failure { try await client.call(Echo.say, Text()) }
                    #expect(again?.code == (change == .removed ? .unauthenticated : nil))
                }
                #expect(try await going.number == 300)
                #expect(echo.server.replaceAccess(change.access) == 0)
            }
        }
    }

    @Test func callsOverTheRateSayWhenToComeAgain() async throws {
        try await EchoServer.with(.tcp) { configuration, _ in
            configuration.rates.calls = Rate(perSecond: 0.1, burst: 5)
        } _: { echo async throws in
            try await echo.withClient { client async throws in
                for _ in 0..<5 { _ = try await client.call(Echo.say, Text()) }
                let error = await failure { try await client.call(Echo.say, Text()) }
                #expect(error?.code == .resourceExhausted)
                #expect(error.flatMap(\.retryAfter).map { $0 > .seconds(8) && $0 <= .seconds(10) } == true)
                #expect(error?.notStarted == true)
                try await echo.withClient(token: Token.worker) { other async throws in
                    _ = try await other.call(Echo.say, Text())
                }
            }
        }
    }

    @Test func bytesOverTheRateComeLaterButCome() async throws {
        try await EchoServer.with(.tcp) { configuration, _ in
            configuration.rates.bytes = Rate(perSecond: 1_000_000, burst: 100_000)
        } _: { echo async throws in
            try await echo.withClient { client async throws in
                let start = ContinuousClock.now
                let large = Text.with { $0.padding = .init(count: 300_000) }
                for _ in 0..<2 {
                    #expect(try await client.call(Echo.say, large).padding.count == 300_000)
                }
                #expect(ContinuousClock.now - start > .milliseconds(200))
            }
        }
    }

    @Test func connectionsOverTheRateAreClosed() async throws {
        try await EchoServer.with(.tcp) { configuration, _ in
            configuration.rates.connections = Rate(perSecond: 0.01, burst: 3)
        } _: { echo async throws in
            for number in 0..<5 {
                let peer = try RawPeer(echo.address)
                if number < 3 {
                    try peer.greet()
                } else {
                    #expect(peer.isEnded)
                }
            }
        }
    }

    @Test func unixSocketHasItsModeAndMayStandForSomebody() async throws {
        try await EchoServer.with(.unix) { configuration, _ in
            configuration.anonymous = Principal(role: .admin, name: "local")
            configuration.socketMode = FilePermissions(rawValue: 0o660)
        } _: { echo async throws in
            #expect(try mode(of: echo.directory.path.appending("socket")) == 0o660)
            try await echo.withClient(token: nil) { client async throws in
                #expect(try await client.call(Echo.describe, Text()).text == "admin local  false")
            }
            try await echo.withClient(token: "wrong") { client async throws in
                #expect(await failure { try await client.call(Echo.say, Text()) }?.code == .unauthenticated)
            }
        }
    }

    private func mode(of path: FilePath) throws -> CInterop.Mode {
        var status = stat()
        guard unsafe lstat(path.string, &status) == 0 else { throw Errno(rawValue: errno) }
        return status.st_mode & 0o777
    }
}
