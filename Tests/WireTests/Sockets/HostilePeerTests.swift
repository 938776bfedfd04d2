import FoundationEssentials
import NIOCore
import SwiftProtobuf
import TestSupport
import Testing
import Units
import WireTestSupport

@testable import Wire

/// Each peer here does something that no honest one would. Every time somebody else's calls go on.
@Suite("Hostile peers", .serialized) struct HostilePeerTests {
    /// A server with an honest client on it, which is asked before, and after whatever `body` does.
    private func besides(
        _ change: (inout ServerConfiguration) -> Void = { _ in }, _ body: (EchoServer) async throws -> Void
    ) async throws {
        try await EchoServer.with(.tcp) { configuration, _ in
            change(&configuration)
        } _: { echo async throws in
            try await echo.withClient(token: Token.worker) { client async throws in
                _ = try await client.call(Echo.say, Text())
                try await body(echo)
                let answer = try await client.call(
                    Echo.say, .with { $0.text = "still here" }, CallOptions(timeout: .seconds(5)))
                #expect(answer.text == "still here")
                #expect(client.state == .ready(server: "verdict 0"))
            }
        }
    }

    @Test(arguments: [0xffff_ffff, 0x8000_0000, 0x0020_0001, 0] as [UInt32])
    func frameOfABadLength(length: UInt32) async throws {
        try await besides { echo async throws in
            let peer = try RawPeer(echo.address)
            try peer.greet()
            let head = [UInt8](ByteBuffer(integer: length).readableBytesView)
            peer.send(head)
            let reason = try peer.goodbye()
            #expect(reason?.code == (length == 0 ? .invalidArgument : .resourceExhausted))
        }
    }

    @Test func largeFrameBeforeTheHello() async throws {
        try await besides { echo async throws in
            let peer = try RawPeer(echo.address)
            peer.send([0, 1, 0, 1])
            #expect(try peer.goodbye()?.code == .resourceExhausted)
        }
    }

    @Test func garbageOfManyKinds() async throws {
        var random = SeededGenerator(seed: 7)
        try await besides { echo async throws in
            for round in 0..<40 {
                let peer = try RawPeer(echo.address)
                if round % 2 == 0 { try peer.greet() }
                var bytes = (0..<random.below(2000) + 5).map { _ in UInt8(random.below(256)) }
                if round % 4 < 2 {
                    // A fitting length, so that the frame is looked into.
                    bytes[0...3] = [0, 0, UInt8((bytes.count - 4) >> 8), UInt8((bytes.count - 4) & 255)]
                }
                peer.send(bytes)
            }
            #expect(try await eventually { echo.server.connectionCount == 1 })
        }
    }

    @Test func callWithoutHello() async throws {
        try await besides { echo async throws in
            let peer = try RawPeer(echo.address)
            try peer.send(Frame(call: 1, .open(Echo.say.path)))
            #expect(try peer.goodbye()?.code == .invalidArgument)
        }
    }

    @Test func whoSaysNothingIsClosed() async throws {
        try await besides {
            $0.limits.helloTimeout = .milliseconds(100)
        } _: { echo async throws in
            let peer = try RawPeer(echo.address)
            #expect(try peer.goodbye()?.code == .deadlineExceeded)
        }
    }

    @Test func unfinishedFrameHeldForEver() async throws {
        try await besides {
            $0.limits.frameTimeout = .milliseconds(200)
        } _: { echo async throws in
            let peer = try RawPeer(echo.address)
            try peer.greet()
            peer.send([0, 0, 1])
            #expect(try peer.goodbye()?.message.contains("not ended") == true)
        }
    }

    @Test func bytesThatTrickle() async throws {
        try await besides {
            $0.limits.frameTimeout = .milliseconds(200)
        } _: { echo async throws in
            let peer = try RawPeer(echo.address)
            try peer.greet()
            peer.send([0, 0, 100, 0])
            let closed = try await eventually(within: 5) {
                !peer.send([0x3a])
            }
            #expect(closed)
        }
    }

    @Test func manyWhoSayNothingDoNotKeepOthersOut() async throws {
        try await besides {
            $0.maximumWaiting = 20
            $0.maximumWaitingPerAddress = 20
        } _: { echo async throws in
            let silent = try (0..<100).map { _ in try RawPeer(echo.address) }
            #expect(try await eventually { echo.server.connectionCount <= 21 })
            try await echo.withClient { client async throws in
                #expect(try await client.call(Echo.say, Text("in")).text == "in")
            }
            #expect(silent.count == 100)
        }
    }

    @Test func manyMoreStreamsThanThereMayBe() async throws {
        try await besides {
            $0.limits.maximumCalls = 16
        } _: { echo async throws in
            let before = try ResidentMemory.now
            let peer = try RawPeer(echo.address)
            try peer.greet()
            let reader = Task.detached {
                var refused = 0
                while refused < 40_000 - 16, let frame = try peer.receive() {
                    if case .status(let status)? = frame.kind, status.code == 8 { refused += 1 }
                }
                return refused
            }
            for start in stride(from: 1, to: 40_000, by: 1000) as StrideTo<UInt64> {
                var bytes: [UInt8] = []
                for id in start..<(start + 1000) {
                    bytes += try Frame(call: id, .open(Echo.ignore.path)).wire
                }
                #expect(peer.send(bytes))
            }
            #expect(try await reader.value == 40_000 - 16)
            #expect(echo.witness.most <= 16)
            #expect(try ResidentMemory.now - before < 64 << 20)
        }
    }

