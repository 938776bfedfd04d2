import FoundationEssentials
import Identity
import SwiftProtobuf
import Testing
import Units

@testable import Wire

/// A client that takes all it can get, beside an honest one: for each resource what both get, and how long the honest one
/// waits before, during and after.
@Suite("A hostile client beside an honest one", .serialized, .timeLimit(.minutes(2)))
struct ShareTests {
    private static let hostile = Principal(role: .client, name: "course-42")

    /// A server whose honest client is asked before, during and after `attack`, which gives what it holds.
    private func besides(
        _ what: String, _ shares: ServerShares, _ change: (inout ServerConfiguration) -> Void = { _ in },
        _ attack: (EchoServer) async throws -> [RawPeer]
    ) async throws {
        try await EchoServer.with(.tcp) { configuration, _ in
            configuration.shares = shares
            change(&configuration)
        } _: { echo async throws in
            try await echo.withClient(token: Token.worker) { client async throws in
                let before = try await Self.slowest(client)
                var peers = try await attack(echo)
                let during = try await Self.slowest(client)
                // One who comes only now is not refused either.
                try await echo.withClient(token: Token.worker) { newcomer async throws in
                    #expect(try await newcomer.call(Echo.say, Text("new"), Self.limit).text == "new")
                }
                #expect(!peers.isEmpty)
                peers = []
                #expect(try await eventually { echo.server.connectionCount == 1 && shares.calls == 0 })
                #expect(shares.memory.bytes == 0 && shares.connections == 1)
                let after = try await Self.slowest(client)
                print(
                    "\(what): the honest client's slowest of 20 calls: \(before) before, \(during) during, \(after) after"
                )
            }
        }
    }

    private static let limit = CallOptions(timeout: .seconds(10))

    private static func slowest(_ client: WireClient) async throws -> Duration {
        var slowest = Duration.zero
        let request = Text.with { $0.padding = Data(count: 200_000) }
        for _ in 0..<20 {
            let time = try await ContinuousClock().measure { _ = try await client.call(Echo.say, request, limit) }
            slowest = max(slowest, time)
        }
        return slowest
    }

    @Test("Connections")
    func connections() async throws {
        let shares = ServerShares(connections: 64)
        try await besides("connections", shares) { echo in
            var peers: [RawPeer] = []
            var refused = 0
            for _ in 0..<200 {
                let peer = try RawPeer(echo.address)
                try peer.send(.hello(token: Token.client))
                if case .hello? = try peer.receive()?.kind { peers.append(peer) } else { refused += 1 }
            }
            // Two of 64 are the honest client's at most.
            #expect((31...32).contains(peers.count) && peers.count + refused == 200)
            return peers
        }
    }

    @Test("Calls under way")
    func calls() async throws {
        let shares = ServerShares(calls: 512)
        try await besides("calls", shares) { echo in
            let peers = try (0..<8).map { _ in try RawPeer(echo.address) }
            for peer in peers {
                try peer.greet()
                for id in 1...200 as ClosedRange<UInt64> { try peer.send(Frame(call: id, .open(Echo.ignore.path))) }
                try peer.send(Frame(.ping(.with { $0.token = 1 })))
                while case .status(let status)? = try peer.receive()?.kind { #expect(status.code == 8) }
            }
            #expect(shares.calls == 256)
            return peers
        }
    }

    /// Frames of calls that are opened with a message and never finished.
    private static func unfinished(_ ids: ClosedRange<UInt64>, _ size: Int) throws -> [UInt8] {
        let payload: Data = try Text.with { $0.padding = Data(count: size) }.serializedBytes()
        return try ids.flatMap { id in
            try Frame(call: id, .open(Echo.say.path)).wire
                + Frame(call: id, .message(.with { $0.payload = payload })).wire
        }
    }

    @Test("Memory of unfinished requests: 24 connections send 384 MB, and 32 MiB are kept")
    func unfinishedRequests() async throws {
        let shares = ServerShares(memory: .mebibytes(64))
        let before = try ResidentMemory.now
        try await besides("unfinished requests", shares) { echo in
            let peers = try (0..<24).map { _ in try RawPeer(echo.address) }
            let bytes = try Self.unfinished(1...16, 1_000_000)
            for peer in peers {
                try peer.greet()
                #expect(peer.send(bytes))
            }
            // The answer comes after all that came before was taken, or not.
            for peer in peers {
                try peer.send(Frame(.ping(.with { $0.token = 1 })))
                while case .status(let status)? = try peer.receive()?.kind { #expect(status.code == 8) }
            }
            let growth = try ResidentMemory.now - before
            print("unfinished requests: \(shares.memory) counted, \(growth >> 20) MiB more in memory")
            #expect(shares.memory > .mebibytes(28) && shares.memory <= .mebibytes(32))
            #expect(growth < 128 << 20)
            return peers
        }
    }

    @Test("Unfinished requests end by themselves, and give their memory back")
    func timeouts() async throws {
        let shares = ServerShares(memory: .mebibytes(64))
        try await besides("requests that time out", shares) {
            $0.limits.requestTimeout = .milliseconds(300)
        } _: { echo in
            let peer = try RawPeer(echo.address)
            try peer.greet()
            #expect(peer.send(try Self.unfinished(1...4, 1_000_000)))
            for _ in 0..<4 {
                guard case .status(let status)? = try peer.receive()?.kind else { throw WireError(.dataLoss, "none") }
                #expect(status.code == 4)
            }
            #expect(try await eventually { shares.memory.bytes == 0 && shares.calls == 0 })
            return [peer]
        }
    }

    @Test("Memory of unfinished frames")
    func unfinishedFrames() async throws {
        let shares = ServerShares(memory: .mebibytes(16))
        try await besides("unfinished frames", shares) { echo in
            let frame = try Self.unfinished(1...1, 1_000_000).dropLast()
            var peers: [RawPeer] = []
            var refused = 0
            for _ in 0..<24 {
                let peer = try RawPeer(echo.address)
                try peer.greet()
                let had = shares.memory
                peer.send(Array(frame))
                // Kept, or refused with its connection.
                let isSettled = try await eventually {
                    shares.memory >= had + ByteCount(950_000) || echo.server.connectionCount <= peers.count + 1
                }
                #expect(isSettled)
                if shares.memory > had {
                    peers.append(peer)
                } else {
                    #expect(try peer.goodbye()?.code == .resourceExhausted)
                    refused += 1
                }
            }
            #expect(shares.memory <= .mebibytes(8) && peers.count >= 7 && peers.count + refused == 24)
            return peers
        }
    }

    @Test("Memory of answers that are not read")
    func unreadAnswers() async throws {
        let shares = ServerShares(memory: .mebibytes(64))
        let before = try ResidentMemory.now
        try await besides("answers that are not read", shares) { echo in
            let peers = try (0..<24).map { _ in try RawPeer(echo.address) }
            let request = Text.with {
                $0.number = 1000
                $0.padding = Data(count: 900_000)
            }
            let payload: Data = try request.serializedBytes()
            for peer in peers {
                try peer.greet()
                for id in 1...8 as ClosedRange<UInt64> {
                    try peer.send(Frame(call: id, .open(Echo.count.path)))
                    try peer.send(Frame(call: id, .message(.with { $0.payload = payload })))
                    try peer.send(Frame(call: id, .halfClose(.init())))
                }
            }
            #expect(try await eventually { echo.witness.begun >= 8 })
            #expect(try await eventually { shares.memory > .mebibytes(16) })
            let growth = try ResidentMemory.now - before
            print("answers that are not read: \(shares.memory) counted, \(growth >> 20) MiB more in memory")
            #expect(shares.memory <= .mebibytes(32) && growth < 192 << 20)
            return peers
        }
    }
}