    @Test func openingAndCancellingDoesNotPileUpHandlers() async throws {
        try await besides {
            $0.limits.maximumCalls = 8
        } _: { echo async throws in
            let peer = try RawPeer(echo.address)
            try peer.greet()
            for id in 1...2000 as ClosedRange<UInt64> {
                try peer.send(Frame(call: id, .open(Echo.ignore.path)))
                try peer.send(Frame(call: id, .cancel(1)))
                if id % 50 == 0 { await Task.yield() }
            }
            #expect(try await eventually { echo.witness.running == 0 })
            #expect(echo.witness.most <= 8)
        }
    }

    @Test func peerThatReadsNothing() async throws {
        try await besides {
            $0.limits.writeTimeout = .milliseconds(500)
        } _: { echo async throws in
            let before = try ResidentMemory.now
            let peer = try RawPeer(echo.address)
            try peer.greet()
            let request = Text.with {
                $0.number = 1_000_000
                $0.padding = Data(count: 1 << 16)
            }
            let payload: Data = try request.serializedBytes()
            for id in 1...64 as ClosedRange<UInt64> {
                try peer.send(Frame(call: id, .open(Echo.count.path)))
                try peer.send(Frame(call: id, .message(.with { $0.payload = payload })))
                try peer.send(Frame(call: id, .halfClose(.init())))
            }
            #expect(try await eventually { echo.witness.begun >= 60 })
            #expect(try await eventually(within: 10) { echo.server.connectionCount == 1 && echo.witness.running == 0 })
            #expect(try ResidentMemory.now - before < 96 << 20)
        }
    }

    @Test func peerThatFloodsWhatNobodyReads() async throws {
        try await besides { echo async throws in
            let before = try ResidentMemory.now
            let peer = try RawPeer(echo.address)
            try peer.greet()
            try peer.send(Frame(call: 1, .open(Echo.ignore.path)))
            let message = Frame(call: 1, .message(.with { $0.payload = Data(count: 1 << 18) }))
            for _ in 0..<400 where peer.send(try message.wire) {}
            #expect(try peer.goodbye()?.code == .resourceExhausted)
            #expect(try ResidentMemory.now - before < 64 << 20)
        }
    }

    @Test func pingsWhoseAnswersAreNotRead() async throws {
        try await besides { echo async throws in
            let before = try ResidentMemory.now
            let peer = try RawPeer(echo.address)
            try peer.greet()
            let pings = try (0..<1000).flatMap { _ in try Frame(.ping(.with { $0.token = .max })).wire }
            // Until the server has closed, or for 10 s.
            let start = ContinuousClock.now
            while peer.send(pings), ContinuousClock.now - start < .seconds(10) {}
            #expect(try await eventually { echo.server.connectionCount == 1 })
            #expect(try ResidentMemory.now - before < 64 << 20)
        }
    }

    @Test func idsUsedTwiceAndCreditThatIsTooMuch() async throws {
        try await besides { echo async throws in
            for second in [.open(Echo.ignore.path), .credit(UInt32.max)] as [Frame.OneOf_Kind] {
                let peer = try RawPeer(echo.address)
                try peer.greet()
                try peer.send(Frame(call: 1, .open(Echo.ignore.path)))
                try peer.send(Frame(call: 1, second))
                #expect(try peer.goodbye()?.code == .invalidArgument)
            }
        }
    }

    @Test func messageThatDoesNotParseFailsItsCallAlone() async throws {
        try await besides { echo async throws in
            let peer = try RawPeer(echo.address)
            try peer.greet()
            try peer.send(Frame(call: 1, .open(Echo.say.path)))
            try peer.send(Frame(call: 1, .message(.with { $0.payload = Data([0xff, 0xff, 0xff]) })))
            try peer.send(Frame(call: 1, .halfClose(.init())))
            guard case .status(let status)? = try peer.receive()?.kind else {
                Issue.record("no status")
                return
            }
            #expect(status.code == 3)
            try peer.send(Frame(.ping(.with { $0.token = 5 })))
            #expect(try peer.receive() == Frame(.pong(5)))
        }
    }

    @Test func peerThatVanishesIsFoundAndItsHandlersEnd() async throws {
        try await EchoServer.with(.tcp) { configuration, _ in
            configuration.limits.keepAlive = .milliseconds(100)
            configuration.limits.keepAliveTimeout = .milliseconds(100)
        } _: { echo async throws in
            try await FaultyProxy.with(to: echo.address) { proxy async throws in
                try await echo.withClient(at: proxy.address) {
                    $0.limits.keepAlive = .milliseconds(100)
                    $0.limits.keepAliveTimeout = .milliseconds(100)
                } _: { client async throws in
                    async let call = failure { try await client.call(Echo.ignore, Text()) }
                    #expect(try await eventually { echo.witness.running == 1 })
                    proxy.freeze()
                    let error = await call
                    #expect(error?.code == .unavailable)
                    #expect(try await eventually { echo.witness.running == 0 && echo.server.connectionCount == 0 })
                }
            }
        }
    }

    @Test func wrongTokensAreRefusedAndOthersAreNot() async throws {
        try await besides { echo async throws in
            for token in ["", "wrong", String(repeating: "x", count: 60_000)] {
                try await echo.withClient(token: token) { client async throws in
                    let error = await #expect(throws: WireError.self) { try await client.call(Echo.say, Text()) }
                    #expect(error?.code == .unauthenticated)
                    #expect(error?.notStarted == true)
                }
            }
        }
    }
}
